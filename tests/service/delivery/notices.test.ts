import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Method } from '#contract/words';
import { createNotices } from '../../../service/src/delivery/notices.ts';
import { createSenders } from '../../../service/src/delivery/senders.ts';
import type { Outcome, Senders } from '../../../service/src/delivery/types.ts';
import type { Notice } from '../../../service/src/store/types.ts';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import { startTwilioSink } from '../../support/sinks/twilio-sink.ts';
import { openHouse } from './outbox-house.ts';
import type { House } from './outbox-house.ts';

let house: House;
const running: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  for (const notices of running.splice(0)) await notices.stop();
  await house.close();
});

const hour = 3_600_000;
const old = { email: 'old@acme.example', sms: '+12025550177' };

/** The change of an address, with the notice to the old one. */
async function change(method: Method, details: Record<string, string> = {}): Promise<Notice> {
  const tenantId = house.who.tenant.id;
  const [account] = await house.store.listAccounts(tenantId, {}, '', 1);
  const at = house.clock.ms;
  const notice: Notice = {
    id: randomUUID(), tenantId, accountId: account!.id, kind: 'destination_changed', method, destination: old[method], details,
    attempts: 0, nextAt: at, createdAt: at, doneAt: null, reason: null,
  };
  await house.store.changeAccount(tenantId, account!.id, () => ({ result: undefined, notices: [notice], audit: [] }));
  return notice;
}

function start(senders: Senders) {
  const note = (fields: object, text: string) => void house.logLines.push(JSON.stringify({ ...fields, text }));
  const notices = createNotices({ store: house.store, senders, now: () => house.clock.ms, log: { info: note, warn: note, error: note }, pollMs: 10 });
  notices.start();
  running.push(notices);
  return notices;
}
const waiting = async () => (await house.store.countBacklog()).notices;
const eventually = (check: () => unknown) => vi.waitFor(async () => check(), { timeout: 5000 });

/** A sender that answers one thing after the other, the last for ever. */
function answering(...outcomes: Outcome[]) {
  const sentAt: number[] = [];
  const send = async (): Promise<Outcome> => {
    sentAt.push(house.clock.ms);
    return outcomes[Math.min(sentAt.length, outcomes.length) - 1]!;
  };
  return { sentAt, send };
}

test('reach the old address and the old number once, by the connections that codes use', async () => {
  const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };
  const mail = await startSmtpSink();
  const texts = await startTwilioSink(account);
  await change('email');
  await change('sms');
  start(createSenders({
    smtp: { url: mail.url, insecure: true, from: 'noreply@northwind.example' },
    twilio: { ...account, from: '+12025550100', apiOrigin: texts.origin, callbackOrigin: 'https://verify.northwind.example' },
  }));
  await eventually(async () => expect(await waiting()).toBe(0));
  expect(mail.messages.map(({ to, code, subject }) => ({ to, code, subject }))).toEqual([{ to: old.email, code: undefined, subject: 'Your e-mail address for identity checks was changed' }]);
  expect(mail.messages[0]!.text).toContain('If you did not ask for this, call Northwind IT.');
  expect(mail.violations).toEqual([]);
  expect(texts.messages).toMatchObject([{ to: old.sms, code: undefined, text: expect.stringMatching(/^Your mobile number for identity checks by Northwind IT was changed on /) }]);
  expect(texts.messages[0]!.statusCallback).toBeUndefined();
  expect(house.logLines.join()).not.toMatch(/@acme|2025550177/);
  await Promise.all([mail.close(), texts.close()]);
});

test('may tell on one channel of a change on another', async () => {
  const mail = await startSmtpSink();
  await change('email', { channel: 'sms' });
  start(createSenders({ smtp: { url: mail.url, insecure: true, from: 'noreply@northwind.example' } }));
  await eventually(() => expect(mail.messages.map(({ subject }) => subject)).toEqual(['Your mobile number for identity checks was changed']));
  await mail.close();
});

describe('what does not work at once', () => {
  test('is tried again, less and less often, until it works', async () => {
    const { sentAt, send } = answering({ state: 'failed', reason: 'unreachable' }, { state: 'later', reason: 'busy' }, { state: 'failed', reason: 'unreachable' }, { state: 'handed_over', providerId: null });
    const { createdAt } = await change('email');
    start({ email: send });
    for (const [attempt, minutes] of [1, 2, 4].entries()) {
      await eventually(() => expect(sentAt).toHaveLength(attempt + 1));
      await eventually(() => expect(house.logLines).toHaveLength(attempt + 1));
      house.clock.ms += minutes * 60_000;
    }
    await eventually(async () => expect(await waiting()).toBe(0));
    expect(sentAt.map((at) => (at - createdAt) / 60_000)).toEqual([0, 1, 3, 7]);
  });

  test('is given up after three days, with the reason and an error that says what to do', async () => {
    const { sentAt, send } = answering({ state: 'failed', reason: 'address_refused' });
    const { createdAt } = await change('email');
    const notices = start({ email: send });
    for (let attempts = 1; (await waiting()) > 0 && attempts < 40; attempts += 1) {
      await eventually(() => expect(house.logLines).toHaveLength(attempts));
      house.clock.ms += Math.min(6 * hour, 60_000 * 2 ** (attempts - 1));
    }
    expect(await waiting()).toBe(0);
    await notices.stop();
    expect(sentAt.at(-1)! - createdAt).toBeGreaterThan(65 * hour);
    expect(sentAt.at(-1)! - createdAt).toBeLessThanOrEqual(72 * hour);
    expect(house.logLines.at(-1)).toContain('"reason":"address_refused","text":"notice given up: tell the person in another way"');
  });

  test('is tried once more where it may have arrived, and then counts as told', async () => {
    const { sentAt, send } = answering({ state: 'maybe_sent', reason: 'timeout' });
    await change('email');
    start({ email: send });
    await eventually(() => expect(house.logLines).toHaveLength(1));
    expect(await waiting()).toBe(1);
    house.clock.ms += 60_000;
    await eventually(async () => expect(await waiting()).toBe(0));
    expect(sentAt).toHaveLength(2);
  });

  test('is taken up by another process when one died over it, and not before', async () => {
    const { sentAt, send } = answering({ state: 'handed_over', providerId: null });
    await change('email');
    await house.store.claimNotice(house.clock.ms, 120_000);
    start({ email: send });
    house.clock.ms += 119_000;
    expect(await house.store.claimNotice(house.clock.ms, 120_000)).toBeUndefined();
    house.clock.ms += 1000;
    await eventually(async () => expect(await waiting()).toBe(0));
    expect(sentAt).toHaveLength(1);
  });

  test('is tried again when nothing can send it yet', async () => {
    await change('sms');
    start({});
    await eventually(() => expect(house.logLines.join()).toContain('"reason":"unreachable"'));
    expect(await waiting()).toBe(1);
  });
});
