import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPushSender } from '../../../service/src/delivery/push/push-sender.ts';
import type { PushDeps } from '../../../service/src/delivery/push/push-sender.ts';
import { makeVapidKeys } from '../../../service/src/delivery/push/vapid.ts';
import type { Outcome, PushLetter, PushPhone } from '../../../service/src/delivery/types.ts';
import { makeSubscription, startPushSink } from '../../support/sinks/push-sink.ts';
import type { PushAnswer, PushSink, TestSubscription } from '../../support/sinks/push-sink.ts';
import { messageId } from './letters.ts';

const vapid = makeVapidKeys(new Uint8Array(32).fill(9));
const verificationId = '3b241101-e2bb-4255-8caf-4136c566a962';
const now = Date.UTC(2026, 10, 25, 10, 14);
const handedOver: Outcome = { state: 'handed_over', providerId: null };

let sink: PushSink;
let dropped: string[];
let logLines: string[];
beforeEach(async () => {
  sink = await startPushSink(vapid.publicKey);
  dropped = [];
  logLines = [];
});
afterEach(() => sink.close());

function senderWith(changes: Partial<PushDeps> = {}) {
  const note = (fields: object, text: string) => void logLines.push(JSON.stringify({ ...fields, text }));
  return createPushSender({
    vapid, subject: 'mailto:help@northwind.example', testOrigin: sink.origin, now: () => now, log: { info: note, warn: note, error: note },
    dropSubscription: async ({ id }) => void dropped.push(id), timeoutMs: 500, ...changes,
  });
}

function phoneWith({ name, endpoint, p256dh, auth }: TestSubscription): PushPhone {
  return { id: name, tenantId: 't', accountId: 'a', endpoint, p256dh, auth };
}

function letterTo(...phones: PushPhone[]): PushLetter {
  return { kind: 'push', messageId, verificationId, phones, lifeSeconds: 60, deadlineAt: now + 60_000 };
}

/** One phone whose push service answers like this. */
async function sendTo(answer: PushAnswer, changes: Partial<PushDeps> = {}): Promise<Outcome> {
  sink.answer('pixel', answer);
  return senderWith(changes)(letterTo(phoneWith(sink.subscribe('pixel'))));
}

describe('a push', () => {
  test('carries an opaque id only, encrypted for the phone, and lives as long as what it is about', async () => {
    expect(await sendTo({ status: 201 })).toEqual(handedOver);
    expect(sink.violations).toEqual([]);
    const [push] = sink.pushes;
    expect(JSON.parse(push!.text)).toEqual({ r: verificationId });
    expect(push!.bytes.includes(verificationId)).toBe(false);
    expect(push!.headers).toMatchObject({ ttl: '60', urgency: 'high', 'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream' });
    expect(push!.headers['topic']).toMatch(/^[\w-]{1,32}$/);
    expect(push!.headers['topic']).toBe(Buffer.from(verificationId.replaceAll('-', ''), 'hex').toString('base64url'));
  });

  test('is signed by the key that phones subscribed with, names who sends, and is for this push service only', async () => {
    await sendTo({ status: 201 });
    expect(sink.violations).toEqual([]);
    expect(sink.pushes[0]!.subject).toBe('mailto:help@northwind.example');
    expect(Buffer.from(vapid.publicKey, 'base64url')).toHaveLength(65);
  });

  test('goes to every phone of the account at once', async () => {
    const phones = ['pixel', 'iphone', 'laptop'].map((name) => phoneWith(sink.subscribe(name)));
    expect(await senderWith()(letterTo(...phones))).toEqual(handedOver);
    expect(sink.pushes.map(({ path }) => path).toSorted()).toEqual(['/push/iphone', '/push/laptop', '/push/pixel']);
  });

  test('is logged by the ids of message and phone, never by endpoint or key', async () => {
    const subscription = sink.subscribe('pixel');
    await senderWith()(letterTo({ ...phoneWith(subscription), id: 'phone-1' }));
    sink.answer('pixel', { status: 403, body: '{"reason":"BadJwtToken"}' });
    await senderWith()(letterTo({ ...phoneWith(subscription), id: 'phone-1' }));
    expect(logLines).toHaveLength(2);
    expect(logLines[0]).toContain('"phoneId":"phone-1"');
    for (const secret of [subscription.endpoint, subscription.p256dh, subscription.auth, '/push/', vapid.privateKey, 'BadJwtToken']) expect(logLines.join()).not.toContain(secret);
  });
});

