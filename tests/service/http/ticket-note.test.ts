import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Verification } from '#contract/verification';
import { startConnectwiseApi } from '../../support/connectwise-api/connectwise-api.ts';
import type { ConnectwiseApi } from '../../support/connectwise-api/connectwise-api.ts';
import { connectTenant } from '../../support/connectwise-client.ts';
import { readMetrics, valueOf } from '../../support/metrics.ts';
import { aRequest, createTestClock, settled, startTestService } from '../../support/service.ts';
import type { TestClient, TestService } from '../../support/service.ts';
import type { StreamEvent } from '../../support/test-client.ts';
import { recordsFor, serviceTicket, site } from '../connectwise/notes-house.ts';

const key = new Uint8Array(32).fill(5);
const clock = createTestClock();
let api: ConnectwiseApi;
let service: TestService;
let alex: TestClient;
beforeAll(async () => {
  api = await startConnectwiseApi({ records: recordsFor([serviceTicket, 'ServiceTicket']) });
  const env = { COUNTERSIGN_CONNECTWISE_KEY: Buffer.from(key).toString('base64'), COUNTERSIGN_METRICS_PORT: '0' };
  service = await startTestService({ clock, env, heartbeatMs: 60_000, connectwise: { timeoutMs: 1_000, pollMs: 100 } });
  const account = { customerName: 'Acme', name: 'Jo Doe', email: 'jo@acme.example', mobile: '+12025550199' };
  await service.addAccount(service.tenant.id, account);
  await connectTenant(service.store, api, { tenantId: service.tenant.id, site, key, at: clock.now() });
  alex = await service.signIn();
});
afterEach(() => api.setFault(() => undefined));
afterAll(async () => {
  await service.stop();
  await api.close();
});

/** A code that was sent to Jo, on the ticket. */
async function sent(): Promise<Verification> {
  clock.advance(150);
  const { contact, ...rest } = aRequest();
  const { status, body } = await alex.call('startVerification', { body: { ...rest, contact: { ...contact, ticket: { host: site, number: String(serviceTicket) } } } });
  expect(status, JSON.stringify(body)).toBe(201);
  return settled(alex, body.id);
}
const decide = (id: string) => alex.call('decide', { id, body: { decision: 'approve' } });
const read = async (id: string): Promise<Verification> => (await alex.call('getVerification', { id })).body;
const figure = async (name: string, labels = {}) => valueOf(await readMetrics(service.metricsOrigin), `countersign_${name}`, labels);

/** The stream's next word about the verification. */
async function next(events: AsyncGenerator<StreamEvent>): Promise<Verification | undefined> {
  const { value, done } = await events.next();
  return done ? undefined : (value as StreamEvent).data;
}

test('it stands on the ticket within two seconds, and a stream tells so before it ends', async () => {
  const { id } = await sent();
  const { events } = await alex.watch(id);
  expect((await next(events))?.note).toBeNull();
  const decidedAt = performance.now();
  expect((await decide(id)).body).toMatchObject({ status: 'approved', note: { state: 'waiting', reason: null } });
  const heard: Verification[] = [];
  for (let state = await next(events); state; state = await next(events)) heard.push(state);
  expect(performance.now() - decidedAt).toBeLessThan(2_000);
  expect(heard.map(({ status }) => status)).toEqual(heard.map(() => 'approved'));
  expect(heard.at(-1)!.note).toEqual({ state: 'written', reason: null });
  expect(api.notesOf(serviceTicket).at(-1)!.text).toContain(heard.at(-1)!.receipt);
  expect(await figure('ticket_notes_total', { state: 'written', reason: 'none' })).toBe(1);
});

test('a ConnectWise that says nothing holds up no decision; the stream stays until the note stands', async () => {
  api.setFault(({ method }) => (method === 'POST' ? 'timeout' : undefined));
  const { id } = await sent();
  const decidedAt = performance.now();
  expect((await decide(id)).body.status).toBe('approved');
  expect(performance.now() - decidedAt).toBeLessThan(900);
  await expect.poll(async () => (await read(id)).note, { timeout: 5_000 }).toEqual({ state: 'failed', reason: 'unreachable' });
  await expect.poll(() => figure('ticket_notes_waiting'), { timeout: 5_000 }).toBe(1);
  const { events } = await alex.watch(id);
  expect((await next(events))?.note?.state).toBe('failed');
  api.setFault(() => undefined);
  clock.advance(60);
  expect((await next(events))?.note?.state).toBe('written');
  expect(await next(events)).toBeUndefined();
  await expect.poll(() => figure('ticket_notes_waiting'), { timeout: 5_000 }).toBe(0);
  expect(await figure('ticket_notes_total', { state: 'failed', reason: 'unreachable' })).toBe(1);
});

test('another technician is told of it as well', async () => {
  const { id } = await sent();
  await decide(id);
  const sasha = await service.signIn('Sasha');
  await expect.poll(async () => (await sasha.call('getVerification', { id })).body.note, { timeout: 5_000 }).toEqual({ state: 'written', reason: null });
});

test('the policy at SEND says whether there is one', async () => {
  const setPolicy = (policy: object) => service.store.writePolicy(service.tenant.id, null, policy, { type: 'policy_set', at: clock.now(), technicianId: null, verificationId: null, details: {} });
  const before = api.notesOf(serviceTicket).length;
  await setPolicy({ ticketNote: 'off' });
  const { id } = await sent();
  await setPolicy({});
  expect((await decide(id)).body).toMatchObject({ status: 'approved', note: null });
  const other = await sent();
  await decide(other.id);
  await expect.poll(() => api.notesOf(serviceTicket).length, { timeout: 5_000 }).toBe(before + 1);
  expect(api.notesOf(serviceTicket).at(-1)!.text).not.toContain((await read(id)).receipt);
});
