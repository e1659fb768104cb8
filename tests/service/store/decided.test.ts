import { expect, test } from 'vitest';
import type { VerificationRow } from '../../../service/src/store/types.ts';
import { addPending, addPhones, alertFor, ended, event, jo, keyFor, newId, phoneFor, rowFor, start, startPlan } from './fixture.ts';
import type { World } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();
const hour = 3_600_000;

async function decide(status: 'approved' | 'denied' | 'cancelled', number = '1', endedAt = start + 1, world: World = house.world, answeredBy: string | null = null): Promise<VerificationRow> {
  const row = { ...ended(await addPending(house.store, world, number), status), endedAt, answeredBy };
  const written = await house.store.change(world.tenant.id, row.id, () => ({ result: 0, verification: row, audit: [event(status)] }));
  return written?.verification ?? row;
}

const seen = async (number = '1', now = start + 1000, world: World = house.world) => (await house.other.readStart({ ...keyFor(world, number), now })).decided;

test('what was approved or denied on the ticket is known before SEND, newest first, with all that it holds', async () => {
  const [first, second] = [await decide('approved', '1', start + 1), await decide('denied', '1', start + 2)];
  expect(await seen()).toEqual([second, first].map((row) => ({ ...row, reportedAt: null, answererGone: false })));
  expect(first).toMatchObject({ pageHash: 'page', receipt: expect.stringMatching(/^CS-/) });
});

test('what is pending or was cancelled, and what happened on another ticket or host, is not', async () => {
  await decide('cancelled');
  await decide('approved', '2');
  await addPending(house.store, house.world, '1');
  expect(await seen()).toEqual([]);
  expect(await house.store.listDecided(house.world.tenant.id, { ticketHost: 'eu.myconnectwise.net', ticketNumber: '2', accountIds: [house.world.accountId], now: start + 1000 })).toEqual([]);
});

test('it is forgotten after the longest time that a success can count', async () => {
  await decide('approved');
  expect(await seen('1', start + hour)).toHaveLength(1);
  expect(await seen('1', start + 1 + hour)).toEqual([]);
});

test('what the person reported says when, whether or not somebody has cleared it', async () => {
  const { store, world } = house;
  const row = await decide('approved');
  const report = (verificationId: string) => store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, alert: { ...alertFor(world, '1', start + 7), verificationId }, audit: [] }));
  await report(newId());
  expect(await seen()).toMatchObject([{ reportedAt: null }]);
  await report(row.id);
  expect(await seen()).toMatchObject([{ id: row.id, reportedAt: start + 7 }]);
  await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, clearAlertsAt: start, audit: [] }));
  expect(await seen()).toMatchObject([{ reportedAt: start + 7 }]);
});

test('what was reported is known whatever came of it', async () => {
  const { store, world } = house;
  const { id } = await decide('cancelled');
  await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, alert: { ...alertFor(world, '1', start + 7), verificationId: id }, audit: [] }));
  expect(await seen()).toMatchObject([{ id, status: 'cancelled', reportedAt: start + 7 }]);
});

test('whether the phone that approved was removed since is known, also to who changes phones', async () => {
  const { store, world } = house;
  const [gone, there] = [phoneFor(world), phoneFor(world)];
  await addPhones(store, world, gone, there);
  const [first, second] = [await decide('approved', '1', start + 1, world, gone.id), await decide('approved', '1', start + 2, world, there.id)];
  expect((await seen()).map(({ answererGone }) => answererGone)).toEqual([false, false]);
  await addPhones(store, world, { ...gone, removedAt: start + 3 });
  expect(await seen()).toMatchObject([{ id: second.id, answererGone: false }, { id: first.id, answererGone: true }]);
  const { ticketHost, ticketNumber } = first;
  const facts = (ticket?: { ticketHost: string; ticketNumber: string; now: number }) => store.changePhones(world.tenant.id, world.accountId, ({ decided }) => ({ result: decided, audit: [] }), ticket && { ticket });
  expect(await facts({ ticketHost, ticketNumber, now: start + 1000 })).toEqual(await seen());
  expect(await facts()).toEqual([]);
});

test('nothing of another tenant, nor of an account that was not asked for', async () => {
  const { store, world, stranger } = house;
  await store.addAccount(world.tenant.id, { ...jo, name: 'Sam', email: 'sam@acme.example' }, event('account_added'));
  const [sam] = (await store.readStart({ ...keyFor(world, '1'), email: 'sam@acme.example' })).accounts;
  const key = keyFor(world, '1');
  const row = { ...rowFor(world, key), accountId: sam!.id };
  await store.start(key, () => startPlan(row));
  await store.change(world.tenant.id, row.id, () => ({ result: 0, verification: ended(row, 'approved'), audit: [event('approved')] }));
  await decide('approved', '1', start + 1, stranger);
  expect(await seen()).toEqual([]);
  expect(await seen('1', start + 1000, stranger)).toHaveLength(1);
  const ask = (tenantId: string, accountIds: string[]) => store.listDecided(tenantId, { ticketHost: key.ticketHost, ticketNumber: '1', accountIds, now: start + 1000 });
  expect(await ask(world.tenant.id, [sam!.id, stranger.accountId])).toMatchObject([{ id: row.id, accountId: sam!.id }]);
  expect(await ask(stranger.tenant.id, [sam!.id])).toEqual([]);
});
