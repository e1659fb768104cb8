import { parseRow } from '../columns.ts';
import type { RawRow } from '../columns.ts';
import { AlertRow } from '../rows.ts';
import type { Store } from '../store.ts';
import type { Database } from './database.ts';

/** What the MSP must look at. */
export function createAlertCalls(database: Database) {
  return {
    claimAlert: async (now, leaseMs) => {
      const row = await database.value('claim_alert', 'SELECT claim_alert($1, $2)', [now, now + leaseMs]);
      return row ? parseRow(AlertRow, row as RawRow) : undefined;
    },
    updateAlert: async ({ tenantId, id, attempts, nextAt, doneAt, emailedAt, postedAt }) => {
      const sql = `UPDATE alerts SET attempts = $3, next_at = $4, done_at = $5, emailed_at = $6, posted_at = $7 WHERE id = $2 AND tenant_id = $1 RETURNING id`;
      const rows = await database.rows(sql, [tenantId, id, attempts, nextAt, doneAt, emailedAt, postedAt]);
      if (rows.length !== 1) throw new Error('No such alert.');
    },
    findAlert: async (tenantId, alertId) => {
      const [row] = await database.rows('SELECT * FROM alerts WHERE id = $2 AND tenant_id = $1', [tenantId, alertId]);
      return row && parseRow(AlertRow, row);
    },
    listAlerts: async (tenantId, limit) => {
      const sql = 'SELECT * FROM alerts WHERE tenant_id = $1 AND cleared_at IS NULL ORDER BY at DESC, id LIMIT $2';
      return (await database.rows(sql, [tenantId, limit])).map((row) => parseRow(AlertRow, row));
    },
  } satisfies Partial<Store>;
}
