import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSenders } from '../../../service/src/delivery/senders.ts';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import type { SmtpSink } from '../../support/sinks/smtp-sink.ts';
import { startTwilioSink } from '../../support/sinks/twilio-sink.ts';
import type { TwilioSink } from '../../support/sinks/twilio-sink.ts';
import { openHouse, recordingSender } from './outbox-house.ts';
import type { House } from './outbox-house.ts';

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };
let house: House;
let mail: SmtpSink;
let texts: TwilioSink;
beforeEach(async () => {
  house = await openHouse();
  mail = await startSmtpSink();
  texts = await startTwilioSink(account);
});
afterEach(async () => {
  await house.close();
  await Promise.all([mail.close(), texts.close()]);
});

function startDelivery() {
  return house.startDelivery(createSenders({
    smtp: { url: mail.url, insecure: true, from: 'noreply@northwind.example', timeouts: { silenceMs: 3000 } },
    twilio: { ...account, from: '+12025550100', apiOrigin: texts.origin, timeoutMs: 3000 },
  }));
}
const becomes = (id: string, delivery: object) => vi.waitFor(async () => expect((await house.find(id)).delivery).toEqual(delivery), { timeout: 5000 });
const waits = { state: 'queued', reason: 'busy' };
const handedOver = { state: 'handed_over', reason: null };
/** Time in small steps, so that every attempt that falls due is made and recorded. */
async function pass(seconds: number, step: () => number, before: number): Promise<void> {
  house.clock.ms += seconds * 1000;
  await vi.waitFor(() => expect(step()).toBe(before + 1), { timeout: 5000 });
}

test.each(['temp-fail', 'temp-fail-content'] as const)('a mail server that asks to try later (%s) gets the same code again, and it arrives once', async (behaviour) => {
  mail.setBehaviour(behaviour);
  startDelivery();
  const { id } = await house.send();
  await becomes(id, waits);
  await pass(5, mail.connections, 1);
  await becomes(id, waits);
  mail.setBehaviour('accept');
  await pass(10, mail.connections, 2);
  await becomes(id, handedOver);
  const { code, sendNumber } = await house.find(id);
  expect(sendNumber).toBe(1);
  expect(mail.messages.map((message) => message.code)).toEqual([code]);
});

test('a text provider that is too busy gets the same code again, and it arrives once', async () => {
  texts.setBehaviour('too-many');
  startDelivery();
  const { id } = await house.send(1, 'sms');
  await becomes(id, waits);
  texts.setBehaviour('accept');
  await pass(5, texts.requests, 1);
  await becomes(id, handedOver);
  expect(texts.messages.map((message) => message.code)).toEqual([(await house.find(id)).code]);
});

test('what became unclear on the second attempt is not tried a third time', async () => {
  mail.setBehaviour('temp-fail');
  startDelivery();
  const { id } = await house.send();
  await becomes(id, waits);
  mail.setBehaviour('drop-after-data');
  await pass(5, mail.connections, 1);
  await becomes(id, { state: 'maybe_sent', reason: 'timeout' });
  mail.setBehaviour('accept');
  house.clock.ms += 120_000;
  await house.send(2);
  await vi.waitFor(() => expect(mail.messages).toHaveLength(2), { timeout: 5000 });
  expect(mail.messages.map(({ to }) => to)).toEqual(['person1@acme.example', 'person2@acme.example']);
});

test('a permanent refusal is told at once and not tried again', async () => {
  mail.setBehaviour('refuse-content');
  startDelivery();
  const { id } = await house.send();
  await becomes(id, { state: 'failed', reason: 'refused' });
  expect((await house.find(id)).status).toBe('failed');
  expect(mail.connections()).toBe(1);
});

test('what another process was sending when it died is found while this one runs, and is not sent again', async () => {
  const { letters, send } = recordingSender();
  // its own look for messages is over before there is one
  await house.startDelivery({ email: send }, { pollMs: 3_600_000, recoveryMs: 20 }).drain();
  house.kicks.length = 0;
  const { id } = await house.send();
  const other = await house.openStore();
  await other.beginWork();
  await other.claimMessage(house.clock.ms);
  await other.close();
  await house.store.beginWork();
  await becomes(id, { state: 'maybe_sent', reason: 'interrupted' });
  expect(letters).toEqual([]);
});

test('an address that was changed after SEND gets no code, and neither does the new one', async () => {
  const { letters, send } = recordingSender();
  const { id } = await house.send();
  const [account1] = await house.store.listAccounts(house.who.tenant.id, { email: 'person1@acme.example' }, '', 1);
  await house.store.changeAccount(house.who.tenant.id, account1!.id, (found) => ({ result: undefined, account: { ...found, email: 'new@acme.example', emailChangedAt: house.clock.ms }, notices: [], audit: [] }));
  house.startDelivery({ email: send });
  await becomes(id, { state: 'failed', reason: 'destination_changed' });
  expect((await house.find(id)).status).toBe('failed');
  expect(letters).toEqual([]);
});
