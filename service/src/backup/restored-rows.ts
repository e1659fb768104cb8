import { chainStart, linkEntry } from '../audit/chain.ts';
import { toColumns } from '../store/columns.ts';
import type { BackupRow } from '../store/store.ts';
import type { AuditEvent, AuditHead } from '../store/types.ts';

/** What is kept about a chain beside its entries when a backup takes its place. */
export type SignRestored = (head: AuditHead, at: number) => Promise<BackupRow[]>;

/**
 * The rows of a backup as they are restored, and at their end an entry in every tenant's chain that says so: they go into
 * the same transaction.
 */
export async function* restoredRows(rows: AsyncIterable<BackupRow>, { backupAt, at, sign }: { backupAt: string; at: number; sign: SignRestored }): AsyncGenerator<BackupRow> {
  const heads = new Map<string, AuditHead>();
  for await (const row of rows) {
    noteHead(heads, row);
    yield notSentAgain(row, at);
  }
  for (const head of heads.values()) {
    yield* await sign(head, at);
    yield { table: 'audit', row: toColumns(linkEntry(head.hash, head.sequence + 1, { tenantId: head.tenantId, ...restoredEvent(head, backupAt, at) })) };
  }
}

function restoredEvent({ sequence }: AuditHead, backupAt: string, at: number): AuditEvent {
  return { type: 'restored', at, technicianId: null, verificationId: null, details: { backupAt, lastEntry: sequence } };
}

function noteHead(heads: Map<string, AuditHead>, { table, row }: BackupRow): void {
  if (table === 'tenants') heads.set(String(row['id']), { tenantId: String(row['id']), sequence: 0, hash: chainStart });
  if (table !== 'audit') return;
  const head = { tenantId: String(row['tenant_id']), sequence: Number(row['sequence']), hash: String(row['hash']) };
  if (head.sequence > (heads.get(head.tenantId)?.sequence ?? 0)) heads.set(head.tenantId, head);
}

/**
 * What waited when the backup was made has probably left since: a message counts as interrupted, so that no second code leaves for one SEND, and a
 * ticket note as tried, so that it is searched for before it is written.
 */
function notSentAgain({ table, row }: BackupRow, at: number): BackupRow {
  if (row['done_at'] !== null) return { table, row };
  if (table === 'messages' && row['state'] === 'queued') return { table, row: { ...row, state: 'sending', claimed_at: at, claimed_by: 'restored' } };
  if (table === 'ticket_notes') return { table, row: { ...row, attempts: Number(row['attempts']) + 1 } };
  return { table, row };
}
