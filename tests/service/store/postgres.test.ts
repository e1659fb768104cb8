import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Told } from '../../../service/src/lib/told.ts';
import { createPostgresStore } from '../../../service/src/store/postgres/postgres-store.ts';
import type { Change, Store } from '../../../service/src/store/store.ts';
import { createStoreSource } from '../../support/store-source.ts';
import type { StoreSource } from '../../support/store-source.ts';
import { addPending, ended, event, makeWorld, start } from './fixture.ts';

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
    expect(await query('SELECT version FROM schema_version')).toEqual([{ version: 1 }]);
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
