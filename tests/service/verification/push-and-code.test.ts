import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHarness, refusal, rightCode, seconds, value, wrongCode } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, shown, startPush } from './phones.ts';
import type { TestPhone } from './phones.ts';

let core: Harness;
let phone: TestPhone;
beforeEach(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
  phone = await addPhone(core);
});
afterEach(() => core.close());

const find = async (id: string) => value(await core.verifications.find(core.alex, id));
const decide = (id: string, decision: 'approve' | 'deny') => core.verifications.decide(core.alex, id, decision);

describe('push and code', () => {
  test('Approve shows the same digits on the phone and to the technician, for three minutes; equal digits verify', async () => {
    const { id } = await startPush(core, { check: 'code' });
    core.pass(50);
    const asked = value(await press(core, phone, id, 'approve'));
    const live = await find(id);
    expect(live).toMatchObject({ status: 'pending', answeredAt: core.clock.now, expiresAt: core.clock.now + seconds(180), canExtend: true, resendAt: null, code: rightCode(live), assurance: ['device'] });
    expect(asked).toMatchObject({ status: 'pending', code: live.code, terms: { expiresAt: live.expiresAt } });
    expect((await core.audit()).at(-1)).toMatchObject({ type: 'phone_approved', verificationId: id, details: { phoneId: phone.who.phone.id, answer: expect.stringMatching(/^eyJ/), assurance: ['device'] } });
    expect(value(await decide(id, 'approve'))).toMatchObject({ status: 'approved', assurance: ['device', 'technician-attested', 'page-only'], code: null });
    expect((await shown(core, phone, id))).toMatchObject({ status: 'approved', code: null });
  });

  test('the digits are shown to nobody before the phone approves, and to no other technician', async () => {
    const { id } = await startPush(core, { check: 'code' });
    expect((await find(id)).code).toBeNull();
    expect((await shown(core, phone, id)).code).toBeNull();
    await press(core, phone, id, 'approve');
    expect(value(await core.verifications.find(await core.signIn('Sam'), id))).toMatchObject({ code: null, yours: false });
  });

  test('unequal digits: the technician denies', async () => {
    const { id } = await startPush(core, { check: 'code' });
    await press(core, phone, id, 'approve');
    expect(value(await decide(id, 'deny'))).toMatchObject({ status: 'denied', endReason: null, assurance: [] });
  });

  test('typed: the service compares, after the phone only, and counts wrong ones', async () => {
    await core.setPolicy({ codeCheck: 'typed' });
    const live = await startPush(core, { check: 'code' });
    expect(refusal(await core.verifications.tryCode(core.alex, live.id, wrongCode(live), 1))).toBe('wrong_code_check');
    expect(refusal(await core.verifications.tryCode(core.alex, live.id, rightCode(live), 1))).toBe('wrong_code_check');
    expect(value(await press(core, phone, live.id, 'approve')).code).toBe(rightCode(live));
    expect(await find(live.id)).toMatchObject({ code: null, triesLeft: 3 });
    expect(refusal(await decide(live.id, 'approve'))).toBe('wrong_code_check');
    expect(value(await core.verifications.tryCode(core.alex, live.id, wrongCode(live), 1))).toMatchObject({ status: 'pending', triesLeft: 2, nextTryAt: core.clock.now + seconds(2) });
    core.pass(2);
    expect(value(await core.verifications.tryCode(core.alex, live.id, rightCode(live), 2))).toMatchObject({ status: 'approved', assurance: ['device', 'page-only'] });
  });

  test('the wait after a wrong code is told once there is something to type', async () => {
    await core.setPolicy({ codeCheck: 'typed' });
    const first = await startPush(core, { check: 'code' });
    await press(core, phone, first.id, 'approve');
    core.pass(20);
    await core.verifications.tryCode(core.alex, first.id, wrongCode(first), 1);
    await core.verifications.cancel(core.alex, first.id);
    const { id } = await startPush(core, { number: '2', check: 'code' });
    expect((await find(id)).nextTryAt).toBeNull();
    await press(core, phone, id, 'approve');
    expect((await find(id)).nextTryAt).toBe(core.clock.now + seconds(2));
  });

  test('the phone may still deny while the code is compared', async () => {
    const { id } = await startPush(core, { check: 'code' });
    await press(core, phone, id, 'approve');
    core.pass(30);
    expect(value(await press(core, phone, id, 'not_requested'))).toMatchObject({ status: 'denied', endReason: 'not_requested', code: null });
    expect(refusal(await decide(id, 'approve'))).toBe('already_ended');
    expect((await find(id)).assurance).toEqual([]);
  });

  test('comparing ends after three minutes; one millisecond before, it counts', async () => {
    const { id } = await startPush(core, { check: 'code' });
    await press(core, phone, id, 'approve');
    core.clock.now += seconds(180) - 1;
    expect((await find(id)).code).toMatch(/^\d{6}$/);
    core.clock.now += 1;
    expect(refusal(await decide(id, 'approve'))).toBe('code_expired');
    expect(await shown(core, phone, id)).toMatchObject({ status: 'expired', code: null });
  });

  test('"more time" gives three minutes more, once', async () => {
    const { id } = await startPush(core, { check: 'code' });
    await press(core, phone, id, 'approve');
    const longer = value(await core.verifications.extend(core.alex, id));
    expect(longer).toMatchObject({ expiresAt: core.clock.now + seconds(360), canExtend: false });
    expect(refusal(await core.verifications.extend(core.alex, id))).toBe('no_time_left');
  });

  test('nothing lives longer than ten minutes from hand-off, whatever policy and "more time" say', async () => {
    await core.setPolicy({ pushLifeSeconds: 600 });
    const { id, expiresAt } = await startPush(core, { check: 'code' });
    core.pass(500);
    await press(core, phone, id, 'approve');
    expect(await find(id)).toMatchObject({ expiresAt, canExtend: false });
  });
});

