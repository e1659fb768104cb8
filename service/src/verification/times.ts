import { situationOf } from '#contract/lifecycle';
import { compareSeconds, longestLifeSeconds, secondsBetweenSends } from '#contract/numbers';
import type { VerificationRow } from '../store/types.ts';

/** The deadlines of a verification. Milliseconds since 1970. */

/** An extension that gives no more than this is not worth offering. */
const shortestExtensionMs = 5000;

/** Nothing lives longer than this: ten minutes from the first hand-off, or from the start when nothing was handed over. */
export function latestEnd(row: VerificationRow): number {
  return (row.firstHandedOverAt ?? row.createdAt) + longestLifeSeconds * 1000;
}

/** After a refusal for now the next attempt waits longer each time. */
const retrySeconds: readonly number[] = [5, 10, 20, 40];
const longestRetrySeconds = 60;

/** When a message that was refused for now, at its `attempts`th attempt, is tried again: not before `leastSeconds` from now; undefined when its time ends before. */
export function retryTime(row: VerificationRow, attempts: number, now: number, leastSeconds = 0): number | undefined {
  const at = now + Math.max(leastSeconds, retrySeconds[attempts - 1] ?? longestRetrySeconds) * 1000;
  return at < Math.min(row.expiresAt, latestEnd(row)) ? at : undefined;
}

export function isOverdue(row: VerificationRow, now: number): boolean {
  return row.status === 'pending' && now >= row.expiresAt;
}

/** Whether the current code may have reached the caller: it was handed to somebody who sends it, or is just being so. */
function hasLeft(row: VerificationRow): boolean {
  return row.deliveryState !== 'queued' && row.deliveryState !== 'failed';
}

export function isHandedOver(row: VerificationRow): boolean {
  return hasLeft(row) && row.deliveryState !== 'sending';
}

/** Whether digits may be compared now: they may have reached the caller, and with a push its phone was answered. */
export function isComparing(row: VerificationRow): boolean {
  return row.status === 'pending' && hasLeft(row) && !situationOf(row).awaitsPhone;
}

/** When comparing after Approve on the phone ends. */
export function comparingEnd(row: VerificationRow, now: number): number {
  return Math.min(now + compareSeconds * 1000, latestEnd(row));
}

/** When a new code may be sent; null when there is no time left for one. A push is not sent twice: a new verification is. */
export function resendTime(row: VerificationRow, now: number): number | null {
  if (row.method === 'push' || row.status !== 'pending' || isOverdue(row, now)) return null;
  const at = row.lastSendAt + secondsBetweenSends * 1000;
  return Math.max(at, now) < latestEnd(row) ? at : null;
}

/** When the code would die after "more time"; null when that is not to be had: once, and not while a phone is waited for. */
export function extendedEnd(row: VerificationRow, now: number): number | null {
  if (!isComparing(row) || row.extended || isOverdue(row, now) || !isHandedOver(row)) return null;
  const seconds = row.method === 'push' ? compareSeconds : row.lifeSeconds;
  const end = Math.min(row.expiresAt + seconds * 1000, latestEnd(row));
  return end - row.expiresAt > shortestExtensionMs ? end : null;
}

/** Whole seconds to tell somebody who must wait until `at`; never 0. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}
