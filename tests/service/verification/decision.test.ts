import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHarness, handedOver, refusal, request, rightCode, startDelivered, value, wrongCode } from './harness.ts';
import type { Harness } from './harness.ts';

let core: Harness;
beforeEach(async () => { core = await createHarness(); });
afterEach(() => core.close());

const find = async (id: string) => value(await core.verifications.find(core.alex, id));
const decide = (id: string, decision: 'approve' | 'deny', who = core.alex) => core.verifications.decide(who, id, decision);
const lastEntries = async (count: number) => (await core.audit()).slice(-count);

describe('a compared code', () => {
  test('is shown to its own technician, and is the one of the message', async () => {
    const live = await startDelivered(core);
    expect(live.code).toBe(rightCode(live));
    expect(value(await core.verifications.find(await core.signIn('Sam'), live.id))).toMatchObject({ yours: false, code: null, status: 'pending' });
  });

  test.each([
    ['sms', ['restricted', 'technician-attested', 'page-only']],
    ['email', ['address-only', 'technician-attested', 'page-only']],
  ] as const)('approved by %s says what that proves, with a receipt and no code', async (method, assurance) => {
    const { id } = await startDelivered(core, { method });
    core.pass(10);
    const approved = value(await decide(id, 'approve'));
    expect(approved).toMatchObject({ status: 'approved', endReason: null, assurance, code: null, endedAt: core.clock.now, resendAt: null, canExtend: false });
    const [entry] = await lastEntries(1);
    expect(entry).toMatchObject({ type: 'approved', at: core.clock.now, technicianId: core.alex.technician.id, verificationId: id, details: { assurance, method } });
    const stored = (await core.store.listAudit(core.tenant.id, 1, 99)).at(-1);
    expect(approved.receipt).toBe(`CS-${stored?.sequence}-${stored?.hash.slice(0, 32)}`);
    expect(await find(id)).toEqual(approved);
  });

  test('denied proves nothing', async () => {
    const { id } = await startDelivered(core);
    expect(value(await decide(id, 'deny'))).toMatchObject({ status: 'denied', endReason: null, assurance: [], code: null });
    expect((await lastEntries(1))[0]?.type).toBe('denied');
  });

  test('is not yet shown and not to be approved while the message has not left; denying is', async () => {
    const { id } = value(await core.send(request()));
    expect((await find(id)).code).toBeNull();
    expect(refusal(await decide(id, 'approve'))).toBe('wrong_code_check');
    expect((await find(id)).status).toBe('pending');
    expect(value(await decide(id, 'deny')).status).toBe('denied');
  });

  test('may be approved while the provider is still busy with it, or may have sent it', async () => {
    const { id } = value(await core.send(request()));
    const message = await core.store.claimMessage(core.clock.now);
    expect(await find(id)).toMatchObject({ delivery: { state: 'sending' }, expiresAt: null, code: expect.stringMatching(/^\d{6}$/) });
    if (message) await core.verifications.recordDelivery(message, { state: 'maybe_sent', reason: 'timeout' });
    expect(value(await decide(id, 'approve')).status).toBe('approved');
  });

  test('is not typed: the service compares nothing that the technician decides', async () => {
    const live = await startDelivered(core);
    expect(refusal(await core.verifications.tryCode(core.alex, live.id, rightCode(live), 1))).toBe('wrong_code_check');
    expect((await find(live.id)).status).toBe('pending');
  });
});

