import { randomUUID } from 'node:crypto';
import type { PhoneState } from '#contract/phone';
import type { PhoneFacts } from '../store/store.ts';
import type { Phone, SignedInPhone } from '../store/types.ts';
import type { Result } from '../verification/result.ts';
import { createInvitations } from './invitations.ts';
import { createLinks } from './links.ts';
import { decideCredential } from './credential.ts';
import { done, refused } from './phone-plan.ts';
import type { Moment, Planned } from './phone-plan.ts';
import { decideRemoveOne } from './remove.ts';
import { decideSubscribe, findSubscriptionFault } from './subscribe.ts';
import type { Phones, PhonesDeps } from './types.ts';
import { viewPhoneState } from './view-phone.ts';

/** All that can be asked of end users' phones: pure decisions, each run inside one transaction of the store. */
export function createPhones(given: PhonesDeps): Phones {
  const deps = { newId: randomUUID, ...given };
  const { now, testOrigin, userVerification } = deps;
  const change = changer(deps);
  return {
    ...createInvitations(deps),
    ...createLinks(deps),
    read: (who) => change(who, ({ phones }) => asItStands(who, phones)),
    subscribe: async (who, subscription) => {
      const fault = subscription && findSubscriptionFault(subscription, { testOrigin });
      if (fault) return { ok: false, refusal: { code: 'push_endpoint_refused', detail: fault } };
      return change(who, (facts, moment) => decideSubscribe(facts, { phoneId: who.phone.id, subscription, now: moment.now }));
    },
    remove: async (who, phoneId) => {
      const removed = await deps.store.changePhones(who.tenant.id, who.account.id, (facts) => decideRemoveOne(facts, phoneId, { how: 'phone', phoneId: who.phone.id }, { now: now(), newId: deps.newId }));
      deps.kick();
      return !removed || removed.ok ? { ok: true, value: undefined } : removed;
    },
    makeCredentialOptions: async (who) => ({ ok: true, value: await userVerification.makeOptions(who) }),
    addCredential: async (who, given) => {
      const credential = await userVerification.readCredential(who.phone.id, given);
      if (!credential) return { ok: false, refusal: { code: 'user_verification_failed' } };
      return change(who, (facts, moment) => decideCredential(facts, who.phone.id, credential, moment));
    },
  };
}

function asItStands(who: SignedInPhone, phones: readonly Phone[]): Planned<Phone> {
  const phone = phones.find(({ id }) => id === who.phone.id);
  return phone ? done(phone) : refused({ code: 'device_unknown' });
}

/** Changes the calling phone, and answers with its state. A phone that was removed meanwhile is unknown. */
function changer(deps: PhonesDeps & { newId: () => string }) {
  const { store, now, newId } = deps;
  return async (who: SignedInPhone, decide: (facts: PhoneFacts, moment: Moment) => Planned<Phone>): Promise<Result<PhoneState>> => {
    const changed = await store.changePhones(who.tenant.id, who.account.id, (facts) => {
      const plan = decide(facts, { now: now(), newId });
      return { ...plan, result: { result: plan.result, facts } };
    });
    if (!changed) return { ok: false, refusal: { code: 'device_unknown' } };
    const { result, facts } = changed;
    return result.ok ? { ok: true, value: viewPhoneState({ ...facts, phone: result.value }, facts.phones, { ...deps, now: now() }) } : result;
  };
}
