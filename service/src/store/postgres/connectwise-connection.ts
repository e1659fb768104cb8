import { parseRow, toColumns } from '../columns.ts';
import { ConnectionRow } from '../connectwise-rows.ts';
import type { Connection, ConnectwiseStore } from '../connectwise-store.ts';
import { append, lockChain } from './audit.ts';
import type { Client, Database } from './database.ts';

const findSql = 'SELECT * FROM connections WHERE tenant_id = $1';

/** How ConnectWise is reached. */
export function createConnectionCalls(database: Database) {
  return {
    findConnection: async (tenantId) => {
      const [row] = await database.rows(findSql, [tenantId]);
      return row && parseRow(ConnectionRow, row);
    },
    writeConnection: (tenantId, next, audit) => database.transaction(async (client) => {
      if (next && next.tenantId !== tenantId) throw new Error('A connection must stay within its tenant.');
      await lockChain(client, tenantId);
      await replace(client, tenantId, next);
      await append(client, tenantId, [audit]);
    }),
    updateConnection: async (next, roundAt = next.roundAt) => {
      const { tenantId, createdAt, codebase, roundKind, counts, cursor, syncedTo, nextSyncAt, syncProblem } = next;
      const sql = `UPDATE connections SET codebase = $3, cursor = $4, synced_to = $5, next_sync_at = $6, sync_problem = $7, round_kind = $8, round_at = $9, counts = $10
        WHERE tenant_id = $1 AND created_at = $2 AND round_at IS NOT DISTINCT FROM $11 RETURNING tenant_id`;
      return (await database.rows(sql, [tenantId, createdAt, codebase, cursor, syncedTo, nextSyncAt, syncProblem, roundKind, next.roundAt, JSON.stringify(counts), roundAt])).length === 1;
    },
    claimSync: async (now, leaseMs) => {
      const [row] = await database.rows(claimSql, [now, now + leaseMs]);
      return row && parseRow(ConnectionRow, row);
    },
  } satisfies Partial<ConnectwiseStore>;
}

const claimSql = `UPDATE connections SET next_sync_at = $2 WHERE tenant_id = (
  SELECT c.tenant_id FROM connections c WHERE c.next_sync_at <= $1 ORDER BY c.next_sync_at, c.tenant_id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *`;

async function replace(client: Client, tenantId: string, next: Connection | null): Promise<void> {
  const { rows: [row] } = await client.query<Record<string, unknown>>(`${findSql} FOR UPDATE`, [tenantId]);
  const known = row && parseRow(ConnectionRow, row);
  if (known && (known.site !== next?.site || known.companyId !== next.companyId)) await forgetNumbers(client, tenantId);
  await client.query('DELETE FROM connections WHERE tenant_id = $1', [tenantId]);
  if (next) await client.query('INSERT INTO connections SELECT * FROM jsonb_populate_record(NULL::connections, $1::jsonb)', [JSON.stringify(toColumns(next))]);
}

/** Another site counts its companies and contacts for itself. */
async function forgetNumbers(client: Client, tenantId: string): Promise<void> {
  await client.query('UPDATE customers SET company_id = NULL WHERE tenant_id = $1 AND company_id IS NOT NULL', [tenantId]);
  await client.query('UPDATE accounts SET contact_id = NULL WHERE tenant_id = $1 AND contact_id IS NOT NULL', [tenantId]);
  await client.query('DELETE FROM proposals WHERE tenant_id = $1 AND decided_at IS NULL', [tenantId]);
}
