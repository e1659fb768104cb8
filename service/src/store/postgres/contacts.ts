import { randomUUID } from 'node:crypto';
import { nameKey } from '../../lib/name-key.ts';
import { parseRow, toColumns } from '../columns.ts';
import type { RawRow } from '../columns.ts';
import { ProposalRow } from '../connectwise-rows.ts';
import type { ConnectwiseStore, ContactFacts, ContactPlan, Proposal, ReadContact } from '../connectwise-store.ts';
import { requireSoundContact } from '../plan-checks.ts';
import { AccountRow } from '../rows.ts';
import type { Account } from '../types.ts';
import { append, lockChain } from './audit.ts';
import type { Client, Database } from './database.ts';
import { accountColumns, accountSql, tidyName } from './directory.ts';
import { bodyTail } from './plans.ts';

/** Companies and contacts of ConnectWise beside customers and accounts. */
export function createContactCalls(database: Database) {
  return {
    mapCompany: (tenantId, customerId, companyId, audit) => database.transaction(async (client) => {
      await lockChain(client, tenantId);
      const { rowCount } = await client.query('UPDATE customers SET company_id = $3 WHERE id = $2 AND tenant_id = $1', [tenantId, customerId, companyId]);
      if (rowCount !== 1) throw new Error('No such customer.');
      await client.query('DELETE FROM proposals WHERE customer_id = $2 AND tenant_id = $1 AND decided_at IS NULL', [tenantId, customerId]);
      await append(client, tenantId, [audit]);
    }),
    ensureCustomer: async (tenantId, name) =>
      String(await database.value('ensure_customer', 'SELECT ensure_customer($1, $2, $3, $4)', [tenantId, randomUUID(), tidyName(name), nameKey(name)])),
    placeContact: (tenantId, customerId, contact, decide) => database.transaction(async (client) => {
      const facts = await readFacts(client, tenantId, customerId, contact);
      const plan = decide(facts);
      const { contactId } = contact;
      requireSoundContact(plan, { tenantId, customerId, contactId, known: [facts.matched, facts.byEmail, ...facts.byName] });
      return write(client, tenantId, contactId, plan);
    }),
    listMatched: async (tenantId, { after, upTo }, limit) => {
      const sql = `${accountSql} WHERE a.contact_id > $2 AND a.contact_id <= $3 AND a.tenant_id = $1 ORDER BY a.contact_id LIMIT $4`;
      return (await database.rows(sql, [tenantId, after, upTo, limit])).map((row) => parseRow(AccountRow, row));
    },
    matchAccount: (tenantId, accountId, contactId, audit) => database.transaction(async (client) => {
      await lockChain(client, tenantId);
      const { rowCount } = await client.query('UPDATE accounts SET contact_id = $3 WHERE id = $2 AND tenant_id = $1', [tenantId, accountId, contactId]);
      if (rowCount !== 1) return false;
      await append(client, tenantId, [audit]);
      return true;
    }),
    listProposals: async (tenantId, afterId, limit) => {
      const sql = 'SELECT * FROM proposals WHERE tenant_id = $1 AND id > $2 AND decided_at IS NULL ORDER BY id LIMIT $3';
      return (await database.rows(sql, [tenantId, afterId, limit])).map((row) => parseRow(ProposalRow, row));
    },
    decideProposal: (tenantId, proposalId, decide) => database.transaction(async (client) => {
      await lockChain(client, tenantId);
      const { rows: [row] } = await client.query<RawRow>('SELECT * FROM proposals WHERE id = $2 AND tenant_id = $1 AND decided_at IS NULL', [tenantId, proposalId]);
      if (!row) return undefined;
      const proposal = parseRow(ProposalRow, row);
      const { contactId, customerId, accountId } = proposal;
      const account = accountId === null ? undefined : await findAccount(client, tenantId, accountId);
      const plan = decide(proposal, account);
      requireSoundContact(plan, { tenantId, customerId, contactId, known: [account] });
      return write(client, tenantId, contactId, plan);
    }),
  } satisfies Partial<ConnectwiseStore>;
}

type Unkeyed = { id: string; name: string }[];
type RawFacts = { company_id: number | null; matched: RawRow | null; by_email: RawRow | null; by_name: RawRow[]; open: RawRow | null; refused: RawRow | null; unkeyed: Unkeyed };

async function readFacts(client: Client, tenantId: string, customerId: string, contact: ReadContact): Promise<ContactFacts> {
  const { contactId, name, email } = contact;
  const { rows: [row] } = await client.query<{ facts: RawFacts | null }>(
    'SELECT contact_facts($1, $2, $3, $4, $5) AS facts', [tenantId, customerId, contactId, email?.trim().toLowerCase() ?? null, nameKey(name)],
  );
  if (!row?.facts) throw new Error('No such customer.');
  const { matched, by_email, by_name, open, refused, unkeyed } = row.facts;
  if (unkeyed.length > 0) {
    await makeNameKeys(client, unkeyed);
    return readFacts(client, tenantId, customerId, contact);
  }
  return { companyId: row.facts.company_id, matched: parseAccount(matched), byEmail: parseAccount(by_email), byName: by_name.map((raw) => parseRow(AccountRow, raw)), open: parseProposal(open), refused: parseProposal(refused) };
}

async function makeNameKeys(client: Client, unkeyed: Unkeyed): Promise<void> {
  const sql = 'UPDATE accounts a SET name_key = n.key FROM unnest($1::text[], $2::text[]) n(id, key) WHERE a.id = n.id';
  await client.query(sql, [unkeyed.map(({ id }) => id), unkeyed.map(({ name }) => nameKey(name))]);
}

function parseAccount(raw: RawRow | null): Account | undefined {
  return raw ? parseRow(AccountRow, raw) : undefined;
}

function parseProposal(raw: RawRow | null): Proposal | undefined {
  return raw ? parseRow(ProposalRow, raw) : undefined;
}

async function findAccount(client: Client, tenantId: string, accountId: string): Promise<Account | undefined> {
  const { rows: [row] } = await client.query<RawRow>(`${accountSql} WHERE a.tenant_id = $1 AND a.id = $2`, [tenantId, accountId]);
  return row && parseRow(AccountRow, row);
}

async function write<T>(client: Client, tenantId: string, contactId: number, { result, account, proposal, dropProposal, notices, audit }: ContactPlan<T>): Promise<T> {
  if (account === undefined && proposal === undefined && !dropProposal && audit.length === 0 && !notices?.length) return result;
  const plan = {
    tenantId, contactId, audit: audit.map((event) => bodyTail(tenantId, event)),
    ...(account && { account: accountColumns(account) }),
    ...(proposal && { proposal: toColumns(proposal) }),
    ...(dropProposal && { dropProposal }),
    ...(notices && { notices: notices.map((notice) => toColumns(notice)) }),
  };
  await client.query('SELECT write_contact($1::jsonb)', [JSON.stringify(plan)]);
  return result;
}
