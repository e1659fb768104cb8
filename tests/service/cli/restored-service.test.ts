import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyChain } from '../../../service/src/audit/chain.ts';
import { readConfig } from '../../../service/src/config.ts';
import { createLog } from '../../../service/src/lib/log.ts';
import { startService } from '../../../service/src/main.ts';
import type { Service } from '../../../service/src/main.ts';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';
import { aRequest, createRecorder, sam, settled, startTestService, startVerification } from '../../support/service.ts';
import type { TestClient, TestOptions, TestService } from '../../support/service.ts';

let original: TestService | undefined;
let client: TestClient;
let running: TestCli;
let target: TestCli;
let restored: Service | undefined;
let folder: string;
const recorder = createRecorder();

/** A service that runs, a browser that is signed in, and command lines on its data and on another computer's. `env` is set on both. */
async function begin(options: TestOptions = {}, env: (folder: string) => Record<string, string> = () => ({})): Promise<void> {
  target = await createTestCli();
  Object.assign(target.env, env(target.folder));
  original = await startTestService({ ...options, env: env(target.folder) });
  target.env['COUNTERSIGN_PORT'] = new URL(original.origin).port;
  client = await original.signIn();
  const { databaseUrl } = original.config;
  running = await createTestCli({ COUNTERSIGN_DATA: original.dataFolder, ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }), ...env(target.folder) });
  folder = join(target.folder, 'backup');
}

beforeEach(() => { recorder.letters.length = 0; });
afterEach(async () => {
  await restored?.stop();
  restored = undefined;
  await original?.stop();
  await Promise.all([running.remove(), target.remove()]);
});

/** Takes a backup of the running service, ends it, and starts another one from the backup at the same address. */
async function moveHouse(): Promise<Service> {
  expect(await running.run('backup', folder)).toMatchObject({ exit: 0, err: '' });
  await original?.stop();
  original = undefined;
  expect(await target.run('restore', folder)).toMatchObject({ exit: 0, err: '' });
  restored = await startService(readConfig(target.env), { senders: recorder.senders, log: createLog({ write: () => undefined }) });
  return restored;
}

describe('a service restored from a backup that was made while it ran', () => {
  test('signs the same browser in, shows the same code, and decides what was pending', async () => {
    await begin();
    const pending = await startVerification(client);
    const token = client.state.accessToken;
    const { store } = await moveHouse();
    const seen = await client.call('getVerification', { id: pending.id });
    expect(seen).toMatchObject({ status: 200, body: { status: 'pending', code: pending.code } });
    expect(client.state.accessToken).toBe(token);
    expect((await client.signIn()).status).toBe(200);
    const decided = await client.call('decide', { id: pending.id, body: { decision: 'approve' } });
    expect(decided).toMatchObject({ status: 200, body: { status: 'approved' } });
    const chain = await store.listAudit((await store.listTenants())[0]!.id, 1, 999);
    expect(verifyChain(chain)).toBeUndefined();
    expect(chain.map(({ body }) => (JSON.parse(body) as { type: string }).type).slice(-2)).toEqual(['restored', 'approved']);
  });

  test('never sends again what waited when the backup was made: it may have left since', async () => {
    await begin({ wrapStore: (store) => ({ ...store, claimMessage: async () => undefined }) });
    const { body } = await client.call('startVerification', { body: aRequest(sam) });
    expect(body.delivery.state).toBe('queued');
    await moveHouse();
    expect(await settled(client, body.id)).toMatchObject({ delivery: { state: 'maybe_sent', reason: 'interrupted' } });
    expect(recorder.letters).toEqual([]);
  });
});

describe('the evidence of a restored service', () => {
  test('verifies with the key and the checkpoints of the backup', async () => {
    await begin();
    await startVerification(client);
    await running.run('audit', 'checkpoint');
    const before = await running.run('audit', 'key');
    await moveHouse();
    expect(await target.run('audit', 'key')).toEqual(before);
    const verified = await target.run('audit', 'verify');
    expect(verified).toMatchObject({ exit: 0, err: '' });
  });

  test('verifies beside checkpoints of what came after the backup, and says what is lost', async () => {
    await begin({}, (of) => ({ COUNTERSIGN_CHECKPOINT_FILE: join(of, 'outside.jsonl') }));
    await startVerification(client);
    expect((await running.run('backup', folder)).exit).toBe(0);
    await startVerification(client, { method: 'sms' });
    expect((await running.run('audit', 'checkpoint')).exit).toBe(0);
    await original?.stop();
    original = undefined;
    expect(await target.run('restore', folder)).toMatchObject({ exit: 0, err: '' });
    const verified = await target.run('audit', 'verify');
    expect(verified).toMatchObject({ exit: 0, err: '' });
    expect(verified.out).toMatch(/a backup that ends with entry \d+ was restored: entries \d+ to \d+ of before then are lost/);
  });
});

test('a restore is refused while a service runs on the same data', async () => {
  await begin();
  expect((await running.run('backup', folder)).exit).toBe(0);
  const said = await running.run('restore', folder);
  expect(said.exit).toBe(1);
  expect(said.err).toMatch(/^(Another service is running on this data folder\. Stop it first|The database is not empty)/);
});
