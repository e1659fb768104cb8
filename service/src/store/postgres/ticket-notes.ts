import { parseRow } from '../columns.ts';
import { TicketNoteRow } from '../connectwise-rows.ts';
import type { ConnectwiseStore } from '../connectwise-store.ts';
import type { Listeners } from '../listeners.ts';
import type { Database } from './database.ts';

/** Notes to be written on tickets. `origin` names this process. */
export function createTicketNoteCalls(database: Database, listeners: Listeners, origin: string) {
  return {
    claimTicketNote: async (now, leaseMs) => {
      const [row] = await database.rows(claimSql, [now, now + leaseMs]);
      return row && parseRow(TicketNoteRow, row);
    },
    findTicketNote: async (tenantId, id) => {
      const [row] = await database.rows('SELECT * FROM ticket_notes WHERE id = $2 AND tenant_id = $1', [tenantId, id]);
      return row && parseRow(TicketNoteRow, row);
    },
    updateTicketNote: async ({ tenantId, id, state, reason, attempts, nextAt, doneAt }, claimed) => {
      const isWritten = (await database.rows(updateSql, [tenantId, id, state, reason, attempts, nextAt, doneAt, origin, claimed.nextAt])).length === 1;
      if (isWritten) listeners.tell({ tenantId, verificationId: id });
      return isWritten;
    },
  } satisfies Partial<ConnectwiseStore>;
}

const claimSql = `UPDATE ticket_notes SET next_at = $2, attempts = attempts + 1 WHERE id = (
  SELECT n.id FROM ticket_notes n WHERE n.done_at IS NULL AND n.next_at <= $1 ORDER BY n.next_at, n.id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *`;

const updateSql = `WITH done AS (
  UPDATE ticket_notes SET state = $3, reason = $4, attempts = $5, next_at = $6, done_at = $7
  WHERE id = $2 AND tenant_id = $1 AND done_at IS NULL AND next_at = $9 RETURNING tenant_id, id)
  SELECT tell_change($8, to_jsonb(done)) FROM done`;
