import { isEnded } from '#contract/lifecycle';
import { reportSeconds } from '#contract/numbers';
import type { PhoneRequest } from '#contract/phone';
import type { ChangeFacts, ListedPush } from '../store/store.ts';
import { reportKinds } from '../store/types.ts';
import type { SignedInPhone, VerificationRow } from '../store/types.ts';
import { decideAnswer } from './answer.ts';
import type { PhoneAnswer } from './answer-effect.ts';
import { closeUnsent, expirePlan } from './change.ts';
import { decideDelivery } from './delivery-result.ts';
import type { RowPlan } from './events.ts';
import { viewRequest } from './phone-view.ts';
import { isOverdue } from './times.ts';
import type { Verifications, VerificationsDeps } from './types.ts';

/** What a phone may ask: which pushes wait for it, and to answer one. */
export function createPhoneRequests(deps: Required<VerificationsDeps>): Pick<Verifications, 'answer' | 'listRequests'> {
  const view = (who: SignedInPhone, push: ListedPush): PhoneRequest => viewRequest(push, who, { codeKey: deps.codeKey, now: deps.now() });
  return {
    answer: async (who, id, answer) => {
      const written = await decide(deps, who, id, answer);
      if (!written) return { ok: false, refusal: { code: 'not_found' } };
      const { result: { row, isReported }, verification } = written;
      return row.ok ? { ok: true, value: view(who, { verification: verification ?? row.value, isReported }) } : row;
    },
    listRequests: async (who) => {
      const requests: PhoneRequest[] = [];
      // all that can still be reported
      for (const push of await deps.store.listPushes(who.tenant.id, who.account.id, deps.now() - reportSeconds * 1000)) {
        requests.push(view(who, { ...push, verification: await noteSeen(deps, push.verification) }));
      }
      return requests;
    },
  };
}

function decide(deps: Required<VerificationsDeps>, who: SignedInPhone, id: string, answer: PhoneAnswer) {
  const { store, codeKey } = deps;
  const input = { ...answer, phoneId: who.phone.id, alertId: deps.newId(), codeKey };
  return store.answer(who.tenant.id, id, (facts) => {
    const plan = decideAnswer(facts, input, deps.now());
    const isReported = facts.isReported || reportKinds.some((kind) => kind === plan.alert?.kind);
    return { ...plan, result: { row: plan.result, isReported } };
  });
}

/** A phone that is told of a push has it: its message is delivered. What is overdue ends before anybody sees it. */
async function noteSeen({ store, now }: Required<VerificationsDeps>, row: VerificationRow): Promise<VerificationRow> {
  if (isEnded(row.status) || (row.deliveryState === 'delivered' && !isOverdue(row, now()))) return row;
  const written = await store.change(row.tenantId, row.id, (facts) => closeUnsent(whenSeen(facts, now()), facts, now()));
  return written?.verification ?? row;
}

function whenSeen(facts: ChangeFacts, now: number): RowPlan {
  return isOverdue(facts.verification, now) ? expirePlan(facts.verification, now) : decideDelivery(facts, facts.message, { state: 'delivered', providerId: null }, now);
}
