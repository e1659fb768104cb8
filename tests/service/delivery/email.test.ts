import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createEmailSender } from '../../../service/src/delivery/email.ts';
import type { Outcome } from '../../../service/src/delivery/types.ts';
import { makeSelfSigned } from '../../support/sinks/self-signed.ts';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import type { SmtpBehaviour, SmtpSink, SmtpSinkOptions } from '../../support/sinks/smtp-sink.ts';
import { hostileName, letterWith, messageId } from './letters.ts';

const from = 'Countersign <noreply@northwind.example>';
const timeouts = { connectMs: 2000, greetingMs: 400, silenceMs: 400, totalMs: 4000 };
const sinks: SmtpSink[] = [];
afterEach(async () => {
  for (const sink of sinks.splice(0)) await sink.close();
});

async function sinkWith(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const sink = await startSmtpSink(options);
  sinks.push(sink);
  return sink;
}

function plainSender(sink: SmtpSink) {
  return createEmailSender({ url: sink.url, insecure: true, from, timeouts });
}

describe('a mail server that takes the message', () => {
  test('gets one mail for one recipient, marked as automatic, named after the message', async () => {
    const sink = await sinkWith();
    expect(await plainSender(sink)(letterWith())).toEqual({ state: 'handed_over', providerId: null });
    expect(sink.violations).toEqual([]);
    expect(sink.messages).toHaveLength(1);
    const mail = sink.messages[0]!;
    expect(mail).toMatchObject({ to: 'jo@acme.example', from: '"Countersign" <noreply@northwind.example>', code: '482915' });
    expect(mail.headers['message-id']).toBe(`<${messageId}@northwind.example>`);
    expect(mail.headers['auto-submitted']).toBe('auto-generated');
    expect(mail.html).toContain('482915');
  });

  test('gets names of domains in any script as mail knows them', async () => {
    const sink = await sinkWith();
    const send = createEmailSender({ url: sink.url, insecure: true, from: 'Müller IT <help@müller.example>', timeouts });
    expect(await send(letterWith({ destination: 'jo@bücher.example' }))).toMatchObject({ state: 'handed_over' });
    expect(sink.messages[0]!.headers).toMatchObject({ to: 'jo@xn--bcher-kva.example', 'message-id': `<${messageId}@xn--mller-kva.example>` });
    expect(sink.violations).toEqual([]);
  });

  test('gets no header and no recipient more from hostile names', async () => {
    const sink = await sinkWith();
    const harmless = letterWith();
    await plainSender(sink)(harmless);
    await plainSender(sink)(letterWith({ tenantName: hostileName, technicianName: hostileName, ticketNumber: '1\r\nBcc: x@evil.example' }));
    const [first, second] = sink.messages;
    expect(second!.headerLines).toEqual(first!.headerLines);
    expect(second!.to).toBe('jo@acme.example');
    expect(sink.violations).toEqual([]);
  });

  test.each(['jo@acme.example, spy@evil.example', 'Jo <jo@acme.example>', 'jo@acme.example\r\nRCPT TO:<spy@evil.example>', ''])('never hears of a destination that is not one bare address: %j', async (destination) => {
    const sink = await sinkWith();
    expect(await plainSender(sink)(letterWith({ destination }))).toEqual({ state: 'failed', reason: 'address_refused' });
    expect(sink.connections()).toBe(0);
  });
});

describe('TLS', () => {
  const pair = makeSelfSigned();

  test.each([false, true])('carries the message and the credentials (from the start: %s)', async (implicit) => {
    const sink = await sinkWith({ tls: { ...pair, implicit }, user: { name: 'sender', password: 'p@ss word' } });
    const send = createEmailSender({ url: sink.url, insecure: false, from, ca: pair.cert, timeouts });
    expect(await send(letterWith())).toEqual({ state: 'handed_over', providerId: null });
    expect(sink.messages).toHaveLength(1);
  });

  test.each([false, true])('fails on a certificate that nobody vouches for (from the start: %s)', async (implicit) => {
    const sink = await sinkWith({ tls: { ...pair, implicit } });
    const send = createEmailSender({ url: sink.url, insecure: false, from, timeouts });
    expect(await send(letterWith())).toEqual({ state: 'failed', reason: 'unreachable' });
    expect(sink.messages).toEqual([]);
  });

  test('is required: a server without it gets nothing', async () => {
    const sink = await sinkWith();
    const send = createEmailSender({ url: sink.url, insecure: false, from, timeouts });
    expect(await send(letterWith())).toMatchObject({ state: 'failed' });
    expect(sink.messages).toEqual([]);
  });

  test('can be waived for this machine only', () => {
    expect(() => createEmailSender({ url: 'smtp://mail.northwind.example', insecure: true, from })).toThrow('this machine');
    expect(() => createEmailSender({ url: 'http://127.0.0.1', insecure: true, from })).toThrow('smtp://');
    expect(() => createEmailSender({ url: 'smtp://127.0.0.1', insecure: true, from: 'a@b.example, c@d.example' })).toThrow('one address');
  });
});

describe('an answer that is certain', () => {
  test.each<[SmtpBehaviour, Outcome]>([
    ['refuse-recipient', { state: 'failed', reason: 'address_refused' }],
    ['refuse-sender', { state: 'failed', reason: 'provider_refused_us' }],
    ['temp-fail', { state: 'later', reason: 'busy' }],
    ['refuse-content', { state: 'failed', reason: 'refused' }],
    ['temp-fail-content', { state: 'later', reason: 'busy' }],
    ['hang-before-data', { state: 'failed', reason: 'unreachable' }],
    ['drop-before-data', { state: 'failed', reason: 'unreachable' }],
  ])('%s: nothing left', async (behaviour, outcome) => {
    const sink = await sinkWith({ behaviour });
    expect(await plainSender(sink)(letterWith())).toEqual(outcome);
    expect(sink.messages).toEqual([]);
    expect(sink.connections()).toBe(1);
  });

  test('wrong credentials: the provider refused us', async () => {
    const sink = await sinkWith({ user: { name: 'sender', password: 'right' } });
    const send = createEmailSender({ url: sink.url.replace('right', 'wrong'), insecure: true, from, timeouts });
    expect(await send(letterWith())).toEqual({ state: 'failed', reason: 'provider_refused_us' });
  });

  test('nobody listens, nobody has that name, nobody greets: unreachable', async () => {
    const sink = await sinkWith();
    await sink.close();
    expect(await plainSender(sink)(letterWith())).toEqual({ state: 'failed', reason: 'unreachable' });
    const nowhere = createEmailSender({ url: 'smtp://mail.invalid', insecure: false, from, timeouts });
    expect(await nowhere(letterWith())).toEqual({ state: 'failed', reason: 'unreachable' });
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const silent = createEmailSender({ url: `smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`, insecure: true, from, timeouts });
    expect(await silent(letterWith())).toEqual({ state: 'failed', reason: 'unreachable' });
    mute.close();
  });
});

describe('no answer once the content left', () => {
  test.each<SmtpBehaviour>(['hang-after-data', 'drop-after-data'])('%s: maybe sent, and never sent twice', async (behaviour) => {
    const sink = await sinkWith({ behaviour });
    expect(await plainSender(sink)(letterWith())).toEqual({ state: 'maybe_sent', reason: 'timeout' });
    expect(sink.messages).toHaveLength(1);
    expect(sink.connections()).toBe(1);
  });
});