describe('a decision', () => {
  test('one millisecond before the deadline wins, at the deadline loses', async () => {
    const first = await startDelivered(core);
    core.clock.now = first.expiresAt! - 1;
    expect(value(await decide(first.id, 'approve')).status).toBe('approved');
    core.pass(20);
    const second = await startDelivered(core, { number: '2' });
    core.clock.now = second.expiresAt!;
    expect(refusal(await decide(second.id, 'approve'))).toBe('code_expired');
    expect(await find(second.id)).toMatchObject({ status: 'expired', assurance: [], code: null });
    expect((await core.audit()).filter(({ type, verificationId }) => type === 'approved' && verificationId === second.id)).toEqual([]);
    expect(refusal(await decide(second.id, 'approve'))).toBe('code_expired');
  });

  test('repeated by the same technician gives the same answer and one entry', async () => {
    const { id } = await startDelivered(core);
    const first = value(await decide(id, 'approve'));
    core.pass(5);
    expect(value(await decide(id, 'approve'))).toEqual({ ...first, now: core.clock.now });
    expect((await core.audit()).filter(({ type }) => type === 'approved')).toHaveLength(1);
  });

  test('against one that already won is refused', async () => {
    const { id } = await startDelivered(core);
    await decide(id, 'deny');
    expect(refusal(await decide(id, 'approve'))).toBe('already_ended');
    expect(refusal(await core.verifications.cancel(core.alex, id))).toBe('already_ended');
    expect(refusal(await core.verifications.resend(core.alex, id, 1))).toBe('already_ended');
    expect(refusal(await core.verifications.extend(core.alex, id))).toBe('already_ended');
    expect((await find(id)).status).toBe('denied');
  });

  test('of another technician is not theirs to make, and that stands on record', async () => {
    const sam = await core.signIn('Sam');
    const { id } = await startDelivered(core);
    const tries = [decide(id, 'approve', sam), decide(id, 'deny', sam), core.verifications.cancel(sam, id), core.verifications.resend(sam, id, 1), core.verifications.extend(sam, id), core.verifications.tryCode(sam, id, '000000', 1)];
    expect((await Promise.all(tries)).map(refusal)).toEqual(Array.from({ length: 6 }, () => 'not_yours'));
    expect((await lastEntries(1))[0]).toMatchObject({ type: 'refused', technicianId: sam.technician.id, verificationId: id, details: { code: 'not_yours' } });
    await decide(id, 'approve');
    expect(refusal(await decide(id, 'approve', sam))).toBe('not_yours');
  });

  test('raced fifty times has one winner and one entry', async () => {
    const { id } = await startDelivered(core);
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => decide(id, index % 2 ? 'approve' : 'deny')));
    const { status } = await find(id);
    expect(new Set(results.map((result) => (result.ok ? result.value.status : 'refused')))).toEqual(new Set([status, 'refused']));
    expect((await core.audit()).filter(({ type }) => type === 'approved' || type === 'denied')).toHaveLength(1);
  });

  test('about nothing is not found', async () => {
    expect(refusal(await decide(crypto.randomUUID(), 'approve'))).toBe('not_found');
    expect(refusal(await core.verifications.find(core.alex, crypto.randomUUID()))).toBe('not_found');
  });
});

describe('a typed code', () => {
  beforeEach(() => core.setPolicy({ codeCheck: 'typed' }));
  const type = (id: string, code: string, attempt: number) => core.verifications.tryCode(core.alex, id, code, attempt);
  /** Types as soon as the wait after the last wrong code is over. */
  const typeWhenAllowed = async (id: string, code: string, attempt: number) => {
    core.clock.now = (await find(id)).nextTryAt ?? core.clock.now;
    return type(id, code, attempt);
  };

  test('is never shown, and cannot be approved by eye', async () => {
    const live = await startDelivered(core);
    expect(live).toMatchObject({ codeCheck: 'typed', code: null });
    expect(refusal(await decide(live.id, 'approve'))).toBe('wrong_code_check');
    expect(value(await decide(live.id, 'deny')).status).toBe('denied');
  });

  test('that is right approves, by the service alone', async () => {
    const live = await startDelivered(core);
    expect(value(await type(live.id, rightCode(live), 1))).toMatchObject({ status: 'approved', assurance: ['restricted', 'page-only'], code: null });
    expect((await lastEntries(1))[0]).toMatchObject({ type: 'approved', details: { assurance: ['restricted', 'page-only'], codeCheck: 'typed' } });
  });

  test('that is wrong leaves two tries, then one, then none: denied', async () => {
    const live = await startDelivered(core);
    expect(value(await type(live.id, wrongCode(live), 1))).toMatchObject({ status: 'pending', triesLeft: 2 });
    expect(value(await typeWhenAllowed(live.id, wrongCode(live), 2))).toMatchObject({ status: 'pending', triesLeft: 1 });
    expect(value(await typeWhenAllowed(live.id, wrongCode(live), 3))).toMatchObject({ status: 'denied', endReason: 'too_many_attempts', triesLeft: 0, assurance: [] });
    expect(refusal(await type(live.id, rightCode(live), 4))).toBe('already_ended');
    expect((await lastEntries(5)).map((entry) => entry.type)).toEqual(['wrong_code', 'wrong_code', 'wrong_code', 'denied', 'refused']);
  });

  test('sent twice as the same attempt is compared once', async () => {
    const live = await startDelivered(core);
    const [first, second] = await Promise.all([type(live.id, wrongCode(live), 1), type(live.id, wrongCode(live), 1)]);
    expect([value(first).triesLeft, value(second).triesLeft]).toEqual([2, 2]);
    expect(value(await type(live.id, rightCode(live), 1))).toMatchObject({ status: 'pending', triesLeft: 2 });
    expect((await core.audit()).filter((entry) => entry.type === 'wrong_code')).toHaveLength(1);
    const approved = value(await typeWhenAllowed(live.id, rightCode(live), 2));
    expect(value(await type(live.id, rightCode(live), 2))).toEqual(approved);
  });

  test('cannot skip an attempt', async () => {
    const live = await startDelivered(core);
    expect(refusal(await type(live.id, rightCode(live), 2))).toBe('bad_request');
    expect((await find(live.id)).triesLeft).toBe(3);
  });

  test('after the deadline is refused, right or not', async () => {
    const live = await startDelivered(core);
    core.pass(300);
    expect(refusal(await type(live.id, rightCode(live), 1))).toBe('code_expired');
    expect((await find(live.id)).status).toBe('expired');
  });

  test('before anything left cannot be right and costs no try', async () => {
    const { id } = value(await core.send(request()));
    expect(refusal(await type(id, '000000', 1))).toBe('wrong_code_check');
    expect((await find(id)).triesLeft).toBe(3);
  });

  test('of an earlier send is wrong, and a resend keeps the tries', async () => {
    const live = await startDelivered(core);
    await type(live.id, wrongCode(live), 1);
    core.pass(20);
    const resent = value(await core.verifications.resend(core.alex, live.id, 1));
    expect(resent.triesLeft).toBe(2);
    await core.deliver();
    expect(value(await type(live.id, rightCode(live), 2))).toMatchObject({ status: 'pending', triesLeft: 1 });
    expect(value(await typeWhenAllowed(live.id, rightCode(resent), 3)).status).toBe('approved');
  });

  test('wrong ten times over all verifications disables the method for that account alone', async () => {
    await core.addAccount('Acme', 'kim@acme.example', '+12025550122');
    await core.setPolicy({ codeCheck: 'typed', smsLifeSeconds: 600 });
    for (let number = 1; number <= 3; number += 1) {
      const live = await startDelivered(core, { number: String(number) });
      for (let attempt = 1; attempt <= 3; attempt += 1) await typeWhenAllowed(live.id, wrongCode(live), attempt);
      core.pass(130);
    }
    const last = await startDelivered(core, { number: '4' });
    expect(value(await typeWhenAllowed(last.id, wrongCode(last), 1))).toMatchObject({ status: 'denied', endReason: 'too_many_attempts' });
    core.pass(700);
    expect(refusal(await core.send(request({ number: '5' })))).toBe('method_unavailable');
    const { contact } = request();
    expect(value(await core.verifications.resolve(core.alex, { contact })).methods).toMatchObject([{ method: 'push' }, { available: false, reason: 'disabled' }, { available: true }]);
    expect(refusal(await core.send(request({ number: '5', method: 'email' })))).toBe('accepted');
    expect(refusal(await core.send(request({ number: '6', email: 'kim@acme.example' })))).toBe('accepted');
  });

  test('that is right sets the count of wrong ones back', async () => {
    for (let number = 1; number <= 6; number += 1) {
      const live = await startDelivered(core, { number: String(number) });
      await typeWhenAllowed(live.id, wrongCode(live), 1);
      await typeWhenAllowed(live.id, wrongCode(live), 2);
      expect(value(await typeWhenAllowed(live.id, rightCode(live), 3)).status).toBe('approved');
      core.pass(130);
    }
  });
});

