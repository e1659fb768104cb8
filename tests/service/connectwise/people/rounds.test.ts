import { expect, test } from 'vitest';
import { openConnectwise } from '../../../../service/src/commands/open-connectwise.ts';
import { readConfig } from '../../../../service/src/config.ts';
import { createRounds, requestImport } from '../../../../service/src/connectwise/people/rounds.ts';
import { createLog } from '../../../../service/src/lib/log.ts';
import type { Store } from '../../../../service/src/store/store.ts';
import { manyRecords } from '../../../support/connectwise-api/build-records.ts';
import { createPeopleHouse, recordsWith } from './people-house.ts';
import type { PeopleHouse } from './people-house.ts';

const quarterHour = 15 * 60_000;

/** The service's own rounds, as one process runs them. */
async function createProcess({ cli }: PeopleHouse, store: Store, lines: string[] = []) {
  const deps = await openConnectwise({ store, config: readConfig(cli.env), now: Date.now, print: () => undefined });
  return createRounds({ ...deps, pollMs: 20, log: createLog({ write: (line: string) => void lines.push(line) }) });
}

async function createMapped(records = manyRecords(1_200, 2)): Promise<PeopleHouse> {
  const house = await createPeopleHouse({ records });
  await house.connect();
  for (const { id } of house.api.records.companies.values()) await house.cw('map', String(id), '--new');
  return house;
}

test('an import that was begun is done by the service, and goes on in another process where the one before was stopped', { timeout: 240_000 }, async () => {
  const house = await createMapped();
  await house.inTenant(async (store, tenantId) => {
    await requestImport({ store, now: Date.now }, (await store.findConnection(tenantId))!);
    const first = await createProcess(house, store);
    first.start();
    await expect.poll(async () => (await store.findConnection(tenantId))?.cursor, { timeout: 90_000, interval: 2 }).toBeGreaterThan(1);
    await first.stop();
    const stopped = (await store.findConnection(tenantId))!;
    expect(stopped).toMatchObject({ roundKind: 'import', syncedTo: null });
    expect(stopped.nextSyncAt).toBeLessThanOrEqual(Date.now());
    const second = await createProcess(house, store);
    second.start();
    await expect.poll(async () => (await store.findConnection(tenantId))?.cursor, { timeout: 90_000 }).toBe(null);
    await second.stop();
  });
  const contacts = (await house.accounts()).map(({ contactId }) => contactId);
  expect(contacts).toHaveLength(1_080);
  expect(new Set(contacts).size).toBe(1_080);
});

test('one process at a time has a tenant’s round, and another takes it only when that one is dead', async () => {
  const house = await createMapped(recordsWith());
  await house.cw('import', '--apply');
  await house.inTenant(async (store, tenantId) => {
    const { nextSyncAt } = (await store.findConnection(tenantId))!;
    expect(nextSyncAt).toBeGreaterThan(Date.now() + quarterHour - 60_000);
    expect(await store.claimSync(Date.now(), 60_000)).toBeUndefined();
    expect(await store.claimSync(nextSyncAt!, 60_000)).toMatchObject({ tenantId });
    expect(await store.claimSync(nextSyncAt! + 59_999, 60_000)).toBeUndefined();
    expect(await store.claimSync(nextSyncAt! + 60_000, 60_000)).toMatchObject({ tenantId });
  });
});

test('what ConnectWise refuses stops the round, is on record and in the log without a key, and is tried again a quarter of an hour later', async () => {
  const house = await createMapped(recordsWith());
  house.api.forbidden.add('contacts');
  const lines: string[] = [];
  await house.inTenant(async (store, tenantId) => {
    await requestImport({ store, now: Date.now }, (await store.findConnection(tenantId))!);
    const rounds = await createProcess(house, store, lines);
    rounds.start();
    await expect.poll(async () => (await store.findConnection(tenantId))?.syncProblem, { timeout: 10_000 }).toBe('role_refused');
    await rounds.stop();
    const { nextSyncAt, cursor } = (await store.findConnection(tenantId))!;
    expect(nextSyncAt).toBeGreaterThan(Date.now() + quarterHour - 60_000);
    expect(cursor).toBe(0);
  });
  expect(lines.join('')).toContain('a round of ConnectWise stopped, and goes on later');
  expect(lines.join('')).not.toMatch(/prvPRV4567890abc|pubPUB1234567890/);
  expect((await house.cw('show')).out).toContain("It stopped: The API member's security role does not allow this.");
  house.api.forbidden.clear();
  expect((await house.cw('import', '--apply')).out).toContain('Done: No contacts.');
});

test('a round that somebody replaces, or whose connection is taken away, stops and leaves nothing behind', { timeout: 120_000 }, async () => {
  const house = await createMapped();
  await house.inTenant(async (store, tenantId) => {
    await requestImport({ store, now: Date.now }, (await store.findConnection(tenantId))!);
    const rounds = await createProcess(house, store);
    rounds.start();
    await expect.poll(async () => (await store.findConnection(tenantId))?.cursor, { timeout: 90_000, interval: 2 }).toBeGreaterThan(1);
    await house.cw('disconnect');
    await rounds.stop();
    expect(await store.findConnection(tenantId)).toBeUndefined();
    expect((await store.listAccounts(tenantId, {}, '', 9999)).filter(({ contactId }) => contactId !== null)).toEqual([]);
  });
});
