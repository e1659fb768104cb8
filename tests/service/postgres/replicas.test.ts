import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aRequest, startTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { createTestClient } from '../../support/test-client.ts';
import type { TestClient } from '../../support/test-client.ts';

/** Two services on one database, and a proxy in front that takes turns. */

const key = Buffer.alloc(32, 5).toString('base64');
const publicOrigin = 'https://verify.harbor.example';
let first: TestService;
let second: TestService;
let proxy: ReturnType<typeof createServer>;
let alex: TestClient;

beforeAll(async () => {
  const env = { COUNTERSIGN_TOKEN_KEY: key, COUNTERSIGN_CODE_KEY: key, COUNTERSIGN_PUBLIC_ORIGIN: publicOrigin };
  first = await startTestService({ env });
  second = await startTestService({ env: { ...env, DATABASE_URL: first.config.databaseUrl ?? '' } });
  let turn = 0;
  proxy = createServer((incoming, outgoing) => {
    const { origin } = [first, second][(turn += 1) % 2]!;
    const onward = request(origin + incoming.url, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  alex = await createTestClient(`http://127.0.0.1:${port}`, { seenAs: publicOrigin });
  await alex.pair(await first.invite());
});

afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await second.stop();
  await first.stop();
});

test('a technician works with both as with one', async () => {
  const started = await alex.call('startVerification', { body: aRequest() });
  expect(started.status).toBe(201);
  const { id } = started.body;
  for (let ask = 0; ask < 6; ask += 1) expect((await alex.call('getVerification', { id })).status).toBe(200);
  await vi.waitFor(async () => expect((await alex.call('getVerification', { id })).body.delivery.state).toBe('handed_over'), { timeout: 5000, interval: 20 });
  expect((await alex.call('decide', { id, body: { decision: 'approve' } })).body.status).toBe('approved');
  expect([...first.letters, ...second.letters]).toHaveLength(1);
});

test('a decision that one of them made reaches a stream that the other has open', async () => {
  const { body: { id } } = await alex.call('startVerification', { body: aRequest(undefined, { method: 'sms' }) });
  const streams = await Promise.all([alex.watch(id), alex.watch(id)]);
  await alex.call('cancel', { id });
  for (const { events } of streams) {
    const seen: string[] = [];
    for await (const { event, data } of events) if (event === 'verification') seen.push(data.status);
    expect(seen.at(-1)).toBe('cancelled');
  }
}, 4000);
