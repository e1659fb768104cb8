import { parseRow } from '../columns.ts';
import type { RawRow } from '../columns.ts';
import { PushStateRow } from '../rows.ts';
import type { PushState } from '../types.ts';

/** An account that never got a push has no row. */
export function parsePushState(row: RawRow | null, accountId: string): PushState {
  return row ? parseRow(PushStateRow, row) : { accountId, unanswered: [], denials: [], blockedAt: null, blockedBecause: null };
}
