import { randomUUID } from 'node:crypto';
import { nameKey } from '../../lib/name-key.ts';
import { parseRow, toColumns } from '../columns.ts';
import type { Parameters } from '../columns.ts';
import { AccountRow, CustomerRow, PolicyColumn, TenantRow, WrongCodesRow } from '../rows.ts';
import type { AddedAccount, Store } from '../store.ts';
import type { Account, Policy } from '../types.ts';
import { append, lockChain } from './audit.ts';
import type { Client, Database } from './database.ts';
import { insertNotice } from './outbox.ts';
import { bodyTail } from './plans.ts';

export const accountSql = 'SELECT a.*, c.name AS customer_name FROM accounts a JOIN customers c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id';

/** Tenants, customers, accounts, policies. */
export function createDirectoryCalls(database: Database) {
  return {
    addTenant: async (name) => {
      const tenant = { id: randomUUID(), name };
      await database.rows('INSERT INTO tenants (id, name) VALUES ($1, $2)', [tenant.id, name]);
      return tenant;
    },
    listTenants: async () => (await database.rows('SELECT id, name FROM tenants ORDER BY name, id')).map((row) => parseRow(TenantRow, row)),
    listCustomers: async (tenantId) => {
      const rows = await database.rows('SELECT id, tenant_id, name, company_id FROM customers WHERE tenant_id = $1 ORDER BY name_key', [tenantId]);
      return rows.map((row) => parseRow(CustomerRow, row));
    },
    readPolicy: (tenantId, customerId) => readPolicy(database, tenantId, customerId),
    writePolicy: (tenantId, customerId, policy, audit) => database.transaction(async (client) => {
      await lockChain(client, tenantId);
      await writePolicy(client, tenantId, customerId, policy);
      await append(client, tenantId, [audit]);
    }),
    addAccount: async (tenantId, account, audit) => {
      const { customerName, name, mobile } = account;
      const row = {
        id: randomUUID(), name, name_key: nameKey(name), mobile, email: account.email.trim().toLowerCase(),
        customer_id: randomUUID(), customer_name: tidyName(customerName), customer_key: nameKey(customerName),
      };
      return (await database.value('add_account', 'SELECT add_account($1, $2::jsonb, $3)', [tenantId, row, bodyTail(tenantId, audit)])) as AddedAccount;
    },
    listAccounts: async (tenantId, { customerId = null, email = null }, afterId, limit) => {
      const sql = `${accountSql} WHERE a.tenant_id = $1 AND a.id > $2 AND ($3::text IS NULL OR a.customer_id = $3) AND ($4::text IS NULL OR a.email = $4) ORDER BY a.id LIMIT $5`;
      return (await database.rows(sql, [tenantId, afterId, customerId, email, limit])).map((row) => parseRow(AccountRow, row));
    },
    findAccount: async (tenantId, accountId) => {
      const [row] = await database.rows(`${accountSql} WHERE a.tenant_id = $1 AND a.id = $2`, [tenantId, accountId]);
      return row && parseRow(AccountRow, row);
    },
    changeAccount: (tenantId, accountId, decide) => database.transaction(async (client) => {
      await lockChain(client, tenantId);
      const { rows: [row] } = await client.query<Record<string, unknown>>(`${accountSql} WHERE a.tenant_id = $1 AND a.id = $2 FOR UPDATE OF a`, [tenantId, accountId]);
      if (!row) return undefined;
      const account = parseRow(AccountRow, row);
      const { customerId } = account;
      const plan = decide(account);
      if (plan.account) await client.query('SELECT write_account($1::jsonb)', [JSON.stringify(accountColumns({ ...plan.account, id: accountId, tenantId, customerId }))]);
      for (const notice of plan.notices) await insertNotice(client, notice);
      await append(client, tenantId, plan.audit);
      return plan.result;
    }),
    listWrongCodes: async (tenantId, accountId) => {
      const rows = await database.rows('SELECT account_id, method, count, last_at FROM wrong_codes WHERE tenant_id = $1 AND account_id = $2 ORDER BY method', [tenantId, accountId]);
      return rows.map((row) => parseRow(WrongCodesRow, row));
    },
    clearWrongCodes: (tenantId, accountId, method, audit) => database.transaction(async (client) => {
      await lockChain(client, tenantId);
      const sql = 'DELETE FROM wrong_codes WHERE tenant_id = $1 AND account_id = $2 AND method = $3 AND count > 0';
      const { rowCount } = await client.query(sql, [tenantId, accountId, method]);
      if (rowCount === 0) return false;
      await append(client, tenantId, [audit]);
      return true;
    }),
  } satisfies Partial<Store>;
}

async function readPolicy(database: Database, tenantId: string, customerId: string | null): Promise<Policy> {
  const [row] = await database.rows('SELECT policy FROM policies WHERE tenant_id = $1 AND customer_id = $2', [tenantId, customerId ?? '']);
  return row ? PolicyColumn.parse(row['policy']) : {};
}

async function writePolicy(client: Client, tenantId: string, customerId: string | null, policy: Policy): Promise<void> {
  const known = customerId === null ? 1 : (await client.query('SELECT 1 FROM customers WHERE tenant_id = $1 AND id = $2', [tenantId, customerId])).rowCount;
  if (known !== 1) throw new Error('No such customer.');
  await client.query(
    'INSERT INTO policies (tenant_id, customer_id, policy) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, customer_id) DO UPDATE SET policy = excluded.policy',
    [tenantId, customerId ?? '', JSON.stringify(policy)],
  );
}

/** What write_account takes. */
export function accountColumns(account: Account): Parameters {
  return { ...toColumns(account), name_key: nameKey(account.name) };
}

/** A customer's name without needless spaces. */
export function tidyName(name: string): string {
  return name.trim().replace(/\s+/g, ' ');
}