describe('what a push service answers', () => {
  test.each<[string, PushAnswer, Outcome]>([
    ['201', { status: 201 }, handedOver],
    ['202', { status: 202 }, handedOver],
    ['400', { status: 400 }, { state: 'failed', reason: 'refused' }],
    ['401', { status: 401 }, { state: 'failed', reason: 'provider_refused_us' }],
    ['403, as Apple to a contact that it does not like', { status: 403, body: '{"reason":"BadJwtToken"}' }, { state: 'failed', reason: 'provider_refused_us' }],
    ['404', { status: 404 }, { state: 'failed', reason: 'subscription_gone' }],
    ['410', { status: 410 }, { state: 'failed', reason: 'subscription_gone' }],
    ['413', { status: 413 }, { state: 'failed', reason: 'refused' }],
    ['429', { status: 429 }, { state: 'later', reason: 'busy' }],
    ['429 with seconds', { status: 429, headers: { 'retry-after': '17' } }, { state: 'later', reason: 'busy', retryAfterSeconds: 17 }],
    ['503 with a date', { status: 503, headers: { 'retry-after': new Date(now + 30_000).toUTCString() } }, { state: 'later', reason: 'busy', retryAfterSeconds: 30 }],
    ['503 with nonsense', { status: 503, headers: { 'retry-after': 'soon' } }, { state: 'later', reason: 'busy' }],
    ['500', { status: 500 }, { state: 'later', reason: 'busy' }],
    ['nothing in time', 'hang', { state: 'maybe_sent', reason: 'timeout' }],
    ['a cut connection', 'drop', { state: 'maybe_sent', reason: 'provider_error' }],
  ])('%s', async (_, answer, outcome) => {
    expect(await sendTo(answer)).toEqual(outcome);
    expect(sink.requests()).toBe(1);
  });

  test.each([301, 302, 303, 307, 308])('%i: a redirect is not followed', async (status) => {
    const elsewhere = sink.subscribe('elsewhere');
    expect(await sendTo({ status, headers: { location: elsewhere.endpoint } })).toEqual({ state: 'failed', reason: 'refused' });
    expect(sink.requests()).toBe(1);
  });

  test('with headers or a body without end costs neither memory nor time', async () => {
    expect(await sendTo({ status: 201, body: 'x'.repeat(5_000_000) })).toEqual(handedOver);
    expect(await sendTo({ status: 201, headers: { 'x-long': 'x'.repeat(20_000) } })).toEqual({ state: 'maybe_sent', reason: 'provider_error' });
  });

  test.each([404, 410])('%i drops this subscription, and no other', async (status) => {
    sink.answer('old', { status });
    const [old, pixel] = ['old', 'pixel'].map((name) => phoneWith(sink.subscribe(name)));
    expect(await senderWith()(letterTo(old!, pixel!))).toEqual(handedOver);
    expect(dropped).toEqual(['old']);
  });

  test('is what counts, also where the subscription cannot be dropped', async () => {
    const outcome = await sendTo({ status: 410 }, { dropSubscription: async () => { throw new Error('no database'); } });
    expect(outcome).toEqual({ state: 'failed', reason: 'subscription_gone' });
    expect(logLines.join()).toContain('could not be dropped');
  });
});

describe('of several phones', () => {
  const later = (seconds?: number): PushAnswer => ({ status: 429, ...(seconds !== undefined && { headers: { 'retry-after': String(seconds) } }) });
  test.each<[string, PushAnswer[], Outcome]>([
    ['one that has it is enough', [{ status: 410 }, later(), 'drop', { status: 201 }], handedOver],
    ['one that may get it later is waited for', [{ status: 410 }, 'drop', later(9), { status: 403 }], { state: 'later', reason: 'busy', retryAfterSeconds: 9 }],
    ['the one that may be asked first decides when', [later(30), later(8)], { state: 'later', reason: 'busy', retryAfterSeconds: 8 }],
    ['one that says nothing of when may be asked at once', [later(30), later()], { state: 'later', reason: 'busy' }],
    ['one that may have it is "maybe sent"', [{ status: 410 }, 'drop', { status: 413 }], { state: 'maybe_sent', reason: 'provider_error' }],
    ['our own failure is told before a phone that is gone', [{ status: 410 }, { status: 403 }], { state: 'failed', reason: 'provider_refused_us' }],
    ['all that are gone are gone', [{ status: 410 }, { status: 404 }], { state: 'failed', reason: 'subscription_gone' }],
  ])('%s', async (_, answers, outcome) => {
    const phones = answers.map((answer, index) => {
      sink.answer(`phone${index}`, answer);
      return phoneWith(sink.subscribe(`phone${index}`));
    });
    expect(await senderWith()(letterTo(...phones))).toEqual(outcome);
  });
});

