import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { invitationSeconds } from '#contract/numbers';
import type { Channel } from '#contract/words';
import { newNotice } from '../../../service/src/delivery/notice-content.ts';
import type { NoticeContent } from '../../../service/src/delivery/notice-content.ts';
import { createNotices } from '../../../service/src/delivery/notices.ts';
import { createSenders } from '../../../service/src/delivery/senders.ts';
import type { Outcome, Senders, WordLetter } from '../../../service/src/delivery/types.ts';
import { createLinkTokens } from '../../../service/src/lib/link-tokens.ts';
import type { Invitation, Notice } from '../../../service/src/store/types.ts';
import { deriveInvitationCode } from '../../../service/src/verification/code.ts';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import { startTwilioSink } from '../../support/sinks/twilio-sink.ts';
import { codeKey, openHouse } from './outbox-house.ts';
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
async function change(method: Channel, details: Record<string, string> = {}): Promise<Notice> {
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

const links = createLinkTokens(new Uint8Array(32).fill(3));
const origin = 'https://verify.northwind.example';

/** A notice to wherever the first account is reached, with what its row must find. */
async function queue(method: Channel, content: NoticeContent, invitation?: Partial<Invitation>): Promise<Notice> {
  const tenantId = house.who.tenant.id;
  const [account] = await house.store.listAccounts(tenantId, {}, '', 1);
  const now = house.clock.ms;
  const notice = newNotice({ id: randomUUID(), tenantId, accountId: account!.id, method, destination: null }, content, now);
  const whole: Invitation = {
    id: invitationId, tenantId, accountId: account!.id, kind: 'link', technicianId: null, phoneId: null, codesSent: 1, codeSentAt: now, triesUsed: 0,
    createdAt: now, expiresAt: now + invitationSeconds * 1000, endedAt: null, ...invitation,
  };
  await house.store.changePhones(tenantId, account!.id, () => ({ result: undefined, notices: [notice], ...(invitation && { invitation: whole }), audit: [] }));
  return notice;
}
const invitationId = randomUUID();

/** A sender that keeps what it was given. */
function keeping() {
  const letters: WordLetter[] = [];
  const send = async (letter: WordLetter): Promise<Outcome> => {
    letters.push(letter);
    return { state: 'handed_over', providerId: null };
  };
  return { letters, send };
}

function start(senders: Senders, pollMs = 10) {
  const note = (fields: object, text: string) => void house.logLines.push(JSON.stringify({ ...fields, text }));
  const notices = createNotices({ store: house.store, senders, links, origin: () => origin, codeKey, now: () => house.clock.ms, log: { info: note, warn: note, error: note }, pollMs });
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

describe('what the phone app needs', () => {
  const verificationId = randomUUID();
  const phoneId = randomUUID();
  const invited = { kind: 'phone_invited', details: { invitationId } } as const;
  const code = { kind: 'phone_code', details: { invitationId, codesSent: '1' } } as const;

  test('goes to where the account is reached when it leaves, with links that were kept nowhere', async () => {
    const { letters, send } = keeping();
    await queue('email', { kind: 'verified', details: { verificationId, action: 'mfa_reset' } });
    const { accountId } = await queue('email', invited, {});
    await queue('email', { kind: 'phone_added', details: { phoneId, phoneName: 'Pixel 9' } });
    await queue('email', { kind: 'phone_removed', details: { phoneName: 'Pixel 9' } });
    const report = await queue('email', { kind: 'lost_phone', details: {} });
    const [account] = await house.store.listAccounts(house.who.tenant.id, {}, '', 1);
    await house.store.changeAccount(house.who.tenant.id, accountId, () => ({ result: undefined, account: { ...account!, email: 'new@acme.example' }, notices: [], audit: [] }));
    const stored: string[] = [];
    for await (const row of house.store.backup()) stored.push(JSON.stringify(row));
    start({ email: send });
    await eventually(() => expect(letters).toHaveLength(5));
    const at = house.clock.ms;
    const abouts = letters.map((letter) => (letter.kind === 'notice' ? letter.about : undefined));
    expect(new Set(letters.map(({ destination }) => destination))).toEqual(new Set(['new@acme.example']));
    expect(abouts).toEqual(expect.arrayContaining([
      { kind: 'verified', action: 'mfa_reset', at, link: `${origin}/p/#not-you=${links.make('not_you', verificationId)}` },
      { kind: 'phone_invited', link: `${origin}/p/#join=${links.make('join', invitationId)}`, expiresAt: at + invitationSeconds * 1000 },
      { kind: 'phone_added', phoneName: 'Pixel 9', link: `${origin}/p/#remove=${links.make('remove_phone', phoneId)}` },
      { kind: 'phone_removed', phoneName: 'Pixel 9' },
      { kind: 'lost_phone', link: `${origin}/p/#lost=${links.make('lost', report.id)}` },
    ]));
    for (const about of abouts) if (about && 'link' in about) expect(stored.join()).not.toContain(about.link.split('=')[1]);
  });

  test('leaves at a kick, long before the next look: a code is waited for', async () => {
    const { letters, send } = keeping();
    const notices = start({ sms: send }, 3_600_000);
    await queue('sms', code, {});
    notices.kick();
    await eventually(() => expect(letters).toHaveLength(1));
    expect(letters).toMatchObject([{ about: { kind: 'phone_code', code: deriveInvitationCode(codeKey, invitationId, 1), lifeSeconds: 600 } }]);
  });

  test('is not held up by a mail server that does not answer', async () => {
    const { letters, send } = keeping();
    let release: (outcome: Outcome) => void = () => undefined;
    const held = new Promise<Outcome>((resolve) => { release = resolve; });
    await change('email');
    const notices = start({ email: () => held, sms: send }, 3_600_000);
    await queue('sms', code, {});
    notices.kick();
    await eventually(() => expect(letters).toHaveLength(1));
    release({ state: 'handed_over', providerId: null });
  });

  test.each([
    ['an invitation that is over', invited, { expiresAt: 1 }],
    ['an invitation that was used', invited, { endedAt: 1 }],
    ['an invitation that is not there', invited, undefined],
    ['a code that a newer one followed', code, { codesSent: 2 }],
    ['a code whose life is over', code, { codeSentAt: 1 }],
    ['a code of an invitation that was used', code, { endedAt: 1 }],
  ] as const)('%s is dropped, not sent late', async (_, content, invitation) => {
    const { letters, send } = keeping();
    await queue('sms', content, invitation);
    start({ sms: send });
    await eventually(async () => expect(await waiting()).toBe(0));
    expect(letters).toEqual([]);
    expect(house.logLines.join()).toContain('"state":"dropped"');
  });

  test('is said as unreachable where the account has no such channel any more', async () => {
    const { letters, send } = keeping();
    const { accountId } = await queue('sms', code, {});
    await house.store.changeAccount(house.who.tenant.id, accountId, (account) => ({ result: undefined, account: { ...account, mobile: null }, notices: [], audit: [] }));
    start({ sms: send });
    await eventually(() => expect(house.logLines.join()).toContain('"reason":"unreachable"'));
    expect(letters).toEqual([]);
  });

  test('that is not what it must be is refused, and never breaks the others', async () => {
    const { letters, send } = keeping();
    const bent = { ...(await queue('sms', { kind: 'phone_removed', details: { phoneName: 'Pixel 9' } })), id: randomUUID(), details: {} };
    await house.store.changeAccount(house.who.tenant.id, bent.accountId, () => ({ result: undefined, notices: [bent], audit: [] }));
    start({ sms: send });
    await eventually(() => expect(house.logLines.join()).toContain('"reason":"refused"'));
    await eventually(() => expect(letters).toHaveLength(1));
  });
});
