import { Client } from 'pg';
import { expect, test } from 'vitest';
import type { Store } from '../../../service/src/store/store.ts';
import { createStoreSource } from '../../support/store-source.ts';
import type { StoreSource } from '../../support/store-source.ts';
import { connectionFor, exceptionFor } from '../store/connectwise-fixture.ts';
import { event, keyFor, makeWorld, start } from '../store/fixture.ts';
import type { World } from '../store/fixture.ts';

const many = 3000;

/** Rows of a tenant that no lookup may walk through; the tables' statistics know nothing of them yet. */
const fillSql = `
INSERT INTO accounts (id, tenant_id, customer_id, name, name_key, email, contact_id) SELECT 'm' || i, $1, $2, 'M' || i, 'm' || i, 'm' || i || '@acme.example', 1000 + i FROM generate_series(1, ${many}) i;
INSERT INTO accounts (id, tenant_id, customer_id, name, name_key, email) SELECT 'u' || i, $1, $2, 'U' || i, 'u' || i, 'u' || i || '@acme.example' FROM generate_series(1, ${many}) i;
INSERT INTO proposals (id, tenant_id, kind, contact_id, customer_id, name, proposed_at) SELECT 'p' || i, $1, 'add', 10000 + i, $2, 'P', 1 FROM generate_series(1, ${many}) i;
INSERT INTO exceptions (id, tenant_id, ticket_host, ticket_number, account_id, page_hash, doubts, reason, technician_id, technician_name, state, asked_at, expires_at)
  SELECT 'e' || i, $1, 'na.myconnectwise.net', 't' || i, $3, 'h', '[]', 'r', $4, 'Alex', 'asked', 1, ${start + 900_000} FROM generate_series(1, ${many}) i;
INSERT INTO verifications (id, tenant_id, customer_id, account_id, technician_id, technician_name, idempotency_key, request_hash, ticket_host, ticket_number, contact, company, method, masked_destination, code_check,
    life_seconds, assurance, status, send_number, delivery_state, created_at, last_send_at, expires_at, extended, tries_used, ended_at)
  SELECT 'v' || i, $1, $2, $3, $4, 'Alex', 'k' || i, 'h', 'na.myconnectwise.net', 't' || i, 'Jo', 'Acme', 'sms', 'm', 'compare', 300, '[]', 'approved', 1, 'delivered', 1, 1, 1, 0, 0, 1 FROM generate_series(1, ${many}) i;
INSERT INTO ticket_notes (id, tenant_id, ticket_number, state, attempts, next_at, created_at) SELECT 'v' || i, $1, 't' || i, 'waiting', 0, ${start} + i, 1 FROM generate_series(1, ${many}) i;`;

type Lookup = (store: Store, world: World) => Promise<unknown>;
const placed = (contact: { contactId: number; name: string; email: string | null }): Lookup => async (store, { tenant, customerId }) =>
  store.placeContact(tenant.id, customerId, { ...contact, mobile: null }, (facts) => ({ result: [facts.matched?.id, facts.byEmail?.id, ...facts.byName.map(({ id }) => id), facts.open?.id], audit: [] }));

test.each<[string, Lookup, unknown]>([
  ['the facts of a contact that is matched', placed({ contactId: 1007, name: 'M7', email: 'm7@acme.example' }), ['m7', 'm7', undefined]],
  ['the facts of a contact by name', placed({ contactId: 10_007, name: 'u7', email: null }), [undefined, undefined, 'u7', 'p7']],
  ['the accounts of SEND', async (store, world) => (await store.readStart({ ...keyFor(world, 't7'), email: 'u7@acme.example', contactId: 1007 })).accounts.length, 2],
  ['the exceptions of SEND', async (store, world) => (await store.readStart({ ...keyFor(world, 't7'), email: 'nobody@acme.example' })).exceptions.length, 1],
  ['asking for an exception', async (store, world) => store.addException(exceptionFor(world, '7'), event('exception_asked')), undefined],
  ['an exception', async (store, { tenant }) => (await store.findException(tenant.id, 'e7'))?.id, 'e7'],
  ['the first proposals', async (store, { tenant }) => (await store.listProposals(tenant.id, '', 2)).length, 2],
  ['a proposal', async (store, { tenant }) => store.decideProposal(tenant.id, 'p7', ({ id }) => ({ result: id, audit: [] })), 'p7'],
  ['the accounts that are matched to a page of contacts', async (store, { tenant }) => (await store.listMatched(tenant.id, { after: 1005, upTo: 1008 }, 9)).map(({ id }) => id), ['m6', 'm7', 'm8']],
  ['matching by hand', async (store, { tenant }) => store.matchAccount(tenant.id, 'u7', 7, event('account_matched')), true],
  ['a ticket note', async (store, { tenant }) => (await store.findTicketNote(tenant.id, 'v7'))?.id, 'v7'],
  ['claiming a ticket note', async (store) => (await store.claimTicketNote(start + many, 1))?.id, 'v1'],
  ['writing a ticket note', async (store, { tenant }) => {
    const note = (await store.findTicketNote(tenant.id, 'v7'))!;
    return store.updateTicketNote({ ...note, state: 'written', doneAt: 1 }, note);
  }, true],
  ['the connection', async (store, world) => {
    await store.writeConnection(world.tenant.id, connectionFor(world), event('connected'));
    return store.updateConnection(connectionFor(world));
  }, true],
])('%s: a few rows are read, however many the tenant has', async (_, look, expected) => {
  const source = await createStoreSource();
  const url = source.databaseUrl ?? '';
  try {
    const world = await withStore(source, (store) => makeWorld(store, 'Our MSP'));
    const values = [world.tenant.id, world.customerId, world.accountId, world.technician.id];
    await withClient(url, (client) => client.query(fillSql.replace(/\$(\d)/g, (_all, at: string) => client.escapeLiteral(values[Number(at) - 1] ?? ''))));
    const before = await withClient(url, rowsRead);
    expect(await withStore(source, (store) => look(store, world))).toEqual(expected);
    expect(await withClient(url, rowsRead) - before).toBeLessThan(100);
  } finally {
    await source.remove();
  }
});

/** A connection says what it read when it ends, at the latest: each step has its own. */
async function withStore<T>(source: StoreSource, body: (store: Store) => Promise<T>): Promise<T> {
  const store = await source.open();
  return body(store).finally(() => store.close());
}

async function withClient<T>(url: string, body: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return body(client).finally(() => client.end());
}

async function rowsRead(client: Client): Promise<number> {
  const { rows: [row] } = await client.query<{ read: string }>(`SELECT coalesce(sum(pg_stat_get_tuples_returned(indexrelid)), 0) + coalesce((SELECT sum(seq_tup_read) FROM pg_stat_user_tables), 0) AS read
    FROM pg_stat_user_indexes`);
  return Number(row?.read);
}
