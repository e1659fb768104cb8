import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrations as postgresMigrations } from '../../../service/src/store/postgres/schema.ts';
import type { Store } from '../../../service/src/store/store.ts';
import { migrations as sqliteMigrations } from '../../../service/src/store/sqlite/schema.ts';
import { createStoreSource } from '../../support/store-source.ts';
import type { StoreSource } from '../../support/store-source.ts';

/** A database from when the phone app was new, with what people did by then, is brought up to date and read. */

let source: StoreSource;
let store: Store | undefined;
beforeEach(async () => {
  source = await createStoreSource();
});
afterEach(async () => {
  await store?.close();
  await source.remove();
});

const rows = `
INSERT INTO tenants (id, name) VALUES ('t', 'Our MSP');
INSERT INTO customers (id, tenant_id, name, name_key) VALUES ('c', 't', 'Acme', 'acme');
INSERT INTO accounts (id, tenant_id, customer_id, name, email, mobile) VALUES ('a', 't', 'c', 'Zoë  Roe', 'jo@acme.example', '+12025550199');
INSERT INTO technicians (id, tenant_id, name, email, role) VALUES ('x', 't', 'Alex', 'alex@msp.example', 'technician');
INSERT INTO phones (id, tenant_id, account_id, name, thumbprint, public_key, created_at, credential)
  VALUES ('p', 't', 'a', 'Pixel', 'thumb', '{"x":"x","y":"y"}', 1000, '{"id":"c","publicKey":"k","counter":1,"transports":[]}');
INSERT INTO verifications (id, tenant_id, customer_id, account_id, technician_id, technician_name, idempotency_key, request_hash, ticket_host, ticket_number, contact, company, method,
    masked_destination, code_check, life_seconds, assurance, status, send_number, delivery_state, created_at, last_send_at, expires_at, extended, tries_used, ended_at, receipt, answered_at, answered_by)
  VALUES ('v', 't', 'c', 'a', 'x', 'Alex', 'k', 'h', 'na.myconnectwise.net', '1', 'Jo', 'Acme', 'push', 'Pixel', 'none', 60, '["device","reduced"]', 'approved', 1, 'delivered', 2000, 2000, 62000, 0, 0,
    5000, 'CS-1-x', 5000, 'p');
INSERT INTO messages (id, tenant_id, verification_id, account_id, send_number, method, state, created_at, attempts, done_at) VALUES ('m', 't', 'v', 'a', 1, 'push', 'delivered', 2000, 1, 3000);
INSERT INTO alerts (id, tenant_id, account_id, verification_id, kind, ticket_host, ticket_number, at, attempts, next_at) VALUES ('v', 't', 'a', 'v', 'not_you', 'na.myconnectwise.net', '1', 7000, 0, 7000);
INSERT INTO notices (id, tenant_id, account_id, kind, method, details, attempts, next_at, created_at) VALUES ('n', 't', 'a', 'lost_phone', 'email', '{}', 0, 8000, 8000);`;

/** The migrations up to the one that brought phones. There must be later ones, or nothing would be brought up to date. */
function untilPhones(migrations: readonly string[]): string[] {
  const end = migrations.findIndex((sql) => sql.includes('CREATE TABLE phones')) + 1;
  expect(migrations.length).toBeGreaterThan(end);
  return migrations.slice(0, end);
}

async function makeOld(): Promise<void> {
  if (source.databaseUrl === undefined) {
    const old = untilPhones(sqliteMigrations);
    const database = new DatabaseSync(join(source.folder ?? '', 'countersign.sqlite'));
    for (const sql of [...old, rows, `PRAGMA user_version = ${old.length}`]) database.exec(sql);
    database.close();
    return;
  }
  const old = untilPhones(postgresMigrations);
  const client = new Client({ connectionString: source.databaseUrl });
  await client.connect();
  for (const sql of ['CREATE TABLE schema_version (version INTEGER NOT NULL)', ...old, rows, `INSERT INTO schema_version VALUES (${old.length})`]) await client.query(sql);
  await client.end();
}

test('a database from when the phone app was new is brought up to date with what it holds', async () => {
  await makeOld();
  store = await source.open();
  expect(await store.findVerification('t', 'v')).toMatchObject({ status: 'approved', method: 'push', answeredBy: 'p', pageHash: '', contactId: null, isPageOnly: true, exceptionId: null, notePolicy: 'off' });
  const ticket = { ticketHost: 'na.myconnectwise.net', ticketNumber: '1', now: 10_000 };
  expect(await store.listDecided('t', { ...ticket, accountIds: ['a'] })).toMatchObject([{ id: 'v', reportedAt: 7000, answererGone: false }]);
  expect(await store.listPushes('t', 'a', 0)).toMatchObject([{ verification: { id: 'v' }, isReported: true }]);
  expect((await store.findPhone('thumb'))?.phone).toMatchObject({ id: 'p', invitedBy: null, credential: { id: 'c', publicKey: 'k', counter: 1, transports: [] } });
  expect(await store.listAlerts('t', 9)).toMatchObject([{ id: 'v', kind: 'not_you' }]);
  const facts = await store.changePhones('t', 'a', (seen) => ({ result: seen, phones: seen.phones.map((phone) => ({ ...phone, invitedBy: 'q' })), audit: [] }), { ticket });
  expect(facts).toMatchObject({ lostReports: { mailsAt: [8000], textsAt: [] }, decided: [{ id: 'v' }] });
  expect((await store.findPhone('thumb'))?.phone.invitedBy).toBe('q');
  expect(await store.claimNotice(9000, 1)).toMatchObject({ id: 'n', kind: 'lost_phone' });
  expect(await store.listCustomers('t')).toEqual([{ id: 'c', tenantId: 't', name: 'Acme', companyId: null }]);
});

test('an account from before there was ConnectWise is found by its name, matched, and found by its contact', async () => {
  await makeOld();
  store = await source.open();
  const contact = { contactId: 70, name: 'ZOË ROE', email: null, mobile: null };
  const seen = await store.placeContact('t', 'c', contact, (facts) => ({ result: facts, audit: [] }));
  expect(seen).toMatchObject({ matched: undefined, byName: [{ id: 'a', contactId: null }], open: undefined });
  expect(await store.matchAccount('t', 'a', 70, { type: 'account_matched', at: 9000, technicianId: null, verificationId: null, details: {} })).toBe(true);
  expect(await store.placeContact('t', 'c', contact, ({ matched }) => ({ result: matched?.id, audit: [] }))).toBe('a');
});
