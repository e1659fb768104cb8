import type { AuditEntry } from '../store/types.ts';
import { chainStart, faultOf } from './chain.ts';
import type { Fault, Link } from './chain.ts';
import type { Vouchers } from './judge-statements.ts';
import { nameOf } from './judge-statements.ts';
import type { Claim } from './statements.ts';

export type EntriesToJudge = {
  tenantId: string;
  entries: AsyncIterable<AuditEntry>;
  vouchers: Pick<Vouchers, 'bySequence' | 'removals'>;
  /** Only a part is judged: the entry before it. Then what is vouched for beyond its end is no fault. */
  after?: Link;
};

/** The first entry that is wrong, and the statement that vouches for the last entry that any vouches for. */
export type EntriesJudged = { fault: Fault | undefined; last: Link; vouchedBy: Claim | undefined };

/** Follows a tenant's chain from its beginning, or from the newest removal, and compares it with every statement on the way. */
export async function judgeEntries({ tenantId, entries, vouchers, after }: EntriesToJudge): Promise<EntriesJudged> {
  const found: EntriesJudged = { fault: undefined, last: after ?? { tenantId, sequence: 0, hash: chainStart }, vouchedBy: undefined };
  let begun = after !== undefined;
  for await (const entry of entries) {
    if (!begun) found.last = startBefore(entry, vouchers.removals) ?? found.last;
    found.fault = (begun ? undefined : contradicted(found.last, vouchers)) ?? faultOf(found.last, entry) ?? contradicted(entry, vouchers, found.vouchedBy);
    begun = true;
    if (found.fault) return found;
    found.last = entry;
    found.vouchedBy = vouchers.bySequence.get(entry.sequence)?.[0] ?? found.vouchedBy;
  }
  if (after === undefined) found.fault = cutTail(found.last, vouchers);
  return found;
}

/** Where a log that does not begin with entry 1 may begin: after the last entry that retention removed. */
function startBefore(entry: AuditEntry, removals: Claim[]): Link | undefined {
  const wanted = entry.sequence - 1;
  if (wanted === 0) return undefined;
  const newest = removals.toSorted((one, other) => other.sequence - one.sequence);
  return newest.find(({ sequence }) => sequence === wanted) ?? newest[0];
}

function contradicted({ sequence, hash }: Link, { bySequence }: EntriesToJudge['vouchers'], vouchedBy?: Claim): Fault | undefined {
  const other = bySequence.get(sequence)?.find((claim) => claim.hash !== hash);
  if (!other) return undefined;
  const since = vouchedBy ? ` after entry ${vouchedBy.sequence}` : '';
  return { sequence, text: `it has another hash than the one signed in the ${nameOf(other)}. The log was rewritten somewhere${since} up to here, and its hashes computed anew.` };
}

function cutTail(last: Link, { bySequence }: EntriesToJudge['vouchers']): Fault | undefined {
  let furthest: Claim | undefined;
  for (const [claim] of bySequence.values()) if (claim && claim.sequence > (furthest?.sequence ?? last.sequence)) furthest = claim;
  if (!furthest) return undefined;
  const end = last.sequence === 0 ? 'the log is empty' : `the log ends with entry ${last.sequence}`;
  return { sequence: last.sequence + 1, text: `it is missing: ${end}, and there is a signed ${nameOf(furthest)}. Its end was cut off.` };
}
