import { describe, expect, test } from 'vitest';
import { connectionFor, proposalFor } from './connectwise-fixture.ts';
import { event, start } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();
const write = (change: Parameters<typeof connectionFor>[1] = {}) => house.store.writeConnection(house.world.tenant.id, connectionFor(house.world, change), event('connected'));
const find = () => house.other.findConnection(house.world.tenant.id);
const remove = () => house.store.writeConnection(house.world.tenant.id, null, event('disconnected'));
const open = async () => (await house.other.listProposals(house.world.tenant.id, '', 9)).length;
const numbers = async () => {
  const [customer] = await house.other.listCustomers(house.world.tenant.id);
  return [customer?.companyId, (await house.other.findAccount(house.world.tenant.id, house.world.accountId))?.contactId, await open()];
};

/** A mapped company, a matched contact and an open proposal. */
async function useNumbers(): Promise<void> {
  const { store, world } = house;
  await store.mapCompany(world.tenant.id, world.customerId, 7, event('company_mapped'));
  await store.matchAccount(world.tenant.id, world.accountId, 70, event('account_matched'));
  await store.placeContact(world.tenant.id, world.customerId, { contactId: 71, name: 'Sam', email: null, mobile: null }, () => ({ result: 0, proposal: proposalFor(world, 71), audit: [] }));
}

describe('a connection', () => {
  test('reads back as it was written, with an entry, and is there once for each tenant', async () => {
    await write();
    await write({ site: 'eu.myconnectwise.net', cursor: 9, syncedTo: start, nextSyncAt: null, syncProblem: 'busy' });
    expect(await find()).toEqual(connectionFor(house.world, { site: 'eu.myconnectwise.net', cursor: 9, syncedTo: start, nextSyncAt: null, syncProblem: 'busy' }));
    const entries = await house.store.listAudit(house.world.tenant.id, 1, 99);
    expect(entries.filter(({ body }) => body.includes('"type":"connected"'))).toHaveLength(2);
  });

  test('of another tenant cannot be written, and then no entry says that it was', async () => {
    const { store, world, stranger } = house;
    await expect(store.writeConnection(world.tenant.id, connectionFor(stranger), event('connected'))).rejects.toThrow();
    expect([await find(), await store.findConnection(stranger.tenant.id)]).toEqual([undefined, undefined]);
    expect(JSON.stringify(await store.listAudit(world.tenant.id, 1, 99))).not.toContain('connected');
  });

  test('that is removed takes mappings, matches and open proposals along; what was decided stays', async () => {
    await write();
    await useNumbers();
    const { store, world } = house;
    await store.placeContact(world.tenant.id, world.customerId, { contactId: 72, name: 'Kim', email: null, mobile: null }, () => ({ result: 0, proposal: proposalFor(world, 72, { id: 'decided', decidedAt: start, isAccepted: false }), audit: [] }));
    await remove();
    expect(await find()).toBeUndefined();
    expect(await numbers()).toEqual([null, null, 0]);
    const kept: unknown[] = [];
    for await (const { table, row } of store.backup()) if (table === 'proposals') kept.push(row);
    expect(kept).toMatchObject([{ id: 'decided', is_accepted: 0 }]);
  });

  test.each([{ site: 'eu.myconnectwise.net' }, { companyId: 'another' }])('that is replaced by one to %o forgets the numbers of the old one', async (change) => {
    await write();
    await useNumbers();
    await write(change);
    expect(await numbers()).toEqual([null, null, 0]);
  });

  test('that gets new keys keeps the numbers', async () => {
    await write();
    await useNumbers();
    await write({ publicKey: 'new', sealedKey: 'new', createdAt: start + 1 });
    expect(await numbers()).toEqual([7, 70, 1]);
  });

  test('is updated with what the round came to, and nothing else', async () => {
    await write();
    const came = { codebase: 'v2026_1/', roundKind: 'sync', roundAt: start, counts: { unchanged: 2, change_proposed: 1 }, cursor: 5, syncedTo: start + 1, nextSyncAt: start + 2, syncProblem: 'unreachable' } as const;
    expect(await house.store.updateConnection(connectionFor(house.world, { ...came, publicKey: 'stale', sealedKey: 'stale', mobileTypes: [], country: 'GB' }), null)).toBe(true);
    expect(await find()).toEqual(connectionFor(house.world, came));
  });

  test('is not updated by a round that another one took the place of', async () => {
    await write();
    const round = (roundAt: number, change: Parameters<typeof connectionFor>[1] = {}) => connectionFor(house.world, { roundKind: 'import', roundAt, ...change });
    expect(await house.store.updateConnection(round(start), null)).toBe(true);
    expect(await house.store.updateConnection(round(start, { cursor: 5 }))).toBe(true);
    expect(await house.other.updateConnection(round(start + 1, { cursor: 0 }), start)).toBe(true);
    expect(await house.store.updateConnection(round(start, { cursor: 6 }))).toBe(false);
    expect(await house.store.updateConnection(round(start + 2), start)).toBe(false);
    expect(await find()).toMatchObject({ roundAt: start + 1, cursor: 0 });
  });

  test('that was removed or replaced meanwhile is not updated', async () => {
    await write();
    const stale = connectionFor(house.world, { cursor: 5 });
    await write({ createdAt: start + 1 });
    expect(await house.store.updateConnection(stale)).toBe(false);
    expect(await find()).toMatchObject({ createdAt: start + 1, cursor: null });
    await remove();
    expect(await house.store.updateConnection(stale)).toBe(false);
    expect(await find()).toBeUndefined();
  });
});

describe('a sync', () => {
  test('is claimed by the longest due first, not again before its lease is over, and never where none is due', async () => {
    const { store, other, world, stranger } = house;
    expect(await store.claimSync(start, 1000)).toBeUndefined();
    await write({ nextSyncAt: start + 10 });
    await store.writeConnection(stranger.tenant.id, connectionFor(stranger, { nextSyncAt: start + 5 }), event('connected'));
    expect(await store.claimSync(start + 4, 1000)).toBeUndefined();
    expect(await store.claimSync(start + 10, 1000)).toEqual(connectionFor(stranger, { nextSyncAt: start + 1010 }));
    expect((await other.claimSync(start + 10, 1000))?.tenantId).toBe(world.tenant.id);
    expect(await store.claimSync(start + 1009, 1000)).toBeUndefined();
    expect(await store.claimSync(start + 1010, 1000)).toBeDefined();
    await write({ nextSyncAt: null });
    await store.writeConnection(stranger.tenant.id, null, event('disconnected'));
    expect(await store.claimSync(start + 99_999, 1000)).toBeUndefined();
  });

  test('is given to one of many who claim at once', async () => {
    const { store, other, stranger } = house;
    await write();
    await store.writeConnection(stranger.tenant.id, connectionFor(stranger), event('connected'));
    const claims = await Promise.all(Array.from({ length: 12 }, (_, index) => (index % 2 ? store : other).claimSync(start, 1000)));
    expect(claims.flatMap((one) => one?.tenantId ?? []).toSorted()).toEqual([house.world.tenant.id, stranger.tenant.id].toSorted());
  });
});
