import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { createGatewaySender } from '../../../service/src/delivery/gateway.ts';
import { createSenders } from '../../../service/src/delivery/senders.ts';
import { createTwilioSender } from '../../../service/src/delivery/twilio.ts';
import type { Outcome } from '../../../service/src/delivery/types.ts';
import { answerJson, startHttpSink } from '../../support/sinks/http-sink.ts';
import { startTwilioSink } from '../../support/sinks/twilio-sink.ts';
import type { TwilioBehaviour, TwilioSink } from '../../support/sinks/twilio-sink.ts';
import { letterWith, messageId } from './letters.ts';

const account = { accountSid: 'AC00000000000000000000000000000001', authToken: 'token' };
const letter = letterWith({ destination: '+12025550199', lifeSeconds: 300 });
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function twilioWith(behaviour: TwilioBehaviour = 'accept'): Promise<TwilioSink> {
  const sink = await startTwilioSink({ ...account, behaviour });
  closing.push(sink.close);
  return sink;
}

function senderTo(sink: { origin: string }, changes = {}) {
  return createTwilioSender({ ...account, from: '+12025550100', apiOrigin: sink.origin, timeoutMs: 500, ...changes });
}

describe('Twilio', () => {
  test('gets the number, the words and the remaining life, and its name for the message is kept', async () => {
    const sink = await twilioWith();
    expect(await senderTo(sink)(letter)).toEqual({ state: 'handed_over', providerId: sink.messages[0]!.sid });
    expect(sink.messages).toMatchObject([{ to: '+12025550199', from: '+12025550100', code: '482915', validitySeconds: 300 }]);
  });

  test('may choose the sender by a messaging service', async () => {
    const sink = await twilioWith();
    await senderTo(sink, { from: undefined, messagingServiceSid: 'MG1' })(letter);
    expect(sink.messages[0]!.from).toBe('MG1');
  });

  test.each<[TwilioBehaviour, Outcome]>([
    [21610, { state: 'failed', reason: 'opted_out' }],
    [21211, { state: 'failed', reason: 'not_a_mobile' }],
    [21614, { state: 'failed', reason: 'not_a_mobile' }],
    [21408, { state: 'failed', reason: 'country_not_allowed' }],
    [21606, { state: 'failed', reason: 'provider_refused_us' }],
    [30007, { state: 'failed', reason: 'filtered' }],
    [30034, { state: 'failed', reason: 'sender_not_registered' }],
    [21999, { state: 'failed', reason: 'refused' }],
    ['too-many', { state: 'later', reason: 'busy' }],
  ])('refuses with %s: nothing left', async (behaviour, outcome) => {
    const sink = await twilioWith(behaviour);
    expect(await senderTo(sink)(letter)).toEqual(outcome);
    expect(sink.messages).toEqual([]);
    expect(sink.requests()).toBe(1);
  });

  test('with wrong credentials refuses us', async () => {
    const sink = await twilioWith();
    expect(await senderTo(sink, { authToken: 'old' })(letter)).toEqual({ state: 'failed', reason: 'provider_refused_us' });
  });

  test.each<[TwilioBehaviour, Outcome]>([
    ['hang', { state: 'maybe_sent', reason: 'timeout' }],
    ['drop', { state: 'maybe_sent', reason: 'provider_error' }],
    ['error-500', { state: 'maybe_sent', reason: 'provider_error' }],
    ['garbled', { state: 'maybe_sent', reason: 'provider_error' }],
  ])('that took it and then answers with %s: maybe sent, asked once', async (behaviour, outcome) => {
    const sink = await twilioWith(behaviour);
    expect(await senderTo(sink)(letter)).toEqual(outcome);
    expect(sink.messages).toHaveLength(1);
    expect(sink.requests()).toBe(1);
  });

  test('is not followed anywhere else', async () => {
    const sink = await twilioWith('redirect');
    expect(await senderTo(sink)(letter)).toMatchObject({ state: 'maybe_sent' });
    expect(sink.requests()).toBe(1);
  });

  test('that nobody can connect to: unreachable', async () => {
    const sink = await twilioWith();
    await sink.close();
    expect(await senderTo(sink)(letter)).toEqual({ state: 'failed', reason: 'unreachable' });
    expect(await senderTo({ origin: 'https://api.invalid' }, { timeoutMs: 5000 })(letter)).toEqual({ state: 'failed', reason: 'unreachable' });
  });

  test('is spoken to in the clear on this machine only, and needs a sender', () => {
    expect(() => senderTo({ origin: 'http://api.twilio.example' })).toThrow('https');
    expect(() => senderTo({ origin: 'https://api.twilio.com' }, { from: undefined })).toThrow('sender');
  });
});

describe('a text gateway', () => {
  const seen: { headers: IncomingMessage['headers']; body: unknown }[] = [];

  async function gatewayWith(status: number, answer: unknown) {
    seen.length = 0;
    const sink = await startHttpSink((request, body, response) => {
      seen.push({ headers: request.headers, body: JSON.parse(body) });
      if (typeof answer === 'string') response.writeHead(status, {}).end(answer);
      else answerJson(response, status, answer);
    });
    closing.push(sink.close);
    return createGatewaySender({ url: `${sink.origin}/send`, token: 'secret', timeoutMs: 500 });
  }

  test('gets the message with its id as the idempotency key', async () => {
    const send = await gatewayWith(202, { id: 'gw-1' });
    expect(await send(letter)).toEqual({ state: 'handed_over', providerId: 'gw-1' });
    expect(seen[0]!.headers).toMatchObject({ authorization: 'Bearer secret', 'idempotency-key': messageId });
    expect(seen[0]!.body).toMatchObject({ id: messageId, to: '+12025550199', validitySeconds: 300, text: expect.stringContaining('code 482915') });
  });

  test.each<[number, unknown, Outcome]>([
    [204, '', { state: 'handed_over', providerId: null }],
    [200, '<html>log in', { state: 'maybe_sent', reason: 'provider_error' }],
    [403, {}, { state: 'failed', reason: 'provider_refused_us' }],
    [422, {}, { state: 'failed', reason: 'refused' }],
    [429, {}, { state: 'later', reason: 'busy' }],
    [502, {}, { state: 'maybe_sent', reason: 'provider_error' }],
  ])('that answers %i %j', async (status, answer, outcome) => {
    const send = await gatewayWith(status, answer);
    expect(await send(letter)).toEqual(outcome);
    expect(seen).toHaveLength(1);
  });

  test('must be https', () => {
    expect(() => createGatewaySender({ url: 'http://sms.example/send', token: 't' })).toThrow('https');
  });
});

describe('what is configured', () => {
  test('is what can be sent', () => {
    expect(createSenders({})).toEqual({});
    expect(Object.keys(createSenders({ gateway: { url: 'https://sms.example', token: 't' } }))).toEqual(['sms']);
    expect(Object.keys(createSenders({ smtp: { url: 'smtp://mail.example', insecure: false, from: 'a@b.example' } }))).toEqual(['email']);
  });
});
