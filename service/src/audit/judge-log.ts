import { judgeEntries } from './judge-entries.ts';
import type { EntriesToJudge } from './judge-entries.ts';
import { judgeStatements, timeOf } from './judge-statements.ts';
import type { Problem, StatementsToJudge } from './judge-statements.ts';

export type LogToJudge = StatementsToJudge & Pick<EntriesToJudge, 'entries'>;
/** Sound only without a problem. `notes` are true and no reason for alarm. */
export type LogJudged = { problems: Problem[]; notes: string[] };

/** Judges one tenant's whole log: every entry, every statement about it, and what was written outside the database. */
export async function judgeLog(log: LogToJudge): Promise<LogJudged> {
  const vouchers = await judgeStatements(log);
  const { fault, last, vouchedBy } = await judgeEntries({ tenantId: log.tenantId, entries: log.entries, vouchers });
  const problems: Problem[] = fault ? [fault, ...vouchers.problems] : vouchers.problems;
  if (fault) return { problems, notes: vouchers.notes };
  if (!vouchedBy) {
    const text = last.sequence === 0 ? 'There are no entries, and nothing vouches for that.' : `Nothing vouches for this log: entries up to ${last.sequence} are linked, but no checkpoint names one of them. Anybody could have written them anew. The running service makes a checkpoint every minute; audit checkpoint makes one now.`;
    return { problems: [...problems, { sequence: null, text }], notes: vouchers.notes };
  }
  return { problems, notes: [...vouchers.notes, `Entries up to ${vouchedBy.sequence} are vouched for.`, ...describeRest(last.sequence - vouchedBy.sequence, vouchedBy.at)] };
}

function describeRest(entries: number, since: number): string[] {
  if (entries === 0) return [];
  return [`${entries === 1 ? '1 entry' : `${entries} entries`} since the last checkpoint of ${timeOf(since)} ${entries === 1 ? 'is' : 'are'} linked, but not vouched for yet.`];
}
