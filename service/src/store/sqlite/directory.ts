import { randomUUID } from 'node:crypto';
import { nameKey } from '../../lib/name-key.ts';
import { parseRow, toColumns } from '../columns.ts';
import type { Parameters } from '../columns.ts';
import { AccountRow, CustomerRow, PolicyColumn, TenantRow } from '../rows.ts';
import type { AccountPlan, AddedAccount, NewAccount } from '../store.ts';
import type { Account, AuditEvent, Customer, Policy, Tenant } from '../types.ts';
import { appendAudit } from './audit.ts';
import type { Connection } from './connection.ts';
import { insertNotice } from './outbox.ts';

/** Tenants, customers, accounts, policies. Every function runs inside its caller's transaction. */

export const accountSql = 'SELECT a.*, c.name AS customer_name FROM accounts a JOIN customers c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id';

export function addTenant(connection: Connection, name: string): Tenant {
  const tenant = { id: randomUUID(), name };
  connection.run('INSERT INTO tenants (id, name) VALUES (:id, :name)', tenant);
  return tenant;
}

export function listTenants(connection: Connection): Tenant[] {
  return connection.all('SELECT * FROM tenants ORDER BY name, id').map((row) => parseRow(TenantRow, row));
}

export function listCustomers(connection: Connection, tenantId: string): Customer[] {
  return connection.all('SELECT * FROM customers WHERE tenant_id = :tenantId ORDER BY name_key', { tenantId }).map((row) => parseRow(CustomerRow, row));
}

export function readPolicy(connection: Connection, tenantId: string, customerId: string | null): Policy {
  const row = connection.get('SELECT policy FROM policies WHERE tenant_id = :tenantId AND customer_id = :customerId', { tenantId, customerId: customerId ?? '' });
  return row ? PolicyColumn.parse(row['policy']) : {};
}

export function writePolicy(connection: Connection, tenantId: string, customerId: string | null, policy: Policy, audit: AuditEvent): void {
  if (customerId !== null && !listCustomers(connection, tenantId).some((customer) => customer.id === customerId)) throw new Error('No such customer.');
  connection.run(
    `INSERT INTO policies (tenant_id, customer_id, policy) VALUES (:tenantId, :customerId, :policy)
     ON CONFLICT (tenant_id, customer_id) DO UPDATE SET policy = excluded.policy`,
    { tenantId, customerId: customerId ?? '', policy: JSON.stringify(policy) },
  );
  appendAudit(connection, tenantId, audit);
}

export function addAccount(connection: Connection, tenantId: string, account: NewAccount, audit: AuditEvent): AddedAccount {
  const email = account.email.trim().toLowerCase();
  const customer = findCustomer(connection, tenantId, account.customerName) ?? addCustomer(connection, tenantId, account.customerName);
  const known = findMeant(connection, { tenantId, email, contactId: null }).find((one) => one.customerId === customer.id);
  if (known) return known.name === account.name && known.mobile === account.mobile ? 'unchanged' : 'differs';
  const { id: customerId, name: customerName } = customer;
  insertAccount(connection, { id: randomUUID(), tenantId, customerId, customerName, name: account.name, email, mobile: account.mobile, emailChangedAt: null, mobileChangedAt: null, contactId: null });
  appendAudit(connection, tenantId, audit);
  return 'added';
}

export function findCustomer(connection: Connection, tenantId: string, name: string): Customer | undefined {
  const row = connection.get('SELECT * FROM customers WHERE tenant_id = :tenantId AND name_key = :key', { tenantId, key: nameKey(name) });
  return row && parseRow(CustomerRow, row);
}

export function addCustomer(connection: Connection, tenantId: string, name: string): Customer {
  const customer = { id: randomUUID(), tenantId, name: name.trim().replace(/\s+/g, ' ') };
  connection.run('INSERT INTO customers (id, tenant_id, name, name_key) VALUES (:id, :tenantId, :name, :key)', { ...customer, key: nameKey(name) });
  return { ...customer, companyId: null };
}

