import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTechnician, revokeTechnician } from '../../../service/src/directory/technicians.ts';
import { openStore } from '../../../service/src/store/open-store.ts';
import type { Store } from '../../../service/src/store/store.ts';
import { createTestClock, startTestService, startVerification } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import type { StreamEvent, TestClient } from '../../support/test-client.ts';

const clock = createTestClock();
let service: TestService;
let alex: TestClient;
let accounts = 0;
beforeAll(async () => {
  service = await startTestService({ clock, heartbeatMs: 40 });
  alex = await service.signIn('Alex');
});
afterAll(() => service.stop());

async function aVerification(client = alex) {
  accounts += 1;
  const account = { customerName: 'Acme', name: 'Ann', email: `ann${accounts}@acme.example`, mobile: '+12025550199' };
  await service.addAccount(service.tenant.id, account);
  return startVerification(client, {}, account);
}

async function next(events: AsyncGenerator<StreamEvent>, event: string): Promise<any> {
  for await (const one of { [Symbol.asyncIterator]: () => ({ next: () => events.next() }) }) if (one.event === event) return one.data;
  throw new Error(`The stream ended without ${event}.`);
}

/** How many events came until the stream ended by itself. */
async function drain(events: AsyncGenerator<StreamEvent>): Promise<StreamEvent[]> {
  const rest: StreamEvent[] = [];
  for await (const event of events) rest.push(event);
  return rest;
}

test('the current state comes first, then heartbeats with the clock of the service, then the change, and an end after the end', async () => {
  const { id, code } = await aVerification();
  const { response, events } = await alex.watch(id);
  expect(response.headers.get('Content-Type')).toContain('text/event-stream');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const first = (await events.next()).value as StreamEvent;
  expect(first).toMatchObject({ event: 'verification', data: { id, code, status: 'pending', yours: true } });
  expect(await next(events, 'heartbeat')).toEqual({ now: clock.now() });
  await alex.call('decide', { id, body: { decision: 'approve' } });
  expect(await next(events, 'verification')).toMatchObject({ id, status: 'approved', code: null });
  expect(await drain(events)).toEqual([]);
});

test('an ended verification is told once, and the stream ends', async () => {
  const { id } = await aVerification();
  await alex.call('cancel', { id });
  const { events } = await alex.watch(id);
  expect((await drain(events)).map(({ data }) => data.status)).toEqual(['cancelled']);
});

test('nothing is told twice while nothing changes', async () => {
  const { id } = await aVerification();
  const { events } = await alex.watch(id);
  const seen: StreamEvent[] = [];
  for (let count = 0; count < 6; count += 1) seen.push((await events.next()).value as StreamEvent);
  expect(seen.map(({ event }) => event)).toEqual(['verification', ...Array<string>(5).fill('heartbeat')]);
  await events.return(undefined);
});

test('another technician may watch, and sees no code', async () => {
  const sasha = await service.signIn('Sasha');
  const { id, code } = await aVerification();
  const { events } = await sasha.watch(id);
  const first = (await events.next()).value as StreamEvent;
  expect(first.data).toMatchObject({ id, yours: false, code: null, technician: 'Alex' });
  expect(JSON.stringify(first)).not.toContain(code);
  await alex.call('decide', { id, body: { decision: 'deny' } });
  expect(await next(events, 'verification')).toMatchObject({ status: 'denied', code: null });
});

test('expiry reaches a watcher without anybody asking', async () => {
  const { id } = await aVerification();
  const { events } = await alex.watch(id);
  await events.next();
  clock.advance(601);
  expect(await next(events, 'verification')).toMatchObject({ status: 'expired' });
});

test('revoking a technician ends an open stream, also when another process did it', async () => {
  const rev = await service.signIn('Rev');
  const { id } = await aVerification(rev);
  const { events } = await rev.watch(id);
  await events.next();
  const elsewhere = await openStore(service.config);
  const { email } = (await elsewhere.listTechnicians(service.tenant.id)).find(({ name }) => name === 'Rev')!;
  await revokeTechnician({ store: elsewhere, now: clock.now }, (await findTechnician(elsewhere, service.tenant.id, email))!);
  await elsewhere.close();
  const rest = await drain(events);
  expect(rest.every(({ event }) => event === 'heartbeat')).toBe(true);
});

test('a decision that another process made reaches the stream', async () => {
  const { id } = await aVerification();
  const { events } = await alex.watch(id);
  await events.next();
  const elsewhere = await openStore(service.config);
  await elsewhere.change(service.tenant.id, id, ({ verification }) => ({ result: undefined, verification: { ...verification, status: 'cancelled', endedAt: clock.now() }, audit: [{ type: 'cancelled', at: clock.now(), technicianId: null, verificationId: id, details: {} }] }));
  await elsewhere.close();
  expect(await next(events, 'verification')).toMatchObject({ status: 'cancelled' });
});

test('a watcher who leaves is forgotten', async () => {
  let listening = 0;
  const wrapStore = (store: Store): Store => ({
    ...store,
    onChange: (listener) => {
      const stop = store.onChange(listener);
      listening += 1;
      return () => {
        listening -= 1;
        stop();
      };
    },
  });
  const own = await startTestService({ heartbeatMs: 40, wrapStore });
  const client = await own.signIn();
  const { id } = await startVerification(client);
  const leaving = new AbortController();
  const { events } = await client.watch(id, leaving.signal);
  await next(events, 'heartbeat');
  expect(listening).toBe(1);
  leaving.abort();
  await expect.poll(() => listening).toBe(0);
  await own.stop();
});

test('an open stream does not keep the service from stopping', async () => {
  const own = await startTestService();
  const client = await own.signIn();
  const { id } = await startVerification(client);
  const { events } = await client.watch(id);
  await events.next();
  const stopped = own.stop();
  expect(await drain(events)).toEqual([]);
  await stopped;
});

test('a service that stops shows the last state before it ends the stream, even one that nobody announced', async () => {
  const own = await startTestService({ wrapStore: (store) => ({ ...store, onChange: () => () => undefined }) });
  const client = await own.signIn();
  const { id } = await startVerification(client);
  const { events } = await client.watch(id);
  await events.next();
  expect((await client.call('decide', { id, body: { decision: 'approve' } })).status).toBe(200);
  const stopped = own.stop();
  expect((await drain(events)).map(({ event, data }) => [event, data.status])).toEqual([['verification', 'approved']]);
  await stopped;
});