describe('a phone that approved and was removed before the code was compared', () => {
  const remove = () => core.store.changePhones(core.tenant.id, phone.who.account.id, () => ({ result: 0, phones: [{ ...phone.who.phone, removedAt: core.clock.now }], audit: [] }));
  const denied = { status: 'denied', endReason: 'phone_removed', assurance: [], code: null };
  const lastEntry = async () => (await core.audit()).at(-1);

  async function approvedThenRemoved() {
    const { id } = await startPush(core, { check: 'code' });
    value(await press(core, phone, id, 'approve'));
    await remove();
    return find(id);
  }

  test('verifies nobody: APPROVE denies, and says why; pressed again it says the same', async () => {
    const { id } = await approvedThenRemoved();
    expect(value(await decide(id, 'approve'))).toMatchObject({ ...denied, receipt: expect.stringMatching(/^CS-/) });
    expect(await lastEntry()).toMatchObject({ type: 'denied', verificationId: id, details: { endReason: 'phone_removed', phoneId: phone.who.phone.id } });
    const before = await core.audit();
    expect(value(await decide(id, 'approve'))).toMatchObject(denied);
    expect(await core.audit()).toEqual(before);
    expect(await core.store.claimNotice(core.clock.now, 1000)).toBeUndefined();
  });

  test.each([['right', rightCode], ['wrong', wrongCode]] as const)('verifies nobody: a typed code that is %s denies, is not counted, and sent again says the same', async (_, codeOf) => {
    await core.setPolicy({ codeCheck: 'typed' });
    const live = await approvedThenRemoved();
    const type = () => core.verifications.tryCode(core.alex, live.id, codeOf(live), 1);
    expect(value(await type())).toMatchObject(denied);
    expect(await lastEntry()).toMatchObject({ type: 'denied', details: { endReason: 'phone_removed' } });
    expect(value(await type())).toMatchObject(denied);
    expect((await core.audit()).filter(({ type: kind }) => kind === 'denied' || kind === 'wrong_code')).toHaveLength(1);
    expect(await core.store.listWrongCodes(core.tenant.id, phone.who.account.id)).toEqual([]);
  });

  test('can still be refused by another phone', async () => {
    const second = await addPhone(core);
    const { id } = await approvedThenRemoved();
    expect(value(await press(core, second, id, 'not_requested'))).toMatchObject({ status: 'denied', endReason: 'not_requested' });
  });

  test('denied by the technician, it was the technician', async () => {
    const { id } = await approvedThenRemoved();
    expect(value(await decide(id, 'deny'))).toMatchObject({ status: 'denied', endReason: null });
  });

  test('is none where another phone of the account was removed', async () => {
    const second = await addPhone(core);
    const { id } = await startPush(core, { check: 'code' });
    value(await press(core, second, id, 'approve'));
    await remove();
    expect(value(await decide(id, 'approve')).status).toBe('approved');
  });
});

describe('an invitation to the phone app may follow', () => {
  test.each([['none', true], ['code', false]] as const)('an approval, for fifteen minutes (%s)', async (check, isApproved) => {
    const { id } = await startPush(core, { check });
    await press(core, phone, id, 'approve');
    expect((await find(id)).canInvite).toBe(isApproved);
    if (!isApproved) value(await decide(id, 'approve'));
    core.clock.now += seconds(900) - 1;
    expect((await find(id)).canInvite).toBe(true);
    expect(value(await core.verifications.find(await core.signIn('Sam'), id)).canInvite).toBe(false);
    core.clock.now += 1;
    expect((await find(id)).canInvite).toBe(false);
  });

  test('not where the account has no number to send the code to', async () => {
    await core.addAccount('Acme', 'kim@acme.example', null, 'Kim');
    const theirs = await addPhone(core, {}, 'kim@acme.example');
    const { id } = await startPush(core, { email: 'kim@acme.example', contact: 'Kim' });
    await press(core, theirs, id, 'approve');
    expect(await find(id)).toMatchObject({ status: 'approved', canInvite: false });
  });

  test('not a denial', async () => {
    const { id } = await startPush(core);
    await press(core, phone, id, 'deny');
    expect((await find(id)).canInvite).toBe(false);
  });
});
