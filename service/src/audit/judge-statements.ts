import type { Statement } from '../store/types.ts';
import { claimKey, saysTheSame } from './statements.ts';
import type { Claim, Opened } from './statements.ts';

/** What does not stand as it was written: an entry, or (null) something beside the entries. */
export type Problem = { sequence: number | null; text: string };

export type StatementsToJudge = {
  tenantId: string;
  /** As they are kept beside the entries, each with what its signed text turned out to be. */
  kept: AsyncIterable<{ row: Statement; opened: Opened }>;
  /** What was written outside the database about this tenant; undefined: nothing outside is compared. */
  outside: readonly Claim[] | undefined;
  /** The log is a copy of this time: what was written outside later is none of its business. */
  copiedAt?: number;
};

/** What the entries must fit, and what is already known to be wrong. */
export type Vouchers = { bySequence: ReadonlyMap<number, Claim[]>; removals: Claim[]; problems: Problem[]; notes: string[] };

const words = { unreadable: 'is not a signed statement', unknown_key: 'was signed by another key', bad_signature: 'was changed after it was signed, or never signed with this key' } as const;

/** Why a statement does not count, in words that follow its name. */
export function whyRejected(opened: Extract<Opened, { ok: false }>): string {
  return words[opened.why];
}

/** Sorts the statements about one tenant's log into those that count, those that a restored backup made void, and forged ones. */
export async function judgeStatements({ tenantId, kept, outside, copiedAt = Infinity }: StatementsToJudge): Promise<Vouchers> {
  const problems: Problem[] = [];
  const claims = new Map<string, Claim>();
  for await (const { row, opened } of kept) {
    const text = faultOfRow(tenantId, row, opened);
    if (text === undefined && opened.ok) claims.set(claimKey(row), opened.claim);
    else problems.push({ sequence: null, text: `The ${row.kind} that is kept for entry ${row.sequence} ${text}.` });
  }
  const explanations = [...claims.values()].filter(({ kind }) => kind !== 'checkpoint');
  const unbacked = findUnbacked(explanations, outside);
  const restored = explanations.filter((claim) => claim.kind === 'restored' && !unbacked.includes(claim));
  const { missing, newer } = addOutside(claims, outside ?? [], restored, copiedAt);
  const counting = [...claims.values()].filter((claim) => !voidedBy(restored, claim));
  return {
    bySequence: groupBySequence(counting),
    removals: counting.filter(({ kind }) => kind === 'removal'),
    problems: [...problems, ...unbacked.map(describeUnbacked), ...describeMissing(missing)],
    notes: [...restored.flatMap((one) => describeRestored(one, [...claims.values()])), ...(outside ? [] : explanations.map(describeAlone)), ...describeNewer(newer)],
  };
}

function faultOfRow(tenantId: string, row: Statement, opened: Opened): string | undefined {
  if (!opened.ok) return whyRejected(opened);
  return row.tenantId === tenantId && saysTheSame(row, opened.claim) ? undefined : 'says something else than what was signed: it was changed, or put here from elsewhere';
}

/** Removals and restored backups in the log that do not stand outside: whoever has a copy of the key's backup can have them signed elsewhere. */
function findUnbacked(explanations: Claim[], outside: readonly Claim[] | undefined): Claim[] {
  const backed = new Set(outside?.filter(({ kind }) => kind !== 'checkpoint').map(claimKey));
  return outside ? explanations.filter((claim) => !backed.has(claimKey(claim))) : [];
}

function describeUnbacked(claim: Claim): Problem {
  return { sequence: null, text: `The ${nameOf(claim)} is in the log and not outside it: it was made elsewhere and put here, or the checkpoint file does not go back so far (then name one that does: --checkpoints FILE).` };
}

function describeAlone(claim: Claim): string {
  return `The ${nameOf(claim)} is vouched for by nothing outside: whoever writes to the database may have brought it from elsewhere.`;
}

/** Adds what only stands outside. A checkpoint that the database lost through a restored backup is none that somebody removed. */
function addOutside(claims: Map<string, Claim>, outside: readonly Claim[], restored: Claim[], copiedAt: number) {
  const [missing, newer]: [Claim[], Claim[]] = [[], []];
  for (const claim of outside) {
    const key = claimKey(claim);
    if (claims.has(key)) continue;
    if (claim.at > copiedAt) {
      newer.push(claim);
      continue;
    }
    if (!restored.some(({ at }) => at > claim.at)) missing.push(claim);
    claims.set(key, claim);
  }
  return { missing, newer };
}

/** What was signed about entries that a backup restored later does not have. */
function voidedBy(restored: Claim[], claim: Claim): boolean {
  return restored.some((one) => one.at > claim.at && one.sequence < claim.sequence);
}

function groupBySequence(claims: Claim[]): Map<number, Claim[]> {
  const groups = new Map<number, Claim[]>();
  for (const claim of claims) {
    const group = groups.get(claim.sequence);
    if (group) group.push(claim);
    else groups.set(claim.sequence, [claim]);
  }
  return groups;
}

function describeMissing([first, ...more]: Claim[]): Problem[] {
  if (!first) return [];
  const others = more.length > 0 ? ` So are ${more.length} more.` : '';
  return [{ sequence: null, text: `The ${nameOf(first)} was written outside the database and is missing in it: it was deleted there.${others}` }];
}

function describeRestored(restored: Claim, claims: Claim[]): string[] {
  const lost = claims.filter((claim) => voidedBy([restored], claim)).map(({ sequence }) => sequence);
  if (lost.length === 0) return [];
  const last = lost.reduce((most, sequence) => Math.max(most, sequence));
  return [`At ${timeOf(restored.at)} a backup that ends with entry ${restored.sequence} was restored: entries ${restored.sequence + 1} to ${last} of before then are lost.`];
}

function describeNewer(newer: Claim[]): string[] {
  if (newer.length === 0) return [];
  return [newer.length === 1 ? '1 checkpoint outside is newer than this export and was left out.' : `${newer.length} checkpoints outside are newer than this export and were left out.`];
}

/** "checkpoint of 2026-01-01T00:00:00.000Z for entry 5". */
export function nameOf({ kind, at, sequence }: Claim): string {
  return `${kind === 'restored' ? 'restore' : kind} of ${timeOf(at)} for entry ${sequence}`;
}

export function timeOf(at: number): string {
  return new Date(at).toISOString();
}
