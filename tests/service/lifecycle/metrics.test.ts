import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readMetrics, valueOf } from '../../support/metrics.ts';
import type { Wanted } from '../../support/metrics.ts';
import { aRequest, createTestClock, jo, kim, sam, startTestService, startVerification } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { createTestClient } from '../../support/test-client.ts';
import type { TestClient } from '../../support/test-client.ts';

const clock = createTestClock();
let service: TestService;
let alex: TestClient;
beforeAll(async () => {
  service = await startTestService({ clock, env: { COUNTERSIGN_METRICS_PORT: '0' } });
  alex = await service.signIn();
});
// One address gets a message every twenty seconds at the most.
beforeEach(() => clock.advance(21));
afterAll(() => service.stop());

async function figure(name: string, labels?: Wanted): Promise<number | undefined> {
  return valueOf(await readMetrics(service.metricsOrigin), `countersign_${name}`, labels);
}

/** What a piece of work adds to a figure. */
async function added(name: string, labels: Wanted, work: () => Promise<unknown>): Promise<number> {
  const before = (await figure(name, labels)) ?? 0;
  await work();
  return ((await figure(name, labels)) ?? 0) - before;
}

describe('a figure counts', () => {
  test('each end once, by status, method and reason, however often the decision is repeated', async () => {
    const { id } = await startVerification(alex);
    const decide = async () => {
      for (let again = 0; again < 2; again += 1) await alex.call('decide', { id, body: { decision: 'approve' } });
      await alex.call('decide', { id, body: { decision: 'deny' } });
    };
    expect(await added('verifications_ended_total', { status: 'approved', method: 'email', reason: 'none' }, decide)).toBe(1);
    expect(await figure('verifications_ended_total', { status: 'denied' })).toBeUndefined();
  });

  test('wrong typed codes, and the end that the last of them is', async () => {
    await service.store.writePolicy(service.tenant.id, null, { codeCheck: 'typed' }, { type: 'policy_set', at: clock.now(), technicianId: null, verificationId: null, details: {} });
    const { id } = await startVerification(alex, {}, sam);
    const right = service.letters.at(-1)?.code;
    const guess = async () => {
      for (const attempt of [1, 2, 3]) {
        await alex.call('tryCode', { id, body: { code: right === '000000' ? '111111' : '000000', attempt } });
        clock.advance(2 ** attempt);
      }
    };
    expect(await added('wrong_codes_total', { method: 'email' }, guess)).toBe(3);
    expect(await figure('verifications_ended_total', { status: 'denied', reason: 'too_many_attempts' })).toBe(1);
  });

  test('messages by what became of them, and a failed one as the end of its verification', async () => {
    service.recorder.answer.outcome = { state: 'failed', reason: 'not_a_mobile' };
    expect(await added('messages_total', { method: 'sms', state: 'failed', reason: 'not_a_mobile' }, () => startVerification(alex, { method: 'sms' }))).toBe(1);
    expect(await figure('verifications_ended_total', { status: 'failed', method: 'sms', reason: 'delivery_failed' })).toBe(1);
    service.recorder.answer.outcome = { state: 'handed_over', providerId: null };
    expect(await figure('messages_total', { state: 'handed_over' })).toBe(2);
  });

  test('what expires, by the timer or because the ticket is used again', async () => {
    await startVerification(alex, {}, jo);
    const expire = async () => {
      clock.advance(601);
      await expect.poll(() => figure('verifications_ended_total', { status: 'expired' })).toBe(1);
    };
    expect(await added('verifications_ended_total', { status: 'expired' }, expire)).toBe(1);
  });

  test('open streams, until they end', async () => {
    const { id } = await startVerification(alex, { customerId: (await customerId('Acme')) }, kim);
    const leaving = new AbortController();
    const { events } = await alex.watch(id, leaving.signal);
    await events.next();
    expect(await figure('open_streams')).toBe(1);
    leaving.abort();
    await expect.poll(() => figure('open_streams')).toBe(0);
  });

  test('refused sign-ins by their code, and requests by route and class', async () => {
    const stranger = await createTestClient(service.origin);
    expect(await added('refusals_total', { code: 'device_unknown' }, () => stranger.signIn())).toBe(1);
    expect(await added('refusals_total', { code: 'pairing_code_invalid' }, () => stranger.pair('AAAAA-AAAAA'))).toBe(1);
    const labels = { method: 'GET', route: '/v1/handshake', status: '2xx' };
    expect(await added('request_duration_seconds_count', labels, () => fetch(`${service.origin}/v1/handshake`))).toBe(1);
    expect(await added('request_duration_seconds_count', { method: 'GET', route: 'unknown', status: '4xx' }, () => fetch(`${service.origin}/jo@acme.example`))).toBe(1);
  });
});

async function customerId(name: string): Promise<string | undefined> {
  return (await service.store.listCustomers(service.tenant.id)).find((customer) => customer.name === name)?.id;
}

test('what waits is told with its age', async () => {
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => { answer = resolve; });
  const time = createTestClock();
  const slow = { email: async () => {
    await held;
    return { state: 'handed_over', providerId: null } as const;
  } };
  const busy = await startTestService({ clock: time, senders: slow, env: { COUNTERSIGN_METRICS_PORT: '0' } });
  const client = await busy.signIn();
  for (let n = 1; n <= 6; n += 1) {
    const person = { customerName: 'Acme', name: `Person ${n}`, email: `person${n}@acme.example`, mobile: null };
    await busy.addAccount(busy.tenant.id, person);
    expect((await client.call('startVerification', { body: aRequest(person) })).status).toBe(201);
  }
  time.advance(30);
  // Four are under way at most, once each has been taken.
  await expect.poll(async () => valueOf(await readMetrics(busy.metricsOrigin), 'countersign_outbox_messages'), { timeout: 10_000 }).toBe(2);
  const samples = await readMetrics(busy.metricsOrigin);
  expect(valueOf(samples, 'countersign_outbox_oldest_seconds')).toBe(30);
  expect(valueOf(samples, 'countersign_notices_waiting')).toBe(0);
  expect(valueOf(samples, 'countersign_verifications_pending')).toBe(6);
  answer();
  await busy.stop();
});

test('no label holds an id, a name, an address, a number or a code', async () => {
  const samples = await readMetrics(service.metricsOrigin);
  const ours = samples.filter(({ name }) => name.startsWith('countersign_'));
  expect(ours.length).toBeGreaterThan(50);
  expect(samples.some(({ name }) => name === 'nodejs_eventloop_lag_p99_seconds')).toBe(true);
  expect(samples.some(({ name }) => name === 'process_resident_memory_bytes')).toBe(true);
  const secret = /@|\+\d|\d{6}|[0-9a-f]{8}-|acme|harbor|alex|jo\b/i;
  expect(samples.flatMap(({ labels }) => Object.values(labels)).filter((value) => secret.test(value))).toEqual([]);
});

test('figures are not where the technicians are, and their address serves nothing else', async () => {
  expect((await fetch(`${service.origin}/metrics`)).status).toBe(404);
  for (const path of ['/', '/metrics/', '/healthz', '/v1/handshake']) expect((await fetch(`${service.metricsOrigin}${path}`)).status).toBe(404);
  expect((await fetch(`${service.metricsOrigin}/metrics`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${service.metricsOrigin}/metrics`)).headers.get('Content-Type')).toContain('text/plain; version=0.0.4');
});
