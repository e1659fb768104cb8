import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSenders } from '../../../service/src/delivery/senders.ts';
import type { Outcome } from '../../../service/src/delivery/types.ts';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import { startTwilioSink } from '../../support/sinks/twilio-sink.ts';
import { openHouse, recordingSender } from './outbox-house.ts';
import type { House } from './outbox-house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const settledAs = (id: string, delivery: object) => vi.waitFor(async () => expect((await house.find(id)).delivery).toEqual(delivery), { timeout: 5000 });
const handedOver = { state: 'handed_over', reason: null };

describe('a message that waits', () => {
  test('is sent at once, with the code that the panel shows', async () => {
    const { letters, send } = recordingSender();
    house.startDelivery({ email: send }, { pollMs: 3_600_000 });
    const { id } = await house.send();
    await settledAs(id, handedOver);
    const { code } = await house.find(id);
    expect(letters).toMatchObject([{ destination: 'person1@acme.example', code, tenantName: 'Northwind IT', technicianName: 'Alex Kim', ticketNumber: '1001', action: 'password_reset', lifeSeconds: 600 }]);
  });

  test('is found without a kick: after a start, and by the poll', async () => {
    const { letters, send } = recordingSender();
    const { id } = await house.send();
    house.startDelivery({ email: send });
    await settledAs(id, handedOver);
    house.kicks.length = 0;
    const second = await house.send(2);
    await settledAs(second.id, handedOver);
    expect(letters).toHaveLength(2);
  });

  test('of a method without a sender fails as unreachable', async () => {
    house.startDelivery({});
    const { id } = await house.send();
    await settledAs(id, { state: 'failed', reason: 'unreachable' });
    expect((await house.find(id)).status).toBe('failed');
  });

  test('is not sent when its verification ended before', async () => {
    const { letters, send } = recordingSender();
    const { id } = await house.send();
    await house.verifications.cancel(house.who, id);
    house.startDelivery({ email: send });
    const other = await house.send(2);
    await settledAs(other.id, handedOver);
    expect(letters.map(({ destination }) => destination)).toEqual(['person2@acme.example']);
  });

  test('is not sent when its verification ends between the claim and the letter', async () => {
    const { letters, send } = recordingSender();
    const { id } = await house.send();
    const claimThenCancel = async (now: number) => {
      const message = await house.store.claimMessage(now);
      if (message) await house.verifications.cancel(house.who, message.verificationId);
      return message;
    };
    house.startDelivery({ email: send }, { store: { ...house.store, claimMessage: claimThenCancel } });
    await vi.waitFor(() => expect(house.logLines.join()).toContain('"interrupted"'));
    expect(letters).toEqual([]);
    expect((await house.find(id)).status).toBe('cancelled');
  });

  test('is not sent once a newer code is on its way', async () => {
    const held: ((outcome: Outcome) => void)[] = [];
    const { letters, send } = recordingSender(() => new Promise((resolve) => held.push(resolve)));
    const claimThenResend = async (now: number) => {
      const message = await house.store.claimMessage(now);
      if (message?.sendNumber !== 1) return message;
      house.clock.ms += 21_000;
      const result = await house.verifications.resend(house.who, message.verificationId, 1);
      expect(result.ok).toBe(true);
      return message;
    };
    const { id } = await house.send();
    house.startDelivery({ email: send }, { store: { ...house.store, claimMessage: claimThenResend } });
    await vi.waitFor(() => expect(letters).toHaveLength(1));
    expect(letters[0]!.code).toBe((await house.find(id)).code);
    held.forEach((answer) => answer({ state: 'handed_over', providerId: null }));
    await settledAs(id, handedOver);
    expect((await house.find(id)).sendNumber).toBe(2);
    expect(letters).toHaveLength(1);
  });

  test('never promises more time than is left after a resend', async () => {
    const { letters, send } = recordingSender();
    house.startDelivery({ email: send });
    const { id } = await house.send();
    await settledAs(id, handedOver);
    house.clock.ms += 400_000;
    await house.verifications.resend(house.who, id, 1);
    await vi.waitFor(() => expect(letters).toHaveLength(2));
    expect(letters[1]!.lifeSeconds).toBe(200);
  });
});