/** The company of ConnectWise that a customer is mapped to. */
export function readCompanyId(connection: Connection, tenantId: string, id: string): number | null {
  return parseRow(CustomerRow, connection.get('SELECT * FROM customers WHERE tenant_id = :tenantId AND id = :id', { tenantId, id }) ?? {}).companyId;
}

/** Accounts with exactly this address, over all customers of the tenant, and the one that is matched to the contact. */
export function findMeant(connection: Connection, { tenantId, email, contactId }: { tenantId: string; email: string; contactId: number | null }): Account[] {
  const sql = `${accountSql} WHERE a.id IN (
    SELECT id FROM accounts WHERE tenant_id = :tenantId AND email = :email UNION SELECT id FROM accounts WHERE contact_id = :contactId AND tenant_id = :tenantId) ORDER BY c.name_key`;
  return connection.all(sql, { tenantId, contactId, email: email.trim().toLowerCase() }).map((row) => parseRow(AccountRow, row));
}

export function findAccount(connection: Connection, tenantId: string, id: string): Account | undefined {
  const row = connection.get(`${accountSql} WHERE a.tenant_id = :tenantId AND a.id = :id`, { tenantId, id });
  return row && parseRow(AccountRow, row);
}

export function readAccount(connection: Connection, tenantId: string, id: string): Account {
  const account = findAccount(connection, tenantId, id);
  if (!account) throw new Error('A verification without its account.');
  return account;
}

export function listAccounts(connection: Connection, tenantId: string, { customerId = null, email = null }: { customerId?: string | null; email?: string | null }, afterId: string, limit: number): Account[] {
  const sql = `${accountSql} WHERE a.tenant_id = :tenantId AND a.id > :afterId AND (:customerId IS NULL OR a.customer_id = :customerId)
    AND (:email IS NULL OR a.email = :email) ORDER BY a.id LIMIT :limit`;
  return connection.all(sql, { tenantId, customerId, email, afterId, limit }).map((row) => parseRow(AccountRow, row));
}

export function changeAccount<T>(connection: Connection, tenantId: string, id: string, decide: (account: Account) => AccountPlan<T>): T | undefined {
  const account = findAccount(connection, tenantId, id);
  if (!account) return undefined;
  const plan = decide(account);
  if (plan.account) updateAccount(connection, { ...plan.account, id, tenantId, customerId: account.customerId });
  for (const notice of plan.notices) insertNotice(connection, notice);
  for (const event of plan.audit) appendAudit(connection, tenantId, event);
  return plan.result;
}

/** False: the tenant has no such account of this customer. */
export function updateAccount(connection: Connection, account: Account): boolean {
  return connection.run(updateAccountSql, accountColumns(account)) === 1;
}

export function insertAccount(connection: Connection, account: Account): void {
  connection.run(insertAccountSql, accountColumns(account));
}

const updateAccountSql = `UPDATE accounts SET name = :name, name_key = :name_key, email = :email, mobile = :mobile, email_changed_at = :email_changed_at, mobile_changed_at = :mobile_changed_at,
  contact_id = :contact_id WHERE id = :id AND tenant_id = :tenant_id AND customer_id = :customer_id`;
const insertAccountSql = `INSERT INTO accounts (id, tenant_id, customer_id, name, name_key, email, mobile, email_changed_at, mobile_changed_at, contact_id)
  VALUES (:id, :tenant_id, :customer_id, :name, :name_key, :email, :mobile, :email_changed_at, :mobile_changed_at, :contact_id)`;

function accountColumns({ id, tenantId, customerId, name, email, mobile, emailChangedAt, mobileChangedAt, contactId }: Account): Parameters {
  return toColumns({ id, tenantId, customerId, name, nameKey: nameKey(name), email, mobile, emailChangedAt, mobileChangedAt, contactId });
}
