import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Told } from '../../../service/src/lib/told.ts';
import { migrations } from '../../../service/src/store/postgres/schema.ts';
import { createPostgresStore } from '../../../service/src/store/postgres/postgres-store.ts';
import type { Change, Store } from '../../../service/src/store/store.ts';
import { silence } from '../../support/postgres/silence.ts';
import { createStoreSource } from '../../support/store-source.ts';
import type { StoreSource } from '../../support/store-source.ts';
import { noteFor } from '../store/connectwise-fixture.ts';
import { addPending, ended, event, makeWorld, start } from '../store/fixture.ts';

let source: StoreSource;
let url: string;
const opened: Store[] = [];

beforeEach(async () => {
  source = await createStoreSource();
  url = source.databaseUrl ?? '';
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await source.remove();
});

async function open(): Promise<Store> {
  const store = await createPostgresStore({ url });
  opened.push(store);
  return store;
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const breakConnections = () => query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');

describe('tables', () => {
  test('are made once, however many processes start together', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, open));
    await Promise.all(stores.map((store, index) => store.addTenant(`MSP ${index}`)));
    expect(await stores[0]?.listTenants()).toHaveLength(8);
    expect(await query('SELECT version FROM schema_version')).toEqual([{ version: migrations.length }]);
    expect(await query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'countersign_%'`)).toHaveLength(1);
  });

  test('of a newer service are refused, not damaged', async () => {
    await open();
    await query('UPDATE schema_version SET version = 9999');
    await expect(createPostgresStore({ url })).rejects.toThrow('newer version');
    await expect(opened[0]?.checkWritable()).rejects.toThrow('another version');
    expect(await query('SELECT version FROM schema_version')).toEqual([{ version: 9999 }]);
  });

  test('let nobody change or delete an audit entry', async () => {
    const store = await open();
    const tenant = await store.addTenant('Our MSP');
    await store.appendAudit(tenant.id, event('noted'));
    await expect(query(`UPDATE audit SET body = '{}'`)).rejects.toThrow('never changed');
    await expect(query('DELETE FROM audit')).rejects.toThrow('never deleted');
  });
});

describe('a server that cannot be used is named as the reason, without its address or password', () => {
  const cases: [string, (url: URL) => void, RegExp][] = [
    ['nobody answers', (at) => { at.port = '1'; }, /cannot be reached/],
    ['no such database', (at) => { at.pathname = 'elsewhere'; }, /has no database of that name/],
    ['no such user', (at) => { at.username = 'mallory'; at.password = 'hunter2'; }, /refuses the user or the password/],
  ];
  test.each(cases)('%s', async (_, change, sentence) => {
    const wrong = new URL(url);
    change(wrong);
    const error = await createPostgresStore({ url: wrong.href }).then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(Told);
    expect((error as Error).message).toMatch(sentence);
    expect((error as Error).message).not.toMatch(/127\.0\.0\.1|hunter2|mallory/);
  });
});

describe('a change by another process', () => {
  test('is heard, once, and only while this one works', async () => {
    const [store, other] = [await open(), await open()];
    await store.beginWork();
    const world = await makeWorld(store, 'Our MSP');
    const row = await addPending(store, world, '1');
    const heard: Change[] = [];
    store.onChange((change) => heard.push(change));
    await other.change(world.tenant.id, row.id, () => ({ result: 0, verification: ended(row, 'approved'), audit: [event('approved')] }));
    await vi.waitFor(() => expect(heard).toEqual([{ tenantId: world.tenant.id, verificationId: row.id }]), { timeout: 5000, interval: 5 });
  });

  test('to a ticket note is heard too: it shows with its verification', async () => {
    const [store, other] = [await open(), await open()];
    await store.beginWork();
    const world = await makeWorld(store, 'Our MSP');
    const row = await addPending(store, world, '1');
    await other.change(world.tenant.id, row.id, () => ({ result: 0, verification: ended(row, 'approved'), ticketNotes: [noteFor(row)], audit: [event('approved')] }));
    const note = await other.claimTicketNote(start, 1000);
    const [heard, own]: [Change[], Change[]] = [[], []];
    store.onChange((change) => heard.push(change));
    other.onChange((change) => own.push(change));
    await other.updateTicketNote({ ...note!, state: 'written', doneAt: start }, note!);
    await vi.waitFor(() => expect([heard, own]).toEqual([[{ tenantId: world.tenant.id, verificationId: row.id }], [{ tenantId: world.tenant.id, verificationId: row.id }]]), { timeout: 5000, interval: 5 });
  });

  test('is asked for again after the connection broke', async () => {
    const store = await open();
    await store.beginWork();
    const heard: Change[] = [];
    store.onChange((change) => heard.push(change));
    await breakConnections();
    await vi.waitFor(() => expect(heard).toEqual([undefined]), { timeout: 10_000, interval: 20 });
    const other = await open();
    const world = await makeWorld(other, 'Our MSP');
    const row = await addPending(other, world, '1');
    await other.change(world.tenant.id, row.id, () => ({ result: 0, verification: ended(row, 'denied'), audit: [event('denied')] }));
    await vi.waitFor(() => expect(heard.at(-1)).toEqual({ tenantId: world.tenant.id, verificationId: row.id }), { timeout: 5000, interval: 5 });
  });
});

test('a database that drops every connection is used again at once', async () => {
  const store = await open();
  const world = await makeWorld(store, 'Our MSP');
  await Promise.all(Array.from({ length: 10 }, () => store.listTenants()));
  await breakConnections();
  await vi.waitFor(() => store.checkWritable(), { timeout: 5000, interval: 50 });
  await expect(addPending(store, world, '1')).resolves.toMatchObject({ status: 'pending' });
});

describe('a decision', () => {
  const lockChain = (client: Client, tenantId: string) => client.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('countersign chain ${tenantId}', 0))`);

  async function connected(body: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await body(client);
    } finally {
      await client.end();
    }
  }

  test('whose connection breaks under way fails by itself: the process lives, and the next one is decided', async () => {
    const store = await open();
    const world = await makeWorld(store, 'Our MSP');
    await connected(async (client) => {
      await lockChain(client, world.tenant.id);
      const lost = addPending(store, world, '1').then(() => 'written', () => 'failed');
      const terminate = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%batch_facts%'`;
      await vi.waitFor(async () => expect(await query(terminate)).toHaveLength(1), { timeout: 5000, interval: 20 });
      expect(await lost).toBe('failed');
    });
    await expect(addPending(store, world, '1')).resolves.toMatchObject({ status: 'pending' });
  });

  test('of one tenant is not held up by another tenant whose chain somebody holds', async () => {
    const store = await open();
    const [held, free] = [await makeWorld(store, 'Held MSP'), await makeWorld(store, 'Free MSP')];
    await connected(async (client) => {
      await lockChain(client, held.tenant.id);
      const waiting = addPending(store, held, '1');
      await expect(addPending(store, free, '1')).resolves.toMatchObject({ status: 'pending' });
      await client.query('COMMIT');
      await expect(waiting).resolves.toMatchObject({ status: 'pending' });
    });
  });

  test('waits for nothing on a connection that fell silent', async () => {
    const silent = await silence(url, 'batch_facts');
    const store = await createPostgresStore({ url: silent.url });
    const world = await makeWorld(store, 'Our MSP');
    silent.arm();
    const lost = addPending(store, world, '1').then(() => 'written', () => 'failed');
    const next = addPending(store, world, '2');
    expect(await lost).toBe('failed');
    await expect(next).resolves.toMatchObject({ status: 'pending' });
    await silent.close();
    await store.close();
  }, 40_000);
});

