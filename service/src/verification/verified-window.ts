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
  const row = decided.find((one) => one.pageHash === hash && one.status === 'approved');
  const until = row ? untilOf(row, { ...window, decided }) : null;
  if (!row || row.endedAt === null || until === null) return null;
  const { id, endedAt, method, codeCheck, action, technicianName, assurance } = row;
  return { id, at: endedAt, until, method, check: codeCheck, action, technicianName, assurance };
}

/**
 * Until when `row` counts by the policy of now; null where it is no success, its time is over, the person said that it was not
 * them, or somebody said no after it.
 */
export async function readVerifiedUntil(store: Store, row: VerificationRow, now: number): Promise<number | null> {
  if (row.status !== 'approved') return null;
  const { tenantId, customerId, accountId, ticketHost, ticketNumber } = row;
  const [decided, tenantPolicy, customerPolicy] = await Promise.all([
    store.listDecided(tenantId, { ticketHost, ticketNumber, accountIds: [accountId], now }),
    store.readPolicy(tenantId, null),
    store.readPolicy(tenantId, customerId),
  ]);
  return untilOf(row, { decided, verifiedMinutes: effectivePolicy(tenantPolicy, customerPolicy).verifiedMinutes, now });
}

/** `decided` holds those of the row's own account only. */
function untilOf({ id, status, endedAt }: VerificationRow, { decided, verifiedMinutes, now }: Window): number | null {
  if (status !== 'approved' || endedAt === null) return null;
  const until = endedAt + verifiedMinutes * 60_000;
  const since = decided.slice(0, decided.findIndex((row) => row.id === id) + 1);
  return now < until && since.length > 0 && since.every((row) => row.status === 'approved' && !row.reported) ? until : null;
}
