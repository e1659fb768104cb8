import { nameKey } from '../../lib/name-key.ts';
import { insertSql, parseRow, toColumns } from '../columns.ts';
import type { RawRow } from '../columns.ts';
import { ProposalRow } from '../connectwise-rows.ts';
import type { ContactFacts, ContactPlan, Proposal, ReadContact } from '../connectwise-store.ts';
import { requireSoundContact } from '../plan-checks.ts';
import { AccountRow, CustomerRow } from '../rows.ts';
import type { Account, AuditEvent } from '../types.ts';
import { appendAudit } from './audit.ts';
import type { Connection } from './connection.ts';
import { accountSql, addCustomer, findAccount, findCustomer, insertAccount, updateAccount } from './directory.ts';
import { insertNotice } from './outbox.ts';

/** Companies and contacts of ConnectWise beside customers and accounts. Every function runs inside its caller's transaction. */

const insertProposalSql = insertSql('proposals', ProposalRow);
const openSql = 'SELECT * FROM proposals WHERE contact_id = :contactId AND tenant_id = :tenantId AND decided_at IS NULL';
const refusedSql = 'SELECT * FROM proposals WHERE contact_id = :contactId AND tenant_id = :tenantId AND is_accepted = 0 ORDER BY decided_at DESC LIMIT 1';

export function mapCompany(connection: Connection, tenantId: string, customerId: string, companyId: number | null, audit: AuditEvent): void {
  const sql = 'UPDATE customers SET company_id = :companyId WHERE id = :customerId AND tenant_id = :tenantId';
  if (connection.run(sql, { tenantId, customerId, companyId }) !== 1) throw new Error('No such customer.');
  connection.run('DELETE FROM proposals WHERE customer_id = :customerId AND tenant_id = :tenantId AND decided_at IS NULL', { tenantId, customerId });
  appendAudit(connection, tenantId, audit);
}

export function ensureCustomer(connection: Connection, tenantId: string, name: string): string {
  return (findCustomer(connection, tenantId, name) ?? addCustomer(connection, tenantId, name)).id;
}

export function matchAccount(connection: Connection, tenantId: string, accountId: string, contactId: number | null, audit: AuditEvent): boolean {
  const sql = 'UPDATE accounts SET contact_id = :contactId WHERE id = :accountId AND tenant_id = :tenantId';
  if (connection.run(sql, { tenantId, accountId, contactId }) !== 1) return false;
  appendAudit(connection, tenantId, audit);
  return true;
}

export function placeContact<T>(connection: Connection, tenantId: string, customerId: string, contact: ReadContact, decide: (facts: ContactFacts) => ContactPlan<T>): T {
  const customer = connection.get('SELECT * FROM customers WHERE id = :customerId AND tenant_id = :tenantId', { tenantId, customerId });
  if (!customer) throw new Error('No such customer.');
  const facts = { companyId: parseRow(CustomerRow, customer).companyId, ...readFacts(connection, tenantId, customerId, contact) };
  const plan = decide(facts);
  const { contactId } = contact;
  requireSoundContact(plan, { tenantId, customerId, contactId, known: [facts.matched, facts.byEmail, ...facts.byName] });
  return writePlan(connection, tenantId, contactId, plan);
}

function readFacts(connection: Connection, tenantId: string, customerId: string, { contactId, name, email }: ReadContact): Omit<ContactFacts, 'companyId'> {
  makeNameKeys(connection, tenantId, customerId);
  const find = (where: string, by: Record<string, string | number>) => connection.all(`${accountSql} WHERE ${where}`, { tenantId, ...by }).map((row) => parseRow(AccountRow, row));
  const [matched] = find('a.contact_id = :contactId AND a.tenant_id = :tenantId', { contactId });
  const [byEmail] = email === null ? [] : find('a.email = :email AND a.customer_id = :customerId AND a.tenant_id = :tenantId', { customerId, email: email.trim().toLowerCase() });
  const byName = find('a.name_key = :key AND a.customer_id = :customerId AND a.contact_id IS NULL AND a.tenant_id = :tenantId LIMIT 10', { customerId, key: nameKey(name) });
  return { matched, byEmail, byName, open: parse(connection.get(openSql, { tenantId, contactId })), refused: parse(connection.get(refusedSql, { tenantId, contactId })) };
}

/** Of accounts from before names were looked for. */
function makeNameKeys(connection: Connection, tenantId: string, customerId: string): void {
  const sql = 'SELECT id, name FROM accounts WHERE name_key IS NULL AND customer_id = :customerId AND contact_id IS NULL AND tenant_id = :tenantId';
  for (const { id, name } of connection.all(sql, { tenantId, customerId })) {
    connection.run('UPDATE accounts SET name_key = :key WHERE id = :id', { id: String(id), key: nameKey(String(name)) });
  }
}

export function listMatched(connection: Connection, tenantId: string, { after, upTo }: { after: number; upTo: number }, limit: number): Account[] {
  const sql = `${accountSql} WHERE a.contact_id > :after AND a.contact_id <= :upTo AND a.tenant_id = :tenantId ORDER BY a.contact_id LIMIT :limit`;
  return connection.all(sql, { tenantId, after, upTo, limit }).map((row) => parseRow(AccountRow, row));
}

export function listProposals(connection: Connection, tenantId: string, afterId: string, limit: number): Proposal[] {
  const sql = 'SELECT * FROM proposals WHERE tenant_id = :tenantId AND id > :afterId AND decided_at IS NULL ORDER BY id LIMIT :limit';
  return connection.all(sql, { tenantId, afterId, limit }).map((row) => parseRow(ProposalRow, row));
}

export function decideProposal<T>(connection: Connection, tenantId: string, id: string, decide: (proposal: Proposal, account: Account | undefined) => ContactPlan<T>): T | undefined {
  const proposal = parse(connection.get('SELECT * FROM proposals WHERE id = :id AND tenant_id = :tenantId AND decided_at IS NULL', { tenantId, id }));
  if (!proposal) return undefined;
  const { contactId, customerId, accountId } = proposal;
  const account = accountId === null ? undefined : findAccount(connection, tenantId, accountId);
  const plan = decide(proposal, account);
  requireSoundContact(plan, { tenantId, customerId, contactId, known: [account] });
  return writePlan(connection, tenantId, contactId, plan);
}

function writePlan<T>(connection: Connection, tenantId: string, contactId: number, { result, account, proposal, dropProposal, notices = [], audit }: ContactPlan<T>): T {
  if (account && !updateAccount(connection, account)) insertAccount(connection, account);
  if (proposal ?? dropProposal) connection.run('DELETE FROM proposals WHERE contact_id = :contactId AND tenant_id = :tenantId AND decided_at IS NULL', { tenantId, contactId });
  if (proposal) connection.run(insertProposalSql, toColumns(proposal));
  for (const notice of notices) insertNotice(connection, notice);
  for (const event of audit) appendAudit(connection, tenantId, event);
  return result;
}

function parse(row: RawRow | undefined): Proposal | undefined {
  return row && parseRow(ProposalRow, row);
}
