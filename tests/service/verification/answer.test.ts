import { compactVerify, importJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newDeviceSeconds } from '#contract/numbers';
import { termsOf } from '../../../service/src/verification/answer-statement.ts';
import { createHarness, refusal, request, seconds, value } from './harness.ts';
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
const typesAbout = async (id: string) => (await core.audit()).filter(({ verificationId }) => verificationId === id).map(({ type }) => type);
const entry = async (type: string) => (await core.audit()).findLast((one) => one.type === type);

describe('a push that the phone decides', () => {
  test('Approve verifies, with what a phone’s key alone proves', async () => {
    const { id } = await startPush(core);
    expect(value(await press(core, phone, id, 'approve'))).toMatchObject({ status: 'approved', answeredAt: core.clock.now, code: null });
    expect(await find(id)).toMatchObject({ status: 'approved', endReason: null, assurance: ['device', 'reduced', 'page-only'], answeredAt: core.clock.now, receipt: expect.stringMatching(/^CS-/) });
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
    expect((await find(id)).assurance).toEqual([...assurance, 'page-only']);
  });

  test('with fingerprint, face or PIN is more', async () => {
    const { id } = await startPush(core);
    await press(core, phone, id, 'approve', { userVerified: true });
    expect((await find(id)).assurance).toEqual(['user-verified-device', 'reduced', 'page-only']);
    expect(await entry('approved')).toMatchObject({ details: { userVerified: true } });
  });

  test.each([[newDeviceSeconds - 0.001, true, ['user-verified-device', 'reduced', 'new-device']], [newDeviceSeconds, true, ['user-verified-device', 'reduced']], [0, false, ['device', 'reduced']]])('with one that was set up %d s ago, used: %s: %j', async (age, userVerified, assurance) => {
    const credential = { id: 'c1', publicKey: 'k', counter: 4, transports: [], createdAt: core.clock.now - age * 1000 };
    const keyed = await addPhone(core, { credential });
    const { id } = await startPush(core);
    await press(core, keyed, id, 'approve', { userVerified, ...(userVerified && { credential }) });
    expect((await find(id)).assurance).toEqual([...assurance, 'page-only']);
  });

  test('with one that an earlier version of the service stored is read, and is not new', async () => {
    const credential = { id: 'c1', publicKey: 'k', counter: 4, transports: [] };
    const keyed = await addPhone(core, { credential });
    expect((await core.store.findPhone(keyed.who.phone.thumbprint))?.phone.credential).toEqual(credential);
    const { id } = await startPush(core);
    await press(core, keyed, id, 'approve', { userVerified: true, credential });
    expect((await find(id)).assurance).toEqual(['user-verified-device', 'reduced', 'page-only']);
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
