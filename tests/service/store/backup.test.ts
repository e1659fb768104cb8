import { expect, test } from 'vitest';
import { restoredRows } from '../../../service/src/backup/restored-rows.ts';
import { backupTables } from '../../../service/src/store/backup-tables.ts';
import type { BackupRow, Store } from '../../../service/src/store/store.ts';
import { createStoreSource } from '../../support/store-source.ts';
import { connectionFor, exceptionFor, noteFor, proposalFor } from './connectwise-fixture.ts';
import { addPending, alertFor, ended, event, newId, phoneFor, start } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();

async function rowsOf(store: Store): Promise<BackupRow[]> {
  const rows: BackupRow[] = [];
  for await (const row of store.backup()) rows.push(row);
  return rows;
}

async function* stream(rows: BackupRow[]): AsyncGenerator<BackupRow> {
  yield* rows;
}

async function inEmpty(body: (store: Store) => Promise<void>): Promise<void> {
  const source = await createStoreSource();
  const store = await source.open();
  try {
    await body(store);
  } finally {
    await store.close();
    await source.remove();
  }
}

async function fill(): Promise<void> {
  const { store, world } = house;
  const row = await addPending(store, world, '1');
  await store.change(world.tenant.id, row.id, () => ({ result: 0, wrongCodes: { accountId: world.accountId, method: 'sms', count: 2, lastAt: start }, counted: { day: 1, technicianId: world.technician.id, cost: 5, mostTechnicianSends: 9, mostTenantSends: 9, mostTenantCost: 9 }, audit: [event('noted')] }));
  await store.writePolicy(world.tenant.id, world.customerId, { codeCheck: 'typed' }, event('policy_set'));
  await store.addPairingCode({ tenantId: world.tenant.id, technicianId: world.technician.id, codeHash: 'open', expiresAt: start + 1 });
  await store.addPairingCode({ tenantId: world.tenant.id, technicianId: world.technician.id, codeHash: 'used', expiresAt: start + 1 });
  await store.redeemPairingCode('used', { thumbprint: 'thumb', name: 'Browser' }, start);
  await store.addStatement({ tenantId: world.tenant.id, kind: 'checkpoint', sequence: 1, hash: 'aa', at: start, signed: 'x.y.z' });
  await store.changeAccount(world.tenant.id, world.accountId, (account) => ({
    result: 0, notices: [{ id: 'n', tenantId: account.tenantId, accountId: account.id, kind: 'destination_changed', method: 'sms', destination: account.mobile, details: {}, attempts: 0, nextAt: start, createdAt: start, doneAt: null, reason: null }], audit: [],
  }));
  await fillPhones();
  await fillConnectwise();
}

async function fillPhones(): Promise<void> {
  const { store, world } = house;
  const { tenant, accountId } = world;
  const invitation = { id: newId(), tenantId: tenant.id, accountId, kind: 'link' as const, technicianId: null, phoneId: null, codesSent: 1, codeSentAt: start, triesUsed: 1, createdAt: start, expiresAt: start + 1, endedAt: null };
  await store.changePhones(tenant.id, accountId, () => ({
    result: 0, invitation, phones: [{ ...phoneFor(world), credential: { id: 'c', publicKey: 'k', counter: 1, transports: ['internal'] } }],
    pushState: { accountId, unanswered: [start], denials: [], blockedAt: start, blockedBecause: 'not_requested' }, alert: alertFor(world, '1'), audit: [],
  }));
}

async function fillConnectwise(): Promise<void> {
  const { store, world } = house;
  const { tenant, customerId, accountId } = world;
  await store.writeConnection(tenant.id, connectionFor(world), event('connected'));
  await store.mapCompany(tenant.id, customerId, 7, event('company_mapped'));
  await store.matchAccount(tenant.id, accountId, 70, event('account_matched'));
  await store.placeContact(tenant.id, customerId, { contactId: 70, name: 'Jo', email: null, mobile: null }, () => ({ result: 0, proposal: proposalFor(world, 70), audit: [] }));
  await store.addException(exceptionFor(world, '5'), event('exception_asked'));
  const row = await addPending(store, world, '5');
  await store.change(tenant.id, row.id, () => ({ result: 0, verification: ended(row, 'approved'), ticketNotes: [noteFor(row)], audit: [event('approved')] }));
}

test('a backup holds every table, and fills an empty database with the same rows', async () => {
  await fill();
  const rows = await rowsOf(house.store);
  expect(new Set(rows.map(({ table }) => table))).toEqual(new Set(backupTables));
  await inEmpty(async (store) => {
    await store.restore(stream(rows));
    expect(await rowsOf(store)).toEqual(rows);
    expect(await store.findDevice('thumb')).toMatchObject({ technician: { name: 'Alex' } });
  });
});

test('a ticket note that waited is searched for after a restore: it was probably written since', async () => {
  await fill();
  const rows = restoredRows(stream(await rowsOf(house.store)), { backupAt: '', at: start, sign: async () => [] });
  await inEmpty(async (store) => {
    await store.restore(rows);
    expect(await store.claimTicketNote(start, 1000)).toMatchObject({ state: 'waiting', attempts: 2 });
  });
});

test('a database that is not empty is left as it is', async () => {
  const rows = await rowsOf(house.store);
  await expect(house.other.restore(stream(rows))).rejects.toThrow('not empty');
  expect(await rowsOf(house.store)).toEqual(rows);
});

test.each<[string, BackupRow]>([
  ['a table that is not known', { table: 'tenants; DROP TABLE audit', row: { id: 'x', name: 'x' } }],
  ['a column too many', { table: 'tenants', row: { id: 'x', name: 'x', admin: 1 } }],
  ['a column too few', { table: 'tenants', row: { id: 'x' } }],
  ['a value that does not fit', { table: 'accounts', row: { id: 'x', tenant_id: 'nobody', customer_id: 'none', name: 'x', email: 'x', mobile: null, email_changed_at: null, mobile_changed_at: null, contact_id: null, name_key: null } }],
])('a backup with %s fills nothing', async (_, bad) => {
  const rows = await rowsOf(house.store);
  await inEmpty(async (store) => {
    await expect(store.restore(stream([...rows, bad]))).rejects.toThrow();
    expect(await rowsOf(store)).toEqual([]);
  });
});
