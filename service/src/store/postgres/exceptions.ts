import { parseRow, toColumns } from '../columns.ts';
import type { RawRow } from '../columns.ts';
import { ExceptionRowSchema } from '../connectwise-rows.ts';
import type { ConnectwiseStore, ExceptionRow } from '../connectwise-store.ts';
import { append, lockChain } from './audit.ts';
import type { Client, Database } from './database.ts';
import { bodyTail } from './plans.ts';

const findSql = 'SELECT * FROM exceptions WHERE id = $2 AND tenant_id = $1';

/** Wishes to go on in spite of doubts. */
export function createExceptionCalls(database: Database) {
  return {
    addException: async (row, audit) => {
      await database.value('add_exception', 'SELECT add_exception($1::jsonb, $2)', [JSON.stringify(toColumns(row)), bodyTail(row.tenantId, audit)]);
    },
    findException: async (tenantId, id) => {
      const [row] = await database.rows(findSql, [tenantId, id]);
      return row && parseRow(ExceptionRowSchema, row);
    },
    changeException: (tenantId, id, decide) => database.transaction(async (client) => {
      await lockChain(client, tenantId);
      const { rows: [row] } = await client.query<RawRow>(findSql, [tenantId, id]);
      if (!row) return undefined;
      const plan = decide(parseRow(ExceptionRowSchema, row));
      if (plan.row) await update(client, tenantId, id, plan.row);
      if (plan.audit.length > 0) await append(client, tenantId, plan.audit);
      return plan.result;
    }),
  } satisfies Partial<ConnectwiseStore>;
}

async function update(client: Client, tenantId: string, id: string, { state, secondId, secondName, decidedAt }: ExceptionRow): Promise<void> {
  const sql = `UPDATE exceptions SET state = $3, second_id = $4, second_name = $5, decided_at = $6 WHERE id = $2 AND tenant_id = $1 AND state = 'asked'`;
  const { rowCount } = await client.query(sql, [tenantId, id, state, secondId, secondName, decidedAt]);
  if (rowCount !== 1) throw new Error('An exception that was decided stays as it is.');
}
