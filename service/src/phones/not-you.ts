import { notYouLinkSeconds } from '#contract/numbers';
import type { AnswerFacts, Plan } from '../store/store.ts';
import type { PushState } from '../store/types.ts';
import { alertOf } from '../verification/alert.ts';
import { isReachedAsAt } from './lost.ts';
import { phoneEvent } from './phone-plan.ts';

/**
 * "That was not me", after a success: the MSP is alerted, the ticket flagged, and no push goes to the account until an
 * administrator has talked to the person; invitations that are open end. There is one report of a verification, however often and
 * whichever way it is said. False: nothing succeeded, or the link is over.
 */
export function decideNotYou({ verification: row, account, pushState, isReported }: AnswerFacts, now: number): Plan<boolean> {
  if (row.status !== 'approved' || !isLinkGood(row.endedAt, account, now)) return { result: false, audit: [] };
  if (isReported) return { result: true, audit: [] };
  const blocked: PushState = pushState.blockedAt === null ? { ...pushState, blockedAt: now, blockedBecause: 'not_requested' } : pushState;
  const entry = phoneEvent('not_you_reported', account, { how: 'link', verificationId: row.id }, now, { ticketHost: row.ticketHost, ticketNumber: row.ticketNumber });
  return { result: true, pushState: blocked, endInvitations: { accountId: account.id, at: now }, alert: alertOf(row, 'not_you', row.id, now), audit: [entry] };
}

/** Not after its days, and not where the account is reached elsewhere now: whoever reads the old mailbox may be somebody else. */
function isLinkGood(endedAt: number | null, account: AnswerFacts['account'], now: number): boolean {
  return endedAt !== null && now < endedAt + notYouLinkSeconds * 1000 && isReachedAsAt(endedAt, account);
}
