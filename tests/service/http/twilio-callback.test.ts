import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeliveryReason } from '#contract/words';
import { isSignedByTwilio } from '../../../service/src/delivery/twilio-signature.ts';
import { freePort } from '../../support/browsers/ports.ts';
import { aRequest, createTestClock, jo, kim, settled, startTestService, startVerification } from '../../support/service.ts';
import type { TestClient, TestService } from '../../support/service.ts';
import type { CallbackOptions } from '../../support/sinks/twilio-callback.ts';
import { startTwilioSink } from '../../support/sinks/twilio-sink.ts';
import type { SinkText, TwilioSink } from '../../support/sinks/twilio-sink.ts';

const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'sink-token' };
const clock = createTestClock();
let texts: TwilioSink;
let service: TestService;
let alex: TestClient;

async function startWith(env: Record<string, string>): Promise<void> {
  service = await startTestService({
    senders: 'configured',
    clock,
    env: {
      COUNTERSIGN_TWILIO_ACCOUNT_SID: account.accountSid, COUNTERSIGN_TWILIO_AUTH_TOKEN: account.authToken,
      COUNTERSIGN_TWILIO_FROM: '+15005550006', COUNTERSIGN_TWILIO_API_ORIGIN: texts.origin, ...env,
    },
  });
  alex = await service.signIn();
}

beforeEach(async () => {
  texts = await startTwilioSink(account);
  const port = await freePort();
  await startWith({ COUNTERSIGN_PORT: String(port), COUNTERSIGN_PUBLIC_ORIGIN: `http://127.0.0.1:${port}` });
});
afterEach(async () => {
  await service.stop();
  await texts.close();
});

/** A code that Twilio has taken. */
async function sendText(person = jo): Promise<{ id: string; text: SinkText }> {
  const { id } = await startVerification(alex, { method: 'sms' }, person);
  return { id, text: texts.messages.at(-1)! };
}
const find = async (id: string) => (await alex.call('getVerification', { id })).body;
const audit = async (id: string) => {
  const entries = (await service.store.listAudit(service.tenant.id, 1, 999)).map(({ body }) => JSON.parse(body) as { type: string; verificationId: string | null; details: Record<string, unknown> });
  return entries.filter(({ verificationId }) => verificationId === id);
};
const typesOf = async (id: string) => (await audit(id)).map(({ type }) => type);
const messageOf = ({ statusCallback }: SinkText) => service.store.findMessage(statusCallback!.split('/').at(-1)!);
const taken = { status: 204, body: '' };

