import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { verifyChain } from '../../../service/src/audit/chain.ts';
import { migrations } from '../../../service/src/store/sqlite/schema.ts';
import { createSqliteStore } from '../../../service/src/store/sqlite/sqlite-store.ts';
import { addPending, event, makeWorld } from './fixture.ts';

async function inFolder(body: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-sqlite-'));
  try {
    await body(join(folder, 'countersign.db'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the database and its write-ahead log can be read by their owner alone', async () => {
  await inFolder(async (path) => {
    const store = await createSqliteStore({ path });
    await store.addTenant('Our MSP');
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect((await stat(file)).mode & 0o777, file).toBe(0o600);
    await store.close();
  });
});

test('what was written is there after closing and opening again', async () => {
  await inFolder(async (path) => {
    const store = await createSqliteStore({ path });
    const world = await makeWorld(store, 'Our MSP');
    const row = await addPending(store, world, '1');
    await store.close();
    const again = await createSqliteStore({ path });
    expect(await again.findVerification(world.tenant.id, row.id)).toEqual(row);
    await again.close();
  });
});

test('a database of a newer service is refused, not damaged', async () => {
  await inFolder(async (path) => {
    const running = await createSqliteStore({ path });
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA user_version = 9999');
    raw.close();
    await expect(running.checkWritable()).rejects.toThrow('another version');
    await running.close();
    await expect(createSqliteStore({ path })).rejects.toThrow('newer version');
  });
});

test('a database of the first version is brought up to date with what it holds', async () => {
  await inFolder(async (path) => {
    const raw = new DatabaseSync(path);
    raw.exec(migrations[0] ?? '');
    raw.exec(`PRAGMA user_version = 1;
      INSERT INTO tenants VALUES ('t', 'Our MSP');
      INSERT INTO customers VALUES ('c', 't', 'Acme', 'acme');
      INSERT INTO accounts VALUES ('a', 't', 'c', 'Jo', 'jo@acme.example', NULL);
      INSERT INTO technicians VALUES ('x', 't', 'Alex', 'alex@msp.example', 'technician', NULL);
      INSERT INTO verifications VALUES ('v', 't', 'c', 'a', 'x', 'Alex', 'k', 'h', 'na.myconnectwise.net', '1', 'Jo', 'Acme', 'email', 'j•••', NULL, 'compare', 300, '[]',
        'pending', NULL, 1, 'queued', NULL, 1, 1, NULL, 600000, 0, 0, NULL, NULL);
      INSERT INTO messages VALUES ('m', 't', 'v', 1, 'email', 'jo@acme.example', 'queued', NULL, 1, NULL, NULL, NULL);`);
    raw.close();
    const store = await createSqliteStore({ path });
    expect(await store.claimMessage(2)).toMatchObject({ id: 'm', accountId: 'a', attempts: 2 });
    expect(await store.readLetter('t', 'v')).toMatchObject({ account: { email: 'jo@acme.example', emailChangedAt: null } });
    await store.close();
  });
});

test('a second service on the same data folder is told so; the command line still works beside the first', async () => {
  await inFolder(async (path) => {
    const [store, second] = [await createSqliteStore({ path }), await createSqliteStore({ path })];
    await store.beginWork();
    await expect(second.beginWork()).rejects.toThrow('Another service is running on this data folder');
    await expect(second.addTenant('Our MSP')).resolves.toMatchObject({ name: 'Our MSP' });
    await store.close();
    await expect(second.beginWork()).resolves.toEqual(expect.any(String));
    await second.close();
  });
});

test('attempts of addresses that never come back are forgotten once their window is over', async () => {
  await inFolder(async (path) => {
    const store = await createSqliteStore({ path });
    for (let index = 0; index < 20; index += 1) await store.takeAttempt(`address ${index}`, 2, 1000, index);
    await store.takeAttempt('later', 2, 1000, 5000);
    await store.close();
    const raw = new DatabaseSync(path);
    expect(raw.prepare('SELECT key FROM attempts').all()).toMatchObject([{ key: 'later' }]);
    raw.close();
  });
});

test('a row that does not parse is an error, never a guess', async () => {
  await inFolder(async (path) => {
    const store = await createSqliteStore({ path });
    const world = await makeWorld(store, 'Our MSP');
    const row = await addPending(store, world, '1');
    const raw = new DatabaseSync(path);
    raw.exec(`UPDATE verifications SET status = 'certainly'`);
    raw.close();
    await expect(store.findVerification(world.tenant.id, row.id)).rejects.toThrow();
    await store.close();
  });
});

test('audit entries can be neither changed nor deleted by SQL', async () => {
  await inFolder(async (path) => {
    const store = await createSqliteStore({ path });
    const tenant = await store.addTenant('Our MSP');
    await store.appendAudit(tenant.id, event('noted'));
    await store.close();
    const raw = new DatabaseSync(path);
    expect(() => raw.exec(`UPDATE audit SET body = '{}'`)).toThrow('never changed');
    expect(() => raw.exec('DELETE FROM audit')).toThrow('never deleted');
    raw.close();
  });
});

test('racing processes share one file: fifty decisions have one winner', async () => {
  await inFolder(async (path) => {
    const store = await createSqliteStore({ path });
    const world = await makeWorld(store, 'Our MSP');
    const row = await addPending(store, world, '1');
    const racers = [0, 1].map(() => race(path, world.tenant.id, row.id));
    const wins = await Promise.all(racers);
    expect(wins[0]! + wins[1]!).toBe(1);
    const entries = await store.listAudit(world.tenant.id, 1, 999);
    expect(entries.filter(({ body }) => body.includes('"type":"raced"'))).toHaveLength(1);
    expect(entries.filter(({ body }) => body.includes('"type":"too_late"'))).toHaveLength(49);
    expect(verifyChain(entries)).toBeUndefined();
    await store.close();
  });
});

/** Another process that decides 25 times; how many of those won. */
async function race(path: string, tenantId: string, id: string): Promise<number> {
  const script = join(import.meta.dirname, 'race.ts');
  const child = spawn(process.execPath, [script, path, tenantId, id], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  return Number(output);
}
