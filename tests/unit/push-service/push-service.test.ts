import { afterEach, beforeEach, expect, test } from 'vitest';
import { poll } from '../../support/browsers/poll';
import { type PushService, startPushService } from '../../support/push-service/push-service';
import { createSender, sendPush } from '../../support/push-service/send-push';
import { connectUserAgent, type UserAgent } from '../../support/push-service/user-agent';

const sender = createSender();
let now: number;
let service: PushService;
let phone: UserAgent;
let subscription: Awaited<ReturnType<UserAgent['subscribe']>>;
const last = () => service.requests.at(-1)!;

beforeEach(async () => {
  now = Date.now();
  service = await startPushService({ now: () => now });
  phone = await connectUserAgent(service.serverUrl);
  subscription = await phone.subscribe(sender.publicKey);
});
afterEach(async () => {
  phone.close();
  await service.close();
});

/** Another connection of the same browser. */
async function reconnect(): Promise<UserAgent> {
  phone.close();
  phone = await connectUserAgent(service.serverUrl, phone.id);
  return phone;
}
/** A message that came, after which everything sent before it has come too. */
async function countReceived(): Promise<number> {
  const before = phone.received();
  await sendPush(sender, await phone.subscribe(sender.publicKey), 'last', { TTL: 0 });
  await poll('the last message', () => phone.received() > before);
  return phone.received() - 1;
}

test('a message that is right reaches the browser: 201, its place and its TTL', async () => {
  const response = await sendPush(sender, subscription, '{"r":"1"}', { TTL: 42, urgency: 'high', topic: 'abc' });
  expect(response.status).toBe(201);
  expect(response.headers.get('location')).toMatch(`${service.origin}/m/`);
  expect(response.headers.get('ttl')).toBe('42');
  await poll('the message to be acknowledged', () => last().acknowledged === 100);
  expect(phone.received()).toBe(1);
});

test('what came is told by its headers, size, subject and answer, never by its words', async () => {
  await sendPush(sender, subscription, 'hidden words', { TTL: 42, urgency: 'high', topic: 'abc' });
  expect(last()).toMatchObject({ headers: { ttl: '42', urgency: 'high', topic: 'abc', 'content-encoding': 'aes128gcm' }, subject: sender.subject, status: 201 });
  expect(last().sizeBytes).toBeGreaterThan(100);
  expect(JSON.stringify(service.requests)).not.toContain('hidden');
});

test.each([
  ['no TTL', { TTL: undefined }, 400],
  ['a TTL that is no number', { TTL: 'soon' }, 400],
  ['an unknown urgency', { Urgency: 'now' }, 400],
  ['a topic of 33 characters', { Topic: 'a'.repeat(33) }, 400],
  ['another content encoding', { 'Content-Encoding': 'aesgcm' }, 400],
  ['no content encoding', { 'Content-Encoding': undefined }, 400],
  ['no token', { Authorization: undefined }, 401],
] as const)('refused: %s', async (_, headers, status) => {
  expect((await sendPush(sender, subscription, 'words', {}, headers)).status).toBe(status);
  expect(last()).toMatchObject({ status, reason: expect.any(String) as string });
  expect(await countReceived()).toBe(0);
});

test('refused: a body that is not encrypted', async () => {
  const { authorization } = await sendPush(sender, subscription, 'words').then(() => last().headers);
  const headers = { ttl: '60', authorization: authorization!, 'content-encoding': 'aes128gcm' };
  const response = await fetch(subscription.endpoint, { method: 'POST', headers, body: 'plain words '.repeat(20) });
  expect(response.status).toBe(400);
});

test('refused: somebody else’s key, and a token for another push service', async () => {
  expect((await sendPush(createSender(), subscription, 'words')).status).toBe(403);
  const elsewhere = { ...subscription, endpoint: subscription.endpoint.replace('127.0.0.1', 'localhost') };
  expect((await sendPush(sender, elsewhere, 'words')).status).toBe(403);
  expect(last().reason).toContain('aud');
});

test('4096 bytes are taken, one more is too large', async () => {
  const overhead = await sendPush(sender, subscription, 'x').then(() => last().sizeBytes - 1);
  expect((await sendPush(sender, subscription, 'x'.repeat(4096 - overhead))).status).toBe(201);
  expect((await sendPush(sender, subscription, 'x'.repeat(4097 - overhead))).status).toBe(413);
});

test('an endpoint that never was is 404, one that was given up is 410', async () => {
  expect((await sendPush(sender, { ...subscription, endpoint: `${service.origin}/wpush/v2/nobody` }, 'words')).status).toBe(404);
  await phone.unsubscribe(subscription.endpoint);
  expect((await sendPush(sender, subscription, 'words')).status).toBe(410);
});

test('a browser that is away gets its messages when it is back, unless their TTL is over', async () => {
  phone.close();
  await sendPush(sender, subscription, 'at once or never', { TTL: 0 });
  await sendPush(sender, subscription, 'short', { TTL: 10 });
  await sendPush(sender, subscription, 'long', { TTL: 60 });
  now += 10_000;
  await reconnect();
  await poll('the message that waited', () => last().acknowledged === 100);
  expect(await countReceived()).toBe(1);
  expect(service.requests.slice(0, 3).map(({ acknowledged }) => acknowledged)).toEqual([undefined, undefined, 100]);
});

test('of two waiting messages with one topic only the later is kept', async () => {
  phone.close();
  for (const topic of ['a', 'b', 'a']) await sendPush(sender, subscription, topic, { topic });
  await reconnect();
  expect(await countReceived()).toBe(2);
  expect(service.requests.slice(0, 3).map(({ acknowledged }) => acknowledged)).toEqual([undefined, 100, 100]);
});

test('what was acknowledged does not come again', async () => {
  await sendPush(sender, subscription, 'once');
  await poll('the message to be acknowledged', () => last().acknowledged === 100);
  await reconnect();
  expect(await countReceived()).toBe(0);
});

test('a browser without network is let in again only when the network is back', async () => {
  service.setReachable(false);
  await sendPush(sender, subscription, 'waits');
  expect(last()).toMatchObject({ status: 201 });
  service.setReachable(true);
  await reconnect();
  await poll('the message that waited', () => last().acknowledged === 100);
});

test.each([404, 410, 413, 429, 500] as const)('told to answer %i, it does so as often as it was told', async (status) => {
  service.setBehaviour({ status, retryAfter: '7' }, 2);
  const answers = [];
  for (let count = 0; count < 3; count += 1) answers.push(await sendPush(sender, subscription, 'words'));
  expect(answers.map((answer) => answer.status)).toEqual([status, status, 201]);
  expect(answers[0]?.headers.get('retry-after')).toBe('7');
  expect(await countReceived()).toBe(1);
});

test('told to redirect, to lose or to hang, it does', async () => {
  service.setBehaviour('redirect', 1);
  expect((await sendPush(sender, subscription, 'words')).headers.get('location')).toBe(`${service.origin}/elsewhere`);
  service.setBehaviour('lose', 1);
  expect((await sendPush(sender, subscription, 'words')).status).toBe(201);
  service.setBehaviour('hang', 1);
  const hanging = sendPush(sender, subscription, 'words').then(() => 'answered', () => 'never answered');
  await poll('the request', () => service.requests.length === 3);
  expect(await countReceived()).toBe(0);
  await service.close();
  expect(await hanging).toBe('never answered');
});

test('a wrong request is refused whatever it was told', async () => {
  service.setBehaviour('lose');
  expect((await sendPush(sender, subscription, 'words', {}, { TTL: undefined })).status).toBe(400);
});