describe('Twilio reports', () => {
  test('to an address that names our own message and nothing about the caller', async () => {
    const { text } = await sendText();
    expect(text.statusCallback).toBe(`${service.origin}/callbacks/twilio/${(await messageOf(text))!.id}`);
  });

  test.each(['accepted', 'scheduled', 'queued', 'sending', 'sent', 'unheard-of'])('%s: no more is known than before', async (status) => {
    const { id, text } = await sendText();
    const before = await typesOf(id);
    expect(await texts.callBack(text, status)).toEqual(taken);
    expect((await find(id)).delivery).toEqual({ state: 'handed_over', reason: null });
    expect(await typesOf(id)).toEqual(before);
  });

  test('delivered: the panel says so, and the code lives as long as before', async () => {
    const { id, text } = await sendText();
    const before = await find(id);
    clock.advance(3);
    expect(await texts.callBack(text, 'delivered')).toEqual(taken);
    expect(await find(id)).toMatchObject({ status: 'pending', delivery: { state: 'delivered', reason: null }, expiresAt: before.expiresAt, code: text.code });
  });

  test.each<[number | undefined, DeliveryReason]>([
    [21610, 'opted_out'], [30003, 'handset_unreachable'], [30005, 'unknown_number'], [30006, 'landline'], [30007, 'filtered'], [30034, 'sender_not_registered'], [30008, 'not_delivered'], [undefined, 'not_delivered'],
  ])('undelivered with %s: the verification fails as %s', async (errorCode, reason) => {
    const { id, text } = await sendText();
    expect(await texts.callBack(text, 'undelivered', errorCode === undefined ? {} : { errorCode })).toEqual(taken);
    expect(await find(id)).toMatchObject({ status: 'failed', endReason: 'delivery_failed', code: null, delivery: { state: 'failed', reason }, receipt: expect.stringMatching(/^CS-/) });
    expect((await audit(id)).slice(-2)).toMatchObject([{ type: 'delivery_failed', details: { reason, providerId: text.sid } }, { type: 'failed' }]);
    expect((await alex.call('decide', { id, body: { decision: 'approve' } })).body.code).toBe('already_ended');
  });

  test('before its own answer was recorded: nothing is lost', async () => {
    texts.setBehaviour('hold');
    const { body } = await alex.call('startVerification', { body: aRequest(jo, { method: 'sms' }) });
    await expect.poll(() => texts.messages.length).toBe(1);
    const text = texts.messages[0]!;
    expect(await texts.callBack(text, 'delivered')).toEqual(taken);
    expect((await settled(alex, body.id)).delivery.state).toBe('delivered');
    texts.release();
    await expect.poll(() => service.logLines.some((line) => line.includes('"msg":"message"'))).toBe(true);
    expect((await find(body.id)).delivery.state).toBe('delivered');
    expect(await messageOf(text)).toMatchObject({ state: 'delivered', providerId: text.sid });
    expect(await typesOf(body.id)).toEqual(['send_queued', 'delivered']);
  });

  test('after its answer was lost: "maybe sent" becomes what is true', async () => {
    texts.setBehaviour('drop');
    const { id, text } = await sendText();
    expect((await find(id)).delivery.state).toBe('maybe_sent');
    await texts.callBack(text, 'sent');
    expect((await find(id)).delivery).toEqual({ state: 'handed_over', reason: null });
    await texts.callBack(text, 'delivered');
    expect((await find(id)).delivery).toEqual({ state: 'delivered', reason: null });
    expect(texts.requests()).toBe(1);
  });

  test('in any order and as often as it likes: the furthest state stands, written once', async () => {
    const { id, text } = await sendText();
    for (const status of ['delivered', 'sent', 'queued', 'delivered', 'undelivered', 'failed', 'delivered']) expect(await texts.callBack(text, status)).toEqual(taken);
    expect(await find(id)).toMatchObject({ status: 'pending', delivery: { state: 'delivered', reason: null } });
    expect(await typesOf(id)).toEqual(['send_queued', 'handed_over', 'delivered']);
  });

  test('the same failure ten times at once: one end, one entry', async () => {
    const { id, text } = await sendText();
    const answers = await Promise.all(Array.from({ length: 10 }, () => texts.callBack(text, 'undelivered', { errorCode: 30003 })));
    expect(answers).toEqual(Array.from({ length: 10 }, () => taken));
    expect(await typesOf(id)).toEqual(['send_queued', 'handed_over', 'delivery_failed', 'failed']);
  });

  test('a failure after APPROVE: the result stands, message and record learn of it', async () => {
    const { id, text } = await sendText();
    await alex.call('decide', { id, body: { decision: 'approve' } });
    const before = await find(id);
    expect(await texts.callBack(text, 'undelivered', { errorCode: 30003 })).toEqual(taken);
    expect(await find(id)).toEqual(before);
    expect(await messageOf(text)).toMatchObject({ state: 'failed', reason: 'handset_unreachable' });
    expect((await audit(id)).at(-1)).toMatchObject({ type: 'delivery_failed', details: { reason: 'handset_unreachable' } });
  });

  test('a failure of an earlier code: the new one goes on', async () => {
    const { id, text } = await sendText();
    clock.advance(21);
    await alex.call('resend', { id, body: { afterSend: 1 } });
    await settled(alex, id);
    expect(await texts.callBack(text, 'undelivered', { errorCode: 30003 })).toEqual(taken);
    expect(await find(id)).toMatchObject({ status: 'pending', sendNumber: 2, delivery: { state: 'handed_over', reason: null }, code: texts.messages[1]!.code });
    expect((await audit(id)).at(-1)).toMatchObject({ type: 'delivery_failed', details: { sendNumber: 1 } });
    expect(await messageOf(text)).toMatchObject({ state: 'failed', reason: 'handset_unreachable' });
  });

  test('a failure after the code ran out: it ran out', async () => {
    const { id, text } = await sendText();
    clock.advance(301);
    await texts.callBack(text, 'undelivered', { errorCode: 30003 });
    expect((await find(id)).status).toBe('expired');
  });
});

