import type { PhoneRouteName } from '#contract/phone-routes';
import type { Handlers } from '../http/handler.ts';
import { createAttempts, tooManyAttempts } from '../lib/attempts.ts';
import type { Phones } from '../phones/types.ts';
import type { UserVerification } from '../phones/user-verification.ts';
import type { Store } from '../store/store.ts';
import { readStatement } from '../verification/answer-statement.ts';
import type { Verifications } from '../verification/types.ts';

type Deps = {
  store: Pick<Store, 'takeAttempt'>;
  phones: Phones;
  verifications: Verifications;
  userVerification: UserVerification;
  now: () => number;
  /** Tells the outbox that a notice or an alert may wait. */
  kick: () => void;
};

/** What phones ask, and what links from messages do; what may be done is decided by `Phones` and `Verifications`. */
export function createPhoneRoutes(deps: Deps): Pick<Handlers, PhoneRouteName | 'invitePhone'> {
  const { phones } = deps;
  return {
    ...createLinkRoutes(deps),
    readPhone: ({ phone }) => phones.read(phone),
    subscribe: ({ phone, body }) => phones.subscribe(phone, body.subscription),
    listRequests: async ({ phone }) => ({ ok: true, value: { requests: await deps.verifications.listRequests(phone), now: deps.now() } }),
    answer: createAnswer(deps),
    invitePhoneByPhone: ({ phone }) => phones.inviteByPhone(phone),
    removePhone: ({ phone, id }) => phones.remove(phone, id),
    makeCredentialOptions: ({ phone }) => phones.makeCredentialOptions(phone),
    addCredential: ({ phone, body }) => phones.addCredential(phone, body),
    invitePhone: ({ who, id }) => phones.inviteByTechnician(who, id),
  };
}

type LinkRoutes = Pick<Handlers, 'openInvitation' | 'sendInvitationCode' | 'enrol' | 'reportLostPhone' | 'useLink'>;

/** Where a secret from a message is all that somebody shows: how often is limited for each network, and never for all together. */
function createLinkRoutes({ store, phones, now }: Deps): LinkRoutes {
  // An office that sets up its phones on one day is one network.
  const links = createAttempts({ store, now, perNetwork: 60 });
  const lost = createAttempts({ store, now, perNetwork: 10 });
  const mayTry = ({ remoteAddress }: { remoteAddress: string }) => links.take('link', remoteAddress);
  return {
    openInvitation: async (call) => ((await mayTry(call)) ? phones.openInvitation(call.body.invitation) : tooManyAttempts),
    sendInvitationCode: async (call) => ((await mayTry(call)) ? phones.sendInvitationCode(call.body.invitation) : tooManyAttempts),
    enrol: async (call) => ((await mayTry(call)) ? phones.enrol(call, call.body) : tooManyAttempts),
    useLink: async (call) => ((await mayTry(call)) ? phones.useLink(call.body.token) : tooManyAttempts),
    reportLostPhone: async ({ body: { email }, remoteAddress }) => {
      if (!(await lost.take('lost-phone', remoteAddress))) return tooManyAttempts;
      await phones.reportLost(email);
      return { ok: true, value: undefined };
    },
  };
}

/** An answer is what this phone's key signed. Fingerprint, face or PIN must be right where they come with an approval. */
function createAnswer({ verifications, userVerification, kick }: Deps): Handlers['answer'] {
  return async ({ phone: who, id, body: { statement: signed, number, attempt, assertion } }) => {
    const statement = await readStatement(signed, who.phone.publicKey);
    const credential = assertion && (await userVerification.verify(signed, assertion, who.phone.credential));
    if (assertion && !credential && statement?.decision === 'approve') return { ok: false, refusal: { code: 'user_verification_failed' } };
    const answered = await verifications.answer(who, id, {
      signed, statement, userVerified: credential !== undefined,
      ...(number !== undefined && { number }), ...(attempt !== undefined && { attempt }), ...(credential && { credential }),
    });
    kick();
    return answered;
  };
}