describe('never leaves', () => {
  test('at or after its deadline, and is not waited for beyond it', async () => {
    const phone = phoneWith(sink.subscribe('pixel'));
    expect(await senderWith()({ ...letterTo(phone), deadlineAt: now })).toEqual({ state: 'failed', reason: 'interrupted' });
    expect(sink.requests()).toBe(0);
    sink.answer('pixel', 'hang');
    expect(await senderWith({ timeoutMs: 600_000 })({ ...letterTo(phone), deadlineAt: now + 200 })).toEqual({ state: 'maybe_sent', reason: 'timeout' });
  });

  test.each([
    ['an unknown host', 'https://evil.example/push/1'],
    ['this machine', 'http://127.0.0.1:1/push/1'],
    ['another port of a push service', 'https://fcm.googleapis.com:8443/push/1'],
  ])('to %s: the subscription is dropped', async (_, endpoint) => {
    const outcome = await senderWith()(letterTo({ ...phoneWith(sink.subscribe('pixel')), endpoint }));
    expect(outcome).toEqual({ state: 'failed', reason: 'subscription_gone' });
    expect(dropped).toEqual(['pixel']);
  });

  test.each(['127.0.0.1', '10.0.0.5', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1'])('to a push service whose name resolves to %s', async (address) => {
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return [{ address, family: address.includes(':') ? 6 : 4 }];
    };
    const phone = { ...phoneWith(sink.subscribe('pixel')), endpoint: 'https://fcm.googleapis.com/fcm/send/abc' };
    expect(await senderWith({ resolve })(letterTo(phone))).toEqual({ state: 'failed', reason: 'unreachable' });
    expect(asked).toEqual(['fcm.googleapis.com']);
    expect(dropped).toEqual([]);
  });

  test('where nothing listens', async () => {
    const closed = await startPushSink(vapid.publicKey);
    const phone = phoneWith(closed.subscribe('pixel'));
    await closed.close();
    expect(await senderWith({ testOrigin: closed.origin })(letterTo(phone))).toEqual({ state: 'failed', reason: 'unreachable' });
  });

  test.each([
    ['no point of the curve', { p256dh: Buffer.alloc(65, 4).toString('base64url') }],
    ['a point that is too short', { p256dh: 'AAAA' }],
    ['a secret that is too short', { auth: 'AAAA' }],
    ['nothing', { p256dh: '', auth: '' }],
  ])('to a phone whose keys are %s: its subscription is of no use', async (_, keys) => {
    expect(await senderWith()(letterTo({ ...phoneWith(makeSubscription(sink.origin, 'bent')), ...keys }))).toEqual({ state: 'failed', reason: 'subscription_gone' });
    expect(sink.requests()).toBe(0);
  });

  test('where there is no phone', async () => {
    expect(await senderWith()(letterTo())).toEqual({ state: 'failed', reason: 'subscription_gone' });
  });

  test('twice for two verifications under one topic', async () => {
    const phone = phoneWith(sink.subscribe('pixel'));
    await senderWith()(letterTo(phone));
    await senderWith()({ ...letterTo(phone), verificationId: randomUUID() });
    expect(new Set(sink.pushes.map(({ headers }) => headers['topic'])).size).toBe(2);
  });
});

test('the key pair is made of 32 bytes, and of no others', () => {
  expect(makeVapidKeys(new Uint8Array(32).fill(9))).toEqual(vapid);
  expect(vapid.publicKey).toMatch(/^B[\w-]{86}$/);
  for (const bytes of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31)]) expect(() => makeVapidKeys(bytes)).toThrow();
});