test('attempts of addresses that never come back are forgotten once their window is over', async () => {
  const store = await open();
  for (let index = 0; index < 20; index += 1) await store.takeAttempt(`address ${index}`, 2, 1000, index);
  await store.takeAttempt('later', 2, 1000, 5000);
  expect(await query('SELECT key FROM attempts')).toEqual([{ key: 'later' }]);
});

test('revoking a technician who is just signing out fails neither', async () => {
  const [store, other] = [await open(), await open()];
  const { tenant } = await makeWorld(store, 'Our MSP');
  for (let round = 0; round < 15; round += 1) {
    const technician = await store.addTechnician({ tenantId: tenant.id, name: 'Sam', email: `sam${round}@msp.example`, role: 'technician' }, event('technician_added'));
    await store.addPairingCode({ tenantId: tenant.id, technicianId: technician.id, codeHash: `code${round}`, expiresAt: start + 1 });
    await store.redeemPairingCode(`code${round}`, { thumbprint: `thumb${round}`, name: 'Browser' }, start);
    const both = await Promise.all([store.revokeTechnician(tenant.id, technician.id, start, event('technician_revoked')), other.removeDevice(tenant.id, `thumb${round}`, event('device_removed'))]);
    expect(both[0]).toBe(true);
  }
});

test('a database whose default isolation is another one is used all the same', async () => {
  await query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''repeatable read''', current_database()); END $$`);
  const stores = await Promise.all([open(), open()]);
  const world = await makeWorld(stores[0]!, 'Our MSP');
  const results = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => addPending(stores[index % 2]!, world, String(index))));
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
});

describe('what a process was sending', () => {
  test('is known as interrupted as soon as that process is dead, and not before', async () => {
    const store = await open();
    await store.beginWork();
    const world = await makeWorld(store, 'Our MSP');
    const row = await addPending(store, world, '1');
    const script = join(import.meta.dirname, '../../support/claim-and-wait.ts');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, url, String(start)], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await new Promise((resolve, reject) => {
        child.stdout.once('data', resolve);
        child.once('exit', () => reject(new Error('the other process ended')));
      });
      expect(await store.listInterrupted(9)).toEqual([]);
    } finally {
      child.kill('SIGKILL');
    }
    await vi.waitFor(async () => expect((await store.listInterrupted(9)).map(({ verificationId }) => verificationId)).toEqual([row.id]), { timeout: 5000, interval: 20 });
  });

  test('stays its own while it lives, even to itself', async () => {
    const store = await open();
    await store.beginWork();
    await addPending(store, await makeWorld(store, 'Our MSP'), '1');
    expect(await store.claimMessage(start)).toMatchObject({ state: 'sending' });
    expect(await store.listInterrupted(9)).toEqual([]);
  });
});
