import { denialsUntilBlocked, denialWindowSeconds, unansweredPushes, unansweredWindowSeconds } from '#contract/numbers';
import type { AnswerDecision } from '#contract/phone';
import type { PushBlock, PushState } from '../store/types.ts';

/** What an account's phones did with the latest pushes, and what follows for the next one. Times in milliseconds since 1970. */

export function pushStateOf(all: readonly PushState[], accountId: string): PushState {
  return all.find((one) => one.accountId === accountId) ?? { accountId, unanswered: [], denials: [], blockedAt: null, blockedBecause: null };
}

/** When the next push may be sent, after too many that nobody answered; null: at once. */
export function nextPushTime({ unanswered }: PushState, now: number): number | null {
  const oldestCounted = recent(unanswered, unansweredWindowSeconds, now).sort((a, b) => b - a).at(unansweredPushes - 1);
  return oldestCounted === undefined ? null : oldestCounted + unansweredWindowSeconds * 1000;
}

/** The state after one more push: until a phone answers, nobody did. */
export function afterPush(state: PushState, now: number): PushState {
  return { ...state, unanswered: [...recent(state.unanswered, unansweredWindowSeconds, now), now] };
}

/** What came of an answer: a wrong number approved nothing. */
export type AnswerOutcome = AnswerDecision | 'wrong_number';

/** The state after an answer. Whatever it says, somebody looks at the phone; only an approval makes earlier denials forgotten. */
export function afterAnswer(state: PushState, outcome: AnswerOutcome, now: number): PushState {
  const denials = outcome === 'approve' ? [] : [...recent(state.denials, denialWindowSeconds, now), ...(outcome === 'deny' ? [now] : [])];
  const because = blockFor(outcome, denials.length);
  const answered = { ...state, unanswered: [], denials };
  return because === undefined || state.blockedAt !== null ? answered : { ...answered, blockedAt: now, blockedBecause: because };
}

function blockFor(outcome: AnswerOutcome, denials: number): PushBlock | undefined {
  if (outcome === 'not_requested') return 'not_requested';
  return outcome === 'deny' && denials >= denialsUntilBlocked ? 'denied' : undefined;
}

function recent(times: readonly number[], seconds: number, now: number): number[] {
  return times.filter((at) => at > now - seconds * 1000);
}
