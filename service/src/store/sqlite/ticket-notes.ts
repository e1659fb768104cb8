import { insertSql, parseRow, toColumns } from '../columns.ts';
import { TicketNoteRow } from '../connectwise-rows.ts';
import type { TicketNote } from '../connectwise-store.ts';
import type { Connection } from './connection.ts';

/** Notes to be written on tickets. Every function runs inside its caller's transaction. */

const insertNoteSql = insertSql('ticket_notes', TicketNoteRow);

export function insertTicketNote(connection: Connection, note: TicketNote): void {
  connection.run(insertNoteSql, toColumns(note));
}

export function claimTicketNote(connection: Connection, now: number, leaseMs: number): TicketNote | undefined {
  const row = connection.get(
    `UPDATE ticket_notes SET next_at = :next, attempts = attempts + 1 WHERE id = (
       SELECT id FROM ticket_notes WHERE done_at IS NULL AND next_at <= :now ORDER BY next_at, id LIMIT 1)
     RETURNING *`,
    { now, next: now + leaseMs },
  );
  return row && parseRow(TicketNoteRow, row);
}

export function findTicketNote(connection: Connection, tenantId: string, id: string): TicketNote | undefined {
  const row = connection.get('SELECT * FROM ticket_notes WHERE id = :id AND tenant_id = :tenantId', { tenantId, id });
  return row && parseRow(TicketNoteRow, row);
}

export function updateTicketNote(connection: Connection, { tenantId, id, state, reason, attempts, nextAt, doneAt }: TicketNote, claimed: TicketNote): boolean {
  const sql = `UPDATE ticket_notes SET state = :state, reason = :reason, attempts = :attempts, next_at = :nextAt, done_at = :doneAt
    WHERE id = :id AND tenant_id = :tenantId AND done_at IS NULL AND next_at = :claimedUntil`;
  return connection.run(sql, { tenantId, id, state, reason, attempts, nextAt, doneAt, claimedUntil: claimed.nextAt }) === 1;
}
