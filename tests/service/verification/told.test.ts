import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Method } from '#contract/words';
import { createHarness, request, rightCode, startDelivered, value } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, rightNumber, startPush } from './phones.ts';
import type { TestPhone } from './phones.ts';

let core: Harness;
let phone: TestPhone;
beforeEach(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
  await core.addAccount('Acme', 'kim@acme.example', null, 'Kim');
  phone = await addPhone(core);
});
afterEach(() => core.close());

const notice = () => core.store.claimNotice(core.clock.now, 60_000);
const approve = (id: string) => core.verifications.decide(core.alex, id, 'approve');

describe('somebody who was verified is told so by a second channel', () => {
  test.each([['sms', 'email'], ['email', 'sms']] as const)('by %s: told by %s', async (method, told) => {
    const { id } = await startDelivered(core, { method, action: 'password_reset' });
    expect(await notice()).toBeUndefined();
    value(await approve(id));
    expect(await notice()).toMatchObject({
      kind: 'verified', method: told, destination: null, accountId: phone.who.account.id, tenantId: core.tenant.id,
      details: { verificationId: id, action: 'password_reset' }, createdAt: core.clock.now, doneAt: null,
    });
    expect(await notice()).toBeUndefined();
  });

  test('by a typed code', async () => {
    await core.setPolicy({ codeCheck: 'typed' });
    const live = await startDelivered(core);
    value(await core.verifications.tryCode(core.alex, live.id, rightCode(live), 1));
    expect(await notice()).toMatchObject({ kind: 'verified', method: 'email', details: { verificationId: live.id } });
  });

  test('by the phone alone, by a number, and by push and code', async () => {
    const plain = await startPush(core, { number: '1' });
    value(await press(core, phone, plain.id, 'approve'));
    core.pass(20);
    const number = await startPush(core, { number: '2', check: 'number' });
    value(await press(core, phone, number.id, 'approve', { number: rightNumber(number.id), attempt: 1 }));
    core.pass(20);
    const code = await startPush(core, { number: '3', check: 'code' });
    value(await press(core, phone, code.id, 'approve'));
    const told = [await notice(), await notice()];
    expect(told).toMatchObject([{ method: 'email' }, { method: 'email' }]);
    expect(new Set(told.map((one) => one?.details['verificationId']))).toEqual(new Set([plain.id, number.id]));
    expect(await notice()).toBeUndefined();
    value(await approve(code.id));
    expect(await notice()).toMatchObject({ details: { verificationId: code.id } });
  });
});

describe('nobody is told', () => {
  test('by text message in a country that policy does not allow', async () => {
    await core.setPolicy({ smsCountries: ['GB'] });
    const { id } = await startDelivered(core, { method: 'email' });
    value(await approve(id));
    expect(await notice()).toBeUndefined();
    const pushed = await startPush(core, { number: '2' });
    value(await press(core, phone, pushed.id, 'approve'));
    expect(await notice()).toMatchObject({ method: 'email' });
  });

  test.each(['deny', 'not_requested'] as const)('of an answer that is no approval (%s)', async (decision) => {
    const { id } = await startPush(core);
    value(await press(core, phone, id, decision));
    expect(await notice()).toBeUndefined();
  });

  test('of a cancelled, denied or expired verification', async () => {
    const first = await startDelivered(core);
    value(await core.verifications.cancel(core.alex, first.id));
    core.pass(20);
    const second = await startDelivered(core, { number: '2' });
    value(await core.verifications.decide(core.alex, second.id, 'deny'));
    core.pass(20);
    await startDelivered(core, { number: '3' });
    core.pass(600);
    await core.verifications.expireOverdue();
    expect(await notice()).toBeUndefined();
  });

  test('twice, where APPROVE comes twice', async () => {
    const { id } = await startDelivered(core);
    value(await approve(id));
    value(await approve(id));
    expect(await notice()).toBeDefined();
    expect(await notice()).toBeUndefined();
  });

  test('where policy says so', async () => {
    await core.setPolicy({ noticeAfterwards: false });
    const { id } = await startDelivered(core);
    value(await approve(id));
    expect(await notice()).toBeUndefined();
  });

  test.each<[Method, string, Method[]]>([['email', 'kim@acme.example', ['sms', 'email']], ['email', 'jo@acme.example', ['email']], ['sms', 'jo@acme.example', ['sms']]])('where there is no second channel (%s, %s, %j)', async (method, email, configured) => {
    core.configured.clear();
    for (const one of configured) core.configured.add(one);
    const { id } = value(await core.send(request({ method, email, contact: 'Somebody' })));
    await core.deliver();
    value(await approve(id));
    expect(await notice()).toBeUndefined();
  });
});

test('an approval says that an invitation may follow where the account has a number, whichever way it was verified', async () => {
  const byMail = await startDelivered(core, { method: 'email' });
  expect(byMail.canInvite).toBe(false);
  expect(value(await approve(byMail.id)).canInvite).toBe(true);
  core.pass(20);
  await core.setPolicy({ noticeAfterwards: false });
  const quiet = await startDelivered(core, { method: 'email', number: '2' });
  expect(value(await approve(quiet.id)).canInvite).toBe(true);
  const kim = await startDelivered(core, { method: 'email', number: '3', email: 'kim@acme.example', contact: 'Kim' });
  expect(value(await approve(kim.id)).canInvite).toBe(false);
});

test.each(['tenant', 'customer'])('an approval says that no invitation may follow where the %s\'s policy allows no text messages to the number', async (whose) => {
  await core.setPolicy({ smsCountries: ['GB'] }, whose === 'tenant' ? null : phone.who.account.customerId);
  const live = await startDelivered(core, { method: 'email' });
  expect(value(await approve(live.id)).canInvite).toBe(false);
});
