import { compactVerify, importJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newDeviceSeconds } from '#contract/numbers';
import { termsOf } from '../../../service/src/verification/answer-statement.ts';
import { createHarness, refusal, request, rightCode, seconds, value, wrongCode } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, answerOf, press, shown, sign, signAnswer, startPush } from './phones.ts';
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
const typesAbout = async (id: string) => (await core.audit()).filter(({ verificationId }) => verificationId === id).map(({ type }) => type);
const entry = async (type: string) => (await core.audit()).findLast((one) => one.type === type);

describe('a push that the phone decides', () => {
  test('Approve verifies, with what a phone’s key alone proves', async () => {
    const { id } = await startPush(core);
    expect(value(await press(core, phone, id, 'approve'))).toMatchObject({ status: 'approved', answeredAt: core.clock.now, code: null });
    expect(await find(id)).toMatchObject({ status: 'approved', endReason: null, assurance: ['device', 'reduced'], answeredAt: core.clock.now, receipt: expect.stringMatching(/^CS-/) });
    expect(await typesAbout(id)).toEqual(['send_queued', 'handed_over', 'delivered', 'approved']);
  });

  test('Deny ends it, and says who denied', async () => {
    const { id } = await startPush(core);
    expect(value(await press(core, phone, id, 'deny'))).toMatchObject({ status: 'denied', endReason: 'phone_denied' });
    expect(await find(id)).toMatchObject({ status: 'denied', endReason: 'phone_denied', assurance: [], answeredAt: null });
    expect(await core.store.listAlerts(core.tenant.id, 9)).toEqual([]);
  });

  test('"I did not ask for this" ends it, flags the ticket, alerts and blocks', async () => {
    const { id } = await startPush(core, { number: '77' });
    expect(value(await press(core, phone, id, 'not_requested'))).toMatchObject({ status: 'denied', endReason: 'not_requested' });
    const [alert] = await core.store.listAlerts(core.tenant.id, 9);
    expect(alert).toMatchObject({ kind: 'not_requested', verificationId: id, ticketNumber: '77', at: core.clock.now, nextAt: core.clock.now, doneAt: null });
    const contact = { ticket: { host: 'na.myconnectwise.net', number: '77' }, company: 'Acme', contact: 'Jo', email: 'jo@acme.example' };
    const options = value(await core.verifications.resolve(core.alex, { contact }));
    expect(options).toMatchObject({ flaggedAt: core.clock.now, methods: [{ reason: 'push_blocked' }, {}, {}] });
    expect((await typesAbout(id)).slice(-2)).toEqual(['push_blocked', 'denied']);
    expect(await entry('push_blocked')).toMatchObject({ details: { because: 'not_requested', phoneId: phone.who.phone.id } });
    expect((await find(id)).receipt).toMatch(/^CS-/);
  });

  test('keeps the signed answer as evidence, which the phone’s key verifies', async () => {
    const { id } = await startPush(core, { action: 'password_reset' });
    await press(core, phone, id, 'approve');
    const { answer, phoneId, userVerified } = (await entry('approved'))?.details ?? {};
    expect({ phoneId, userVerified }).toEqual({ phoneId: phone.who.phone.id, userVerified: false });
    const key = await importJWK({ kty: 'EC', crv: 'P-256', ...phone.who.phone.publicKey }, 'ES256');
    const { payload } = await compactVerify(String(answer), key);
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      decision: 'approve', verification: id, action: 'password_reset', direction: 'inbound', ticket: { number: '4711' }, tenant: { id: core.tenant.id, name: 'Our MSP' },
      account: phone.who.account.id, technician: { id: core.alex.technician.id, name: 'Alex' },
    });
  });

  test('that was answered before anybody heard of its hand-off has arrived', async () => {
    const { id } = value(await core.send(request({ method: 'push', check: 'code' })));
    const row = (await core.store.findVerification(core.tenant.id, id))!;
    const answer = await answerOf(await sign(phone.key, { ...termsOf(row, core.tenant), decision: 'approve' }), phone.who);
    expect(value(await core.verifications.answer(phone.who, id, answer)).code).toMatch(/^\d{6}$/);
    expect(await find(id)).toMatchObject({ delivery: { state: 'delivered', reason: null }, expiresAt: core.clock.now + seconds(180), code: expect.stringMatching(/^\d{6}$/) });
    expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
  });
});

