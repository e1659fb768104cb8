import { parseRow } from '../columns.ts';
import { AuditHeadRow, AuditRow, StatementRow, beforeStatements } from '../rows.ts';
import type { RawRow } from '../columns.ts';
import type { Store } from '../store.ts';
import type { AuditEntry, AuditEvent, Statement } from '../types.ts';
import type { Client, Database } from './database.ts';
import { bodyTail } from './plans.ts';

/** Taken before what the entry tells of is read or written: one writer of a tenant's chain at a time. */
export async function lockChain(client: Client, tenantId: string): Promise<void> {
  await client.query('SELECT lock_chain($1)', [tenantId]);
}

/** Appends to the tenant's chain inside the transaction of what happened. */
export async function append(client: Client, tenantId: string, events: readonly AuditEvent[]): Promise<AuditEntry[]> {
  const tails = JSON.stringify(events.map((event) => bodyTail(tenantId, event)));
  const { rows } = await client.query<{ entries: RawRow[] }>('SELECT append_audit($1, $2::jsonb) AS entries', [tenantId, tails]);
  return (rows[0]?.entries ?? []).map((row) => parseRow(AuditRow, row));
}

/** Chains and what was signed about them. */
export function createAuditCalls(database: Database) {
  return {
    listAudit: async (tenantId, fromSequence, limit) => {
      const rows = await database.rows('SELECT * FROM audit WHERE tenant_id = $1 AND sequence >= $2 ORDER BY sequence LIMIT $3', [tenantId, fromSequence, limit]);
      return rows.map((row) => parseRow(AuditRow, row));
    },
    appendAudit: (tenantId, event) => database.transaction(async (client) => {
      const [entry] = await append(client, tenantId, [event]);
      if (!entry) throw new Error('An entry was not appended.');
      return entry;
    }),
    listAuditHeads: async () => {
      const sql = `SELECT h.* FROM tenants t CROSS JOIN LATERAL (
        SELECT a.tenant_id, a.sequence, a.hash FROM audit a WHERE a.tenant_id = t.id ORDER BY a.sequence DESC LIMIT 1) h ORDER BY h.tenant_id`;
      return (await database.rows(sql)).map((row) => parseRow(AuditHeadRow, row));
    },
    addStatement: (statement) => database.transaction((client) => addStatement(client, statement)),
    listStatements: async (tenantId, limit, { at, sequence, signed } = beforeStatements) => {
      const sql = 'SELECT * FROM statements WHERE tenant_id = $1 AND (at, sequence, signed) > ($2, $3, $4) ORDER BY at, sequence, signed LIMIT $5';
      return (await database.rows(sql, [tenantId, at, sequence, signed, limit])).map((row) => parseRow(StatementRow, row));
    },
    findNewestStatement: async (tenantId) => {
      const [row] = await database.rows('SELECT * FROM statements WHERE tenant_id = $1 ORDER BY at DESC, sequence DESC LIMIT 1', [tenantId]);
      return row && parseRow(StatementRow, row);
    },
    listExplanations: async (tenantId) => {
      const rows = await database.rows("SELECT * FROM statements WHERE tenant_id = $1 AND kind <> 'checkpoint' ORDER BY at", [tenantId]);
      return rows.map((row) => parseRow(StatementRow, row));
    },
    removeAudit: (removal, event) => database.transaction(async (client) => {
      await append(client, removal.tenantId, [event]);
      await addStatement(client, removal);
      const { rowCount } = await client.query('DELETE FROM audit WHERE tenant_id = $1 AND sequence <= $2', [removal.tenantId, removal.sequence]);
      return rowCount ?? 0;
    }),
  } satisfies Partial<Store>;
}

async function addStatement(client: Client, { tenantId, kind, sequence, hash, at, signed }: Statement): Promise<void> {
  await client.query(
    'INSERT INTO statements (tenant_id, kind, sequence, hash, at, signed) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, signed) DO NOTHING',
    [tenantId, kind, sequence, hash, at, signed],
  );
}
