import { longestVerifiedMinutes } from '#contract/numbers';
import { parseRow } from '../columns.ts';
import { DecidedRowSchema } from '../rows.ts';
import type { DecidedKey } from '../store.ts';
import type { DecidedRow } from '../types.ts';
import type { Connection } from './connection.ts';

/** See `Store.listDecided`. Runs inside its caller's transaction. */
export function listDecided(connection: Connection, tenantId: string, { ticketHost, ticketNumber, accountIds, now }: DecidedKey): DecidedRow[] {
  const sql = `SELECT * FROM (
    SELECT v.*, (SELECT max(a.at) FROM alerts a WHERE a.verification_id = v.id AND a.tenant_id = v.tenant_id) AS reported_at,
      v.answered_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM phones p WHERE p.id = v.answered_by AND p.account_id = v.account_id AND p.removed_at IS NULL) AS answerer_gone
    FROM verifications v WHERE v.ticket_number = :ticketNumber AND v.ticket_host = :ticketHost AND v.ended_at > :since
      AND v.tenant_id = :tenantId AND v.account_id IN (SELECT value FROM json_each(:accountIds)))
    WHERE status IN ('approved', 'denied') OR reported_at IS NOT NULL ORDER BY ended_at DESC, id`;
  const since = now - longestVerifiedMinutes * 60_000;
  return connection.all(sql, { tenantId, ticketHost, ticketNumber, accountIds: JSON.stringify(accountIds), since }).map((row) => parseRow(DecidedRowSchema, row));
}
