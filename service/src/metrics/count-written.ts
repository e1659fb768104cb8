import type { ChangeFacts, Plan, StartFacts, Store } from '../store/store.ts';
import type { Metrics } from './metrics.ts';

type Counts = Pick<Metrics, 'ended' | 'wrongCode' | 'message' | 'alert' | 'ticketNote'>;

/** The same store, which counts what it wrote: every end, wrong code or number, alert and outcome of a message or ticket note goes through these calls. */
export function countWritten(store: Store, counts: Counts): Store {
  return {
    ...store,
    start: async (key, decide) => {
      const { decideAndKeep, last } = keepLast(decide);
      const written = await store.start(key, decideAndKeep);
      countStart(last(), counts);
      return written;
    },
    change: async (tenantId, verificationId, decide, messageId) => {
      const { decideAndKeep, last } = keepLast(decide);
      const written = await store.change(tenantId, verificationId, decideAndKeep, messageId);
      countChange(last(), counts);
      return written;
    },
    resend: async (tenantId, verificationId, now, decide) => {
      const { decideAndKeep, last } = keepLast(decide);
      const written = await store.resend(tenantId, verificationId, now, decideAndKeep);
      countChange(last(), counts);
      return written;
    },
    answer: async (tenantId, verificationId, decide) => {
      const { decideAndKeep, last } = keepLast(decide);
      const written = await store.answer(tenantId, verificationId, decideAndKeep);
      countChange(last(), counts);
      return written;
    },
    updateTicketNote: async (note, claimed) => {
      const isWritten = await store.updateTicketNote(note, claimed);
      if (isWritten) counts.ticketNote(note);
      return isWritten;
    },
  };
}

type Decided<F> = { facts: F; plan: Plan<unknown> };

/** A store may ask more than once; the last plan is the one that it wrote. */
function keepLast<F, T>(decide: (facts: F) => Plan<T>) {
  let decided: Decided<F> | undefined;
  const decideAndKeep = (facts: F): Plan<T> => {
    const plan = decide(facts);
    decided = { facts, plan };
    return plan;
  };
  return { decideAndKeep, last: () => decided };
}

function countStart(decided: Decided<StartFacts> | undefined, counts: Counts): void {
  if (decided?.plan.overdue) counts.ended(decided.plan.overdue);
}

function countChange(decided: Decided<ChangeFacts> | undefined, counts: Counts): void {
  if (!decided) return;
  const { facts, plan } = decided;
  const { verification, message } = plan;
  // What a provider says later may be written to a verification that has ended already.
  if (verification && verification.status !== 'pending' && facts.verification.status === 'pending') counts.ended(verification);
  if (plan.audit.some(({ type }) => type === 'wrong_code' || type === 'wrong_number')) counts.wrongCode(facts.verification);
  if (plan.alert) counts.alert(plan.alert);
  // One that is still queued when it is closed was never given to anybody.
  if (message && message.doneAt !== null && message.state !== 'queued') counts.message(message);
}
