import type { PageContact, Verified } from '#contract/verification';
import type { Store } from '../store/store.ts';
import type { DecidedRow, VerificationRow } from '../store/types.ts';
import { pageHash } from './page-hash.ts';
import { effectivePolicy } from './policy.ts';

/** What an account's success on a ticket is measured by: what was decided there lately, newest first, and how long a success counts. */
export type Window = { decided: readonly DecidedRow[]; verifiedMinutes: number; now: number };

/** The newest success of an account that still counts for just this contact on the page. */
export function findVerified(accountId: string, contact: PageContact, window: Window): Verified | null {
  const hash = pageHash(contact);
  const decided = window.decided.filter((row) => row.accountId === accountId);
  const row = decided.find((one) => one.pageHash === hash && one.status === 'approved' && !one.answererGone);
  const until = row ? verifiedUntilOf(row, { ...window, decided }) : null;
  if (!row || row.endedAt === null || until === null) return null;
  const { id, endedAt, method, codeCheck, action, technicianName, assurance } = row;
  return { id, at: endedAt, until, method, check: codeCheck, action, technicianName, assurance };
}

/** `verifiedUntilOf` by the policy of now. */
export async function readVerifiedUntil(store: Store, row: VerificationRow, now: number): Promise<number | null> {
  if (row.status !== 'approved') return null;
  const { tenantId, customerId, accountId, ticketHost, ticketNumber } = row;
  const [decided, tenantPolicy, customerPolicy] = await Promise.all([
    store.listDecided(tenantId, { ticketHost, ticketNumber, accountIds: [accountId], now }),
    store.readPolicy(tenantId, null),
    store.readPolicy(tenantId, customerId),
  ]);
  return verifiedUntilOf(row, { decided, verifiedMinutes: effectivePolicy(tenantPolicy, customerPolicy).verifiedMinutes, now });
}

/**
 * Until when `row` counts; null where it is no success, its time is over, the phone that approved was removed since, the person said that
 * it was not them, or somebody said no after it. `decided` holds those of the row's own account only.
 */
export function verifiedUntilOf({ id, status, endedAt }: VerificationRow, { decided, verifiedMinutes, now }: Window): number | null {
  const place = decided.findIndex((row) => row.id === id);
  const own = decided[place];
  if (status !== 'approved' || endedAt === null || !own || own.answererGone || own.reportedAt !== null) return null;
  const isDenied = decided.slice(0, place).some((later) => later.status === 'denied');
  const isReported = decided.some(({ reportedAt }) => reportedAt !== null && reportedAt >= endedAt);
  const until = endedAt + verifiedMinutes * 60_000;
  return now < until && !isDenied && !isReported ? until : null;
}