describe('the same answer again, because its reply was lost', () => {
  test.each(['approve', 'deny', 'not_requested'] as const)('%s: the request as it stands, and nothing written', async (decision) => {
    const { id } = await startPush(core);
    const answer = await signAnswer(phone, await shown(core, phone, id), decision);
    const first = value(await core.verifications.answer(phone.who, id, answer));
    const before = await core.audit();
    core.pass(120);
    expect(value(await core.verifications.answer(phone.who, id, answer))).toEqual({ ...first, now: core.clock.now });
    expect(await core.audit()).toEqual(before);
    expect(await core.store.listAlerts(core.tenant.id, 9)).toHaveLength(decision === 'not_requested' ? 1 : 0);
  });

  test('while the code is compared gives the code again', async () => {
    const { id } = await startPush(core, { check: 'code' });
    const answer = await signAnswer(phone, await shown(core, phone, id), 'approve');
    const { code } = value(await core.verifications.answer(phone.who, id, answer));
    core.pass(100);
    expect(value(await core.verifications.answer(phone.who, id, answer))).toMatchObject({ status: 'pending', code });
  });

  test('by another phone of the account is none: it comes too late', async () => {
    const second = await addPhone(core);
    const { id } = await startPush(core, { check: 'code' });
    const late = await signAnswer(second, await shown(core, second, id), 'approve');
    value(await press(core, phone, id, 'approve'));
    expect(refusal(await core.verifications.answer(second.who, id, late))).toBe('already_ended');
    expect((await shown(core, second, id)).code).toBeNull();
  });
});

describe('what a phone proves', () => {
  test.each([[newDeviceSeconds - 0.001, ['device', 'reduced', 'new-device']], [newDeviceSeconds, ['device', 'reduced']]])('added %d s ago: %j', async (age, assurance) => {
    const young = await addPhone(core, { createdAt: core.clock.now - age * 1000 });
    const { id } = await startPush(core);
    await press(core, young, id, 'approve');
    expect((await find(id)).assurance).toEqual(assurance);
  });

  test('with fingerprint, face or PIN is more', async () => {
    const { id } = await startPush(core);
    await press(core, phone, id, 'approve', { userVerified: true });
    expect((await find(id)).assurance).toEqual(['user-verified-device', 'reduced']);
    expect(await entry('approved')).toMatchObject({ details: { userVerified: true } });
  });

  test('is kept where policy asks for fingerprint, face or PIN: nobody approves without, anybody may say no', async () => {
    await core.setPolicy({ userVerificationRequired: true });
    const { id } = await startPush(core);
    expect((await shown(core, phone, id)).userVerificationRequired).toBe(true);
    expect(refusal(await press(core, phone, id, 'approve'))).toBe('user_verification_required');
    expect((await find(id)).status).toBe('pending');
    expect(value(await press(core, phone, id, 'approve', { userVerified: true })).status).toBe('approved');
    core.pass(20);
    const other = await startPush(core, { number: '2' });
    expect(value(await press(core, phone, other.id, 'deny')).status).toBe('denied');
  });

  test('moves the counter of its credential, and of no other', async () => {
    const credential = { id: 'c1', publicKey: 'k', counter: 4, transports: [] };
    const keyed = await addPhone(core, { credential });
    const counter = async () => (await core.store.findPhone(keyed.who.phone.thumbprint))?.phone.credential?.counter;
    const first = await startPush(core);
    await press(core, keyed, first.id, 'approve', { userVerified: true, credential: { ...credential, id: 'another', counter: 9 } });
    expect(await counter()).toBe(4);
    core.pass(20);
    const second = await startPush(core, { number: '2' });
    await press(core, keyed, second.id, 'approve', { userVerified: true, credential: { ...credential, counter: 5 } });
    expect(await counter()).toBe(5);
  });
});

describe('push and code', () => {
  test('Approve shows the same digits on the phone and to the technician, for three minutes; equal digits verify', async () => {
    const { id } = await startPush(core, { check: 'code' });
    core.pass(50);
    const asked = value(await press(core, phone, id, 'approve'));
    const live = await find(id);
    expect(live).toMatchObject({ status: 'pending', answeredAt: core.clock.now, expiresAt: core.clock.now + seconds(180), canExtend: true, resendAt: null, code: rightCode(live), assurance: ['device'] });
    expect(asked).toMatchObject({ status: 'pending', code: live.code, terms: { expiresAt: live.expiresAt } });
    expect(await entry('phone_approved')).toMatchObject({ verificationId: id, details: { phoneId: phone.who.phone.id, answer: expect.stringMatching(/^eyJ/), assurance: ['device'] } });
    expect(value(await decide(id, 'approve'))).toMatchObject({ status: 'approved', assurance: ['device', 'technician-attested'], code: null });
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
    expect(value(await core.verifications.tryCode(core.alex, live.id, rightCode(live), 2))).toMatchObject({ status: 'approved', assurance: ['device'] });
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
