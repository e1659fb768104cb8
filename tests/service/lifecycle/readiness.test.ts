import { afterEach, expect, test } from 'vitest';
import type { Store } from '../../../service/src/store/store.ts';
import { readMetrics, valueOf } from '../../support/metrics.ts';
import { startTestService } from '../../support/service.ts';
import type { TestOptions, TestService } from '../../support/service.ts';
import { readAnswer } from '../../support/test-client.ts';

const forever = () => new Promise<never>(() => undefined);
let service: TestService;
afterEach(() => service.stop());

/** A service whose monotonic clock can be moved on, and whose store can be broken at any moment. */
async function start(options: TestOptions = {}) {
  const time = { skippedMs: 0 };
  const broken: Partial<Store> = {};
  const wrapStore = (store: Store) => new Proxy(store, { get: (target, name, receiver) => Reflect.get(name in broken ? broken : target, name, receiver) });
  const onTop = (store: Store): Store => ({ ...store, checkWritable: () => wrapStore(store).checkWritable(), claimMessage: (now) => wrapStore(store).claimMessage(now) });
  service = await startTestService({ ...options, monotonic: () => performance.now() + time.skippedMs, wrapStore: onTop, env: { COUNTERSIGN_METRICS_PORT: '0', COUNTERSIGN_STOP_SECONDS: '1' } });
  return { time, broken };
}

const readyz = async () => readAnswer(await fetch(`${service.origin}/readyz`));
const missing = async () => (await readyz()).body.detail;
const readyParts = async () => {
  const samples = await readMetrics(service.metricsOrigin);
  return Object.fromEntries(['running', 'database', 'delivery', 'expiry'].map((part) => [part, valueOf(samples, 'countersign_ready', { part })]));
};
const told = () => service.logLines.map((line) => JSON.parse(line) as { msg: string; parts?: string[] }).filter(({ msg }) => msg.includes('ready'));

test('a service that can do its work is ready', async () => {
  await start();
  expect(await readyz()).toMatchObject({ status: 200, body: { status: 'ready' } });
  expect(await readyParts()).toEqual({ running: 1, database: 1, delivery: 1, expiry: 1 });
});

test('a database that cannot be written makes it not ready, by name and without the reason; the process still answers', async () => {
  const { broken } = await start();
  broken.checkWritable = async () => { throw new Error('disk full at /var/lib/secret'); };
  const answer = await readyz();
  expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable', detail: 'Not ready: database.' } });
  expect(JSON.stringify(answer.body)).not.toContain('secret');
  expect(await readyParts()).toEqual({ running: 1, database: 0, delivery: 1, expiry: 1 });
  expect((await fetch(`${service.origin}/healthz`)).status).toBe(200);
  delete broken.checkWritable;
  expect((await readyz()).status).toBe(200);
  expect(told().map(({ msg, parts }) => [msg, parts])).toEqual([['not ready', ['database']], ['ready again', undefined]]);
});

test('a database that hangs is answered for within two seconds, and is not asked again meanwhile', async () => {
  const { broken } = await start();
  let asked = 0;
  broken.checkWritable = () => {
    asked += 1;
    return forever();
  };
  const begin = performance.now();
  const answers = await Promise.all([readyz(), readyz(), readyz()]);
  expect(performance.now() - begin).toBeLessThan(2000);
  expect(answers.map(({ body }) => body.detail)).toEqual(Array(3).fill('Not ready: database.'));
  expect(await missing()).toBe('Not ready: database.');
  expect(asked).toBe(1);
});

test('an outbox worker that is stuck makes it not ready', async () => {
  const { broken, time } = await start();
  let stuck = false;
  broken.claimMessage = () => {
    stuck = true;
    return forever();
  };
  await expect.poll(() => stuck, { timeout: 5000 }).toBe(true);
  time.skippedMs += 6000;
  await expect.poll(missing).toBe('Not ready: delivery.');
  expect(await readyParts()).toEqual({ running: 1, database: 1, delivery: 0, expiry: 1 });
});

test('workers that wait for a slow provider are no reason, one that never comes back is', async () => {
  let sending = false;
  const { broken, time } = await start({ senders: { email: () => {
    sending = true;
    return forever();
  } } });
  const client = await service.signIn();
  const contact = { ticket: { host: 'na.myconnectwise.net', number: '1' }, company: 'Acme', contact: 'Jo Doe', email: 'jo@acme.example' };
  await client.call('startVerification', { body: { contact, method: 'email', action: null, direction: 'inbound', check: 'code' } });
  await expect.poll(() => sending).toBe(true);
  let looks = 0;
  broken.claimMessage = () => {
    looks += 1;
    return forever();
  };
  await expect.poll(() => looks, { timeout: 5000 }).toBeGreaterThan(0);
  time.skippedMs += 30_000;
  await expect.poll(async () => (await readyz()).status).toBe(200);
  time.skippedMs += 70_000;
  await expect.poll(missing).toBe('Not ready: delivery.');
});

test('an expiry loop that is stuck makes it not ready', async () => {
  const { time } = await start({ wrapVerifications: (verifications) => ({ ...verifications, expireOverdue: forever }) });
  expect((await readyz()).status).toBe(200);
  time.skippedMs += 6000;
  await expect.poll(missing, { timeout: 5000 }).toBe('Not ready: expiry.');
});

test('a service that stops is not ready', async () => {
  await start();
  service.drain();
  expect(await missing()).toBe('Not ready: running.');
});