describe('whoever is not Twilio, or speaks of what is not ours, changes nothing and learns nothing', () => {
  const refused: [string, number, (other: SinkText) => CallbackOptions][] = [
    ['signed with another token', 403, () => ({ authToken: 'guessed' })],
    ['not signed', 403, () => ({ signature: null })],
    ['with an empty signature', 403, () => ({ signature: '' })],
    ['with a parameter altered', 403, () => ({ alter: (form) => form.set('MessageStatus', 'delivered') })],
    ['with a parameter added', 403, () => ({ alter: (form) => form.append('ErrorCode', '30003') })],
    ['with a parameter taken out', 403, () => ({ alter: (form) => form.delete('To') })],
    ['signed for another address', 403, (other) => ({ signedUrl: other.statusCallback! })],
    ['signed for another host', 403, (other) => ({ signedUrl: other.statusCallback!.replace('127.0.0.1', 'evil.example') })],
    ['as JSON', 403, () => ({ contentType: 'application/json' })],
    ['too large', 403, () => ({ accountSid: 'A'.repeat(17_000) })],
    ['of another account', 403, () => ({ accountSid: `AC${'9'.repeat(32)}` })],
    ['of a message of another name', 404, (other) => ({ messageSid: other.sid })],
    ['of a message that is none', 403, () => ({ messageSid: 'SM1' })],
  ];

  test.each(refused)('%s: %i', async (_how, status, bend) => {
    const { id, text } = await sendText();
    const { text: other } = await sendText(kim);
    const before = await typesOf(id);
    expect(await texts.callBack(text, 'undelivered', bend(other))).toEqual({ status, body: '' });
    expect(await find(id)).toMatchObject({ status: 'pending', delivery: { state: 'handed_over', reason: null } });
    expect(await messageOf(text)).toMatchObject({ state: 'handed_over', providerId: text.sid });
    expect(await typesOf(id)).toEqual(before);
  });

  test.each([randomUUID(), 'x'])('an address of no message (%s): 404', async (id) => {
    const { text } = await sendText();
    expect(await texts.callBack(text, 'delivered', { url: `${service.origin}/callbacks/twilio/${id}` })).toEqual({ status: 404, body: '' });
  });

  test('neither number nor code reaches the log', async () => {
    const { text } = await sendText();
    await texts.callBack(text, 'undelivered', { errorCode: 30003 });
    expect(service.logLines.join()).not.toContain(text.to.slice(1));
    expect(service.logLines.join()).not.toContain(text.code);
    expect(service.logLines.join()).toContain('/callbacks/twilio/{id}');
  });
});

test('without a public origin nothing is asked for, nothing is taken, and the log says so once', async () => {
  const { port } = new URL(service.origin);
  await service.stop();
  await startWith({ COUNTERSIGN_PORT: port });
  const { id, text } = await sendText();
  expect(text.statusCallback).toBeUndefined();
  const message = `${service.origin}/callbacks/twilio/${randomUUID()}`;
  expect((await texts.callBack(text, 'delivered', { url: message })).status).toBe(404);
  expect((await find(id)).delivery.state).toBe('handed_over');
  expect(service.logLines.filter((line) => line.includes('COUNTERSIGN_PUBLIC_ORIGIN'))).toHaveLength(1);
});

describe('the signature', () => {
  const form = new URLSearchParams({ To: '+18005551212', Digits: '1234', CallSid: 'CA1234567890ABCDE', Caller: '+12349013030', From: '+12349013030' });
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';

  test('is the one that Twilio documents', () => {
    expect(isSignedByTwilio('0/KCTR6DLpKmkAf8muzZqo1nDgQ=', url, form, '12345')).toBe(true);
    expect(isSignedByTwilio('0/KCTR6DLpKmkAf8muzZqo1nDgQ=', url, form, '12346')).toBe(false);
    expect(isSignedByTwilio('0/KCTR6DLpKmkAf8muzZqo1nDgQ', url, form, '12345')).toBe(false);
  });

  test('counts whether or not the port is named', () => {
    expect(isSignedByTwilio('0/KCTR6DLpKmkAf8muzZqo1nDgQ=', url.replace('.com/', '.com:8443/'), form, '12345')).toBe(true);
  });
});
