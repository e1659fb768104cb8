import { readRetryAfter } from '../../lib/retry-after.ts';
import type { Outcome } from '../types.ts';
import type { PushAnswer } from './post-push.ts';

const refused: Outcome = { state: 'failed', reason: 'refused' };

/**
 * What a push service's answer means for one phone (RFC 8030 §5, §7.3; RFC 8292 §4.2). `now` reads a Retry-After that is a date.
 * Unlike with a code a repeat does no harm: the topic replaces what waits.
 */
export function readPushAnswer(answer: PushAnswer, now: number): Outcome {
  if ('failure' in answer) return answer.failure === 'unreachable' ? { state: 'failed', reason: 'unreachable' } : { state: 'maybe_sent', reason: answer.failure };
  const { status } = answer;
  if (status >= 200 && status < 300) return { state: 'handed_over', providerId: null };
  if (status === 404 || status === 410) return { state: 'failed', reason: 'subscription_gone' };
  // our key or contact: Apple answers 403 for a contact that it does not like
  if (status === 401 || status === 403) return { state: 'failed', reason: 'provider_refused_us' };
  if (status === 429 || status >= 500) return { state: 'later', reason: 'busy', ...readRetryAfter(answer.retryAfter, now) };
  return refused;
}

/** What became of a message to several phones: one that has it is enough; one that may get it later is worth waiting for. */
export function combineOutcomes(outcomes: readonly Outcome[]): Outcome {
  const accepted = outcomes.find(({ state }) => state === 'handed_over');
  if (accepted) return accepted;
  const later = outcomes.filter((outcome) => outcome.state === 'later');
  const soonest = later.toSorted((a, b) => (a.retryAfterSeconds ?? 0) - (b.retryAfterSeconds ?? 0))[0];
  const maybe = outcomes.find(({ state }) => state === 'maybe_sent');
  const failed = outcomes.flatMap((outcome) => (outcome.state === 'failed' ? [outcome] : []));
  // a subscription that is gone says least: it was dropped, and another phone's failure may be ours to mend
  return soonest ?? maybe ?? failed.find(({ reason }) => reason !== 'subscription_gone') ?? failed[0] ?? { state: 'failed', reason: 'subscription_gone' };
}