describe('what is under way', () => {
  test('is four messages at the most, and stop() waits for them and takes no more', async () => {
    const held: (() => void)[] = [];
    const { letters, send } = recordingSender(() => new Promise((resolve) => held.push(() => resolve({ state: 'handed_over', providerId: null }))));
    const ids: string[] = [];
    for (let person = 1; person <= 6; person += 1) ids.push((await house.send(person)).id);
    const delivery = house.startDelivery({ email: send }, { pollMs: 3_600_000 });
    await vi.waitFor(() => expect(letters).toHaveLength(4));
    let stopped = false;
    const stopping = delivery.stop().then(() => (stopped = true));
    for (const id of ids) await house.find(id);
    await new Promise(setImmediate);
    expect(stopped).toBe(false);
    held.forEach((finish) => finish());
    await stopping;
    expect(letters).toHaveLength(4);
    const states = await Promise.all(ids.map(async (id) => (await house.find(id)).delivery.state));
    expect(states.toSorted()).toEqual(['handed_over', 'handed_over', 'handed_over', 'handed_over', 'queued', 'queued']);
  });

  test('is all that is due before drain() is done', async () => {
    const { letters, send } = recordingSender();
    const ids: string[] = [];
    for (let person = 1; person <= 6; person += 1) ids.push((await house.send(person)).id);
    const delivery = house.startDelivery({ email: send }, { pollMs: 3_600_000 });
    await delivery.drain();
    expect(letters).toHaveLength(6);
    for (const id of ids) expect((await house.find(id)).delivery).toEqual(handedOver);
  });

  test('when the service died is "maybe sent" at the next start, and is never sent again', async () => {
    const { letters, send } = recordingSender();
    const { id } = await house.send();
    const died = await house.openStore();
    await died.beginWork();
    await died.claimMessage(house.clock.ms);
    await died.close();
    await house.store.beginWork();
    house.startDelivery({ email: send });
    await settledAs(id, { state: 'maybe_sent', reason: 'interrupted' });
    const other = await house.send(2);
    await settledAs(other.id, handedOver);
    expect(letters.map(({ destination }) => destination)).toEqual(['person2@acme.example']);
    expect((await house.find(id)).status).toBe('pending');
  });

  test('survives a store that fails for a moment, and is still sent once', async () => {
    const { letters, send } = recordingSender();
    let failures = 3;
    const flaky = async <T>(call: () => Promise<T>): Promise<T> => {
      failures -= 1;
      if (failures >= 0) throw new Error('disk full: person1@acme.example');
      return call();
    };
    const store = { ...house.store, claimMessage: (now: number) => (failures > 1 ? flaky(() => house.store.claimMessage(now)) : house.store.claimMessage(now)) };
    const verifications = { recordDelivery: (...words: Parameters<House['verifications']['recordDelivery']>) => flaky(() => house.verifications.recordDelivery(...words)) };
    const { id } = await house.send();
    house.startDelivery({ email: send }, { store, verifications });
    await settledAs(id, handedOver);
    expect(letters).toHaveLength(1);
    expect(house.logLines.join()).toContain('delivery broke');
    expect(house.logLines.join()).not.toContain('@acme.example');
  });

  test('is "maybe sent" when a sender breaks, and neither address nor code is logged', async () => {
    const { letters, send } = recordingSender((letter) => Promise.reject(new Error(`${letter.destination} ${letter.code}`)));
    house.startDelivery({ email: send });
    const { id } = await house.send();
    await settledAs(id, { state: 'maybe_sent', reason: 'provider_error' });
    expect(letters).toHaveLength(1);
    expect(house.logLines.join()).not.toContain('@acme.example');
    expect(house.logLines.join()).not.toContain(letters[0]!.code);
  });
});

describe('over real protocols', () => {
  const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };

  async function sinks() {
    const mail = await startSmtpSink();
    const texts = await startTwilioSink(account);
    const senders = createSenders({
      smtp: { url: mail.url, insecure: true, from: 'noreply@northwind.example', timeouts: { silenceMs: 300 } },
      twilio: { ...account, from: '+12025550100', apiOrigin: texts.origin, timeoutMs: 300 },
    });
    return { mail, texts, senders, close: () => Promise.all([mail.close(), texts.close()]) };
  }

  test('the digits that arrive are those that the panel shows', async () => {
    const { mail, texts, senders, close } = await sinks();
    house.startDelivery(senders);
    const byMail = await house.send(1, 'email');
    const byText = await house.send(2, 'sms');
    await settledAs(byMail.id, handedOver);
    await settledAs(byText.id, handedOver);
    expect(mail.messages.map(({ to, code }) => ({ to, code }))).toEqual([{ to: 'person1@acme.example', code: (await house.find(byMail.id)).code }]);
    expect(texts.messages.map(({ to, code }) => ({ to, code }))).toEqual([{ to: '+12025550142', code: (await house.find(byText.id)).code }]);
    await close();
  });

  test('whatever a provider does after it took a message, there is one message and it is "maybe sent"', async () => {
    const { mail, texts, senders, close } = await sinks();
    house.startDelivery(senders);
    let person = 0;
    for (const behaviour of ['hang-after-data', 'drop-after-data'] as const) {
      mail.setBehaviour(behaviour);
      await settledAs((await house.send((person += 1), 'email')).id, { state: 'maybe_sent', reason: 'timeout' });
    }
    for (const behaviour of ['hang', 'drop', 'error-500', 'garbled'] as const) {
      texts.setBehaviour(behaviour);
      await settledAs((await house.send((person += 1), 'sms')).id, { state: 'maybe_sent', reason: behaviour === 'hang' ? 'timeout' : 'provider_error' });
    }
    mail.setBehaviour('accept');
    await settledAs((await house.send((person += 1), 'email')).id, handedOver);
    expect(mail.messages).toHaveLength(3);
    expect(mail.connections()).toBe(3);
    expect(texts.messages).toHaveLength(4);
    expect(texts.requests()).toBe(4);
    await close();
  });
});
