import { once } from 'node:events';
import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Verification } from '#contract/verification';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import type { SmtpSink } from '../../support/sinks/smtp-sink.ts';
import { crowd } from '../../support/stage/cast.ts';
import { startServiceProcess } from '../../support/stage/service-process.ts';
import type { ServiceProcess } from '../../support/stage/service-process.ts';
import { createStoreSource } from '../../support/store-source.ts';
import type { StoreSource } from '../../support/store-source.ts';
import { createTestClient } from '../../support/test-client.ts';
import type { StreamEvent, TestClient } from '../../support/test-client.ts';

const stopSeconds = 6;
let source: StoreSource;
let mail: SmtpSink;
let service: ServiceProcess;
let client: TestClient;
let used = 0;

beforeAll(async () => {
  source = await createStoreSource();
  mail = await startSmtpSink();
  service = await startServiceProcess({
    ...(source.databaseUrl && { DATABASE_URL: source.databaseUrl }),
    COUNTERSIGN_SMTP_URL: mail.url,
    COUNTERSIGN_SMTP_INSECURE: '1',
    COUNTERSIGN_MAIL_FROM: 'help@northwind.example',
    COUNTERSIGN_STOP_SECONDS: String(stopSeconds),
  });
  client = await createTestClient(service.origin);
  await client.pair(await service.pairingCode());
}, 60_000);

afterAll(async () => {
  await service?.close();
  await Promise.all([mail?.close(), source?.remove()]);
}, 30_000);

type Sent = { id: string; email: string };

/** SEND for as many people who got nothing yet; each was acknowledged. */
async function send(people: number): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const { number, company, contact, email } of crowd.slice(used, used + people)) {
    const page = { ticket: { host: 'na.myconnectwise.net', number }, company, contact, email };
    const { status, body } = await client.call('startVerification', { body: { contact: page, method: 'email', action: null, direction: 'inbound', check: 'code' } });
    expect(status).toBe(201);
    sent.push({ id: body.id, email });
  }
  used += people;
  return sent;
}

const find = async ({ id }: Sent): Promise<Verification> => (await client.call('getVerification', { id })).body;
const codesFor = ({ email }: Sent) => mail.messages.filter(({ to }) => to === email).map(({ code }) => code);
const settled = (sent: Sent) => vi.waitFor(async () => {
  const seen = await find(sent);
  expect(['queued', 'sending']).not.toContain(seen.delivery.state);
  return seen;
}, { timeout: 10_000, interval: 50 });

/** Ends it as an operator does, and says how. */
async function terminate(): Promise<{ exit: number | null; seconds: number }> {
  const begin = performance.now();
  const exit = await service.kill('SIGTERM');
  return { exit, seconds: (performance.now() - begin) / 1000 };
}

describe('a service that is told to stop', () => {
  test('right after it acknowledged a SEND sends every code, one each, and knows after the next start that it did', async () => {
    mail.setBehaviour('slow');
    const sent = await send(6); // more than are sent at the same time
    expect((await find(sent[5]!)).delivery.state).toBe('queued');
    const { exit, seconds } = await terminate();
    expect(exit).toBe(0);
    expect(seconds).toBeLessThan(stopSeconds);
    for (const one of sent) expect(codesFor(one)).toHaveLength(1);

    await service.restart();
    for (const one of sent) {
      const seen = await find(one);
      expect(seen.delivery).toEqual({ state: 'handed_over', reason: null });
      expect(codesFor(one)).toEqual([seen.code]);
    }
  }, 60_000);

  test('while the mail server hangs ends within its time; what was not taken up leaves after the next start, the rest is "maybe sent"', async () => {
    mail.setBehaviour('hang-before-data');
    const before = mail.connections();
    const sent = await send(6);
    await vi.waitFor(() => expect(mail.connections()).toBe(before + 4), { timeout: 10_000 });
    const { exit, seconds } = await terminate();
    expect(exit).toBe(0);
    expect(seconds).toBeLessThan(stopSeconds + 2);

    mail.setBehaviour('accept');
    await service.restart();
    const states = [];
    for (const one of sent) states.push((await settled(one)).delivery.state);
    expect(states).toEqual([...Array(4).fill('maybe_sent'), 'handed_over', 'handed_over']);
    expect(sent.map((one) => codesFor(one).length)).toEqual([0, 0, 0, 0, 1, 1]);
  }, 60_000);

  test('in the middle of a decision answers it, shows it on the open stream, ends the stream, and keeps it', async () => {
    mail.setBehaviour('accept');
    const [sent] = await send(1);
    await settled(sent!);
    const { events } = await client.watch(sent!.id);
    const seen = readAll(events);
    const { ask, finish, answered } = await beginApproval(sent!.id);
    const ended = terminate();
    await vi.waitFor(async () => expect(await accepts()).toBe(false), { timeout: 5000, interval: 20 });
    finish();
    const answer = await answered;
    expect(answer.statusCode).toBe(200);
    expect(await json(answer)).toMatchObject({ status: 'approved' });
    ask.destroy();

    expect((await seen).filter(({ event }) => event === 'verification').at(-1)?.data).toMatchObject({ status: 'approved' });
    expect((await ended).exit).toBe(0);
    await service.restart();
    expect((await find(sent!)).status).toBe('approved');
  }, 60_000);

  test('ends an open stream with the state as it stands', async () => {
    const [sent] = await send(1);
    await settled(sent!);
    const { events } = await client.watch(sent!.id);
    const first = await events.next();
    const rest = readAll(events);
    expect((await terminate()).exit).toBe(0);
    expect((await rest).filter(({ event }) => event === 'verification')).toEqual([]);
    expect(first.value.data).toMatchObject({ status: 'pending', delivery: { state: 'handed_over' } });
    await service.restart();
  }, 60_000);

  test('and told again ends at once', async () => {
    mail.setBehaviour('hang-before-data');
    const before = mail.connections();
    await send(1);
    await vi.waitFor(() => expect(mail.connections()).toBe(before + 1), { timeout: 10_000 });
    const first = terminate();
    await vi.waitFor(async () => expect(await accepts()).toBe(false), { timeout: 5000, interval: 20 });
    expect((await terminate()).exit).toBe(1);
    expect((await first).seconds).toBeLessThan(stopSeconds / 2);
    mail.setBehaviour('accept');
    await service.restart();
  }, 60_000);
});

async function readAll(events: AsyncGenerator<StreamEvent>): Promise<StreamEvent[]> {
  const seen: StreamEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

const accepts = () => fetch(`${service.origin}/healthz`).then(() => true, () => false);

/** An APPROVE whose body is still on its way: the service has begun to read it. */
async function beginApproval(id: string): Promise<{ ask: ClientRequest; finish: () => void; answered: Promise<IncomingMessage> }> {
  const url = `${service.origin}/v1/verifications/${id}/decision`;
  const { nonce, accessToken } = client.state;
  const body = JSON.stringify({ decision: 'approve' });
  const headers = {
    Authorization: `DPoP ${accessToken}`, DPoP: await client.makeProof({ method: 'POST', url, nonce, accessToken }),
    'Content-Type': 'application/json', 'Content-Length': body.length, Expect: '100-continue',
  };
  const ask = request(url, { method: 'POST', headers });
  const answered = once(ask, 'response').then(([answer]) => answer as IncomingMessage);
  ask.flushHeaders();
  await once(ask, 'continue');
  ask.write(body.slice(0, 5));
  return { ask, finish: () => ask.end(body.slice(5)), answered };
}