describe('CANCEL', () => {
  test('ends it, keeps a waiting message from leaving, and may be repeated', async () => {
    const { id } = value(await core.send(request()));
    expect(value(await core.verifications.cancel(core.alex, id))).toMatchObject({ status: 'cancelled', assurance: [], code: null });
    expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
    expect(value(await core.verifications.cancel(core.alex, id)).status).toBe('cancelled');
    expect((await core.audit()).filter((entry) => entry.type === 'cancelled')).toHaveLength(1);
  });

  test('after the deadline says that it is over', async () => {
    const { id } = await startDelivered(core);
    core.pass(300);
    expect(refusal(await core.verifications.cancel(core.alex, id))).toBe('already_ended');
    expect((await find(id)).status).toBe('expired');
  });
});

test('a code that still waits when its verification ends is closed with it, and never leaves', async () => {
  const { id } = value(await core.send(request({ number: '77', email: 'jo@acme.example', method: 'email' })));
  expect((await core.store.countBacklog()).messages).toBe(1);
  await core.verifications.cancel(core.alex, id);
  expect((await core.store.countBacklog()).messages).toBe(0);
  expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
});

test('neither the database nor its log nor the audit chain ever holds a code', async () => {
  await core.setPolicy({ codeCheck: 'typed' });
  const typed = await startDelivered(core);
  await core.verifications.tryCode(core.alex, typed.id, wrongCode(typed), 1);
  core.pass(20);
  const resent = value(await core.verifications.resend(core.alex, typed.id, 1));
  await core.deliver(handedOver);
  await core.verifications.tryCode(core.alex, typed.id, rightCode(resent), 2);
  await core.setPolicy({});
  core.pass(20);
  const compared = await startDelivered(core, { number: '2' });
  await decide(compared.id, 'approve');
  const files = (await core.dump()).map(withoutHashes);
  expect(files.some((bytes) => bytes.includes('wrong_code'))).toBe(true);
  for (const code of [rightCode(typed), rightCode(resent), wrongCode(typed), rightCode(compared)]) {
    for (const bytes of files) expect(bytes.includes(code)).toBe(false);
  }
});

/** Ids, hashes and times hold any six digits by chance once in a while; a code stands in none of them. */
function withoutHashes(bytes: string): string {
  return bytes.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|CS-\d+-[0-9a-f]{32}|\d{10,}/g, ' ');
}
