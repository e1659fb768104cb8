import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { openConnectwise } from '../../../../service/src/commands/open-connectwise.ts';
import { readConfig } from '../../../../service/src/config.ts';
import { beginRound, runRound } from '../../../../service/src/connectwise/people/round.ts';
import type { Store } from '../../../../service/src/store/store.ts';
import { manyRecords } from '../../../support/connectwise-api/build-records.ts';
import { createPeopleHouse } from './people-house.ts';

/** A large import, killed in the middle. Each contact costs PostgreSQL three round trips, and the machine of the tests has two cores: there fewer must do. */
const isPostgres = process.env['COUNTERSIGN_TEST_STORE'] === 'postgres';
const [count, companyCount] = isPostgres ? [6_000, 10] : [50_000, 40];

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

test(`${count} contacts are imported in flat memory, within the budget, and a killed import goes on: none twice, none lost`, { timeout: 600_000 }, async () => {
  const { api, connect, inTenant, cli } = await createPeopleHouse({ records: manyRecords(count, companyCount) });
  await connect();
  await inTenant(async (store, tenantId) => {
    for (const company of api.records.companies.values()) await mapNew(store, tenantId, company);
  });
  api.requests.length = 0;

  const importUntil = (diesAfter: number, onPage?: () => void) => inTenant(async (store, tenantId) => {
    const deps = await openConnectwise({ store, config: readConfig(cli.env), now: Date.now, print: () => undefined });
    const connection = (await store.findConnection(tenantId))!;
    if (connection.cursor === null) await beginRound(store, connection, 'import', { now: Date.now(), nextSyncAt: Date.now() + 60_000 });
    const begun = (await store.findConnection(tenantId))!;
    return runRound({ ...deps, store: dying(store, diesAfter) }, begun, onPage ? { onPage } : {}).catch((error: Error) => error.message);
  });

  // In the middle of a page. A tenth of the contacts are inactive, which are placed too.
  const killedAfter = Math.floor(count / 2000);
  expect(await importUntil(killedAfter * 1000 + 300)).toBe('killed');
  const afterKill = await inTenant(async (store, tenantId) => ({ connection: (await store.findConnection(tenantId))!, accounts: await countAccounts(store, tenantId) }));
  expect(afterKill.connection).toMatchObject({ roundKind: 'import', cursor: 999 + killedAfter * 1000, syncedTo: null });
  // More was done than is written down: that part is done again, and changes nothing.
  expect(afterKill.accounts.size).toBe(killedAfter * 900 + 270);

  const heaps: number[] = [];
  expect(await importUntil(Infinity, () => void heaps.push(heapUsed()))).toEqual({ end: 'over' });

  const held = await inTenant(countAccounts);
  const expected = [...api.records.contacts.values()].filter(({ inactiveFlag }) => !inactiveFlag);
  expect(held.size).toBe(expected.length);
  for (const contact of expected) if (held.get(contact.id) !== contact.communicationItems[0]?.value) throw new Error(`Contact ${contact.id} is lost.`);

  // The first pages fill what is made once.
  expect(heaps.length).toBeGreaterThan(count / 2000);
  expect(Math.max(...heaps.slice(2)) - heaps[2]!).toBeLessThan(4 * 1024 * 1024);
  const asked = api.requests.filter(({ path }) => path === '/company/contacts');
  expect(asked.every(({ status }) => status === 200)).toBe(true);
  expect(api.requests.length).toBeLessThanOrEqual(count / 1000 + 3);
});

/** As when the process is killed: after so many contacts nothing is written any more. */
function dying(store: Store, after: number): Store {
  let placed = 0;
  return new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...parameters: unknown[]): Promise<unknown> => {
        if (placed >= after) throw new Error('killed');
        if (name === 'placeContact') placed += 1;
        return member.apply(target, parameters);
      };
    },
  });
}

async function mapNew(store: Store, tenantId: string, { id, name }: { id: number; name: string }): Promise<void> {
  const customerId = await store.ensureCustomer(tenantId, name);
  await store.mapCompany(tenantId, customerId, id, { type: 'company_mapped', at: Date.now(), technicianId: null, verificationId: null, details: {} });
}

/** Addresses by contact. Throws where a contact has two accounts. */
async function countAccounts(store: Store, tenantId: string): Promise<Map<number, string>> {
  const held = new Map<number, string>();
  for (let afterId = ''; ;) {
    const page = await store.listAccounts(tenantId, {}, afterId, 1000);
    for (const { contactId, email } of page) {
      if (contactId === null || held.has(contactId)) throw new Error('A contact has two accounts, or an account none.');
      held.set(contactId, email);
    }
    const last = page.at(-1);
    if (!last) return held;
    afterId = last.id;
  }
}
