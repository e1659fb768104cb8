import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHarness, refusal, seconds, value } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, rightNumber, shown, startPush, wrongNumber } from './phones.ts';
import type { TestPhone } from './phones.ts';

let core: Harness;
let phone: TestPhone;
let id: string;
beforeEach(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
  phone = await addPhone(core);
  ({ id } = await startPush(core, { check: 'number' }));
});
afterEach(() => core.close());

const find = async () => value(await core.verifications.find(core.alex, id));
const right = () => rightNumber(id);
const wrong = () => wrongNumber(id);
const approve = (number: string, attempt: number) => press(core, phone, id, 'approve', { number, attempt });

test('the number is three digits for the technician who started it, as long as the phone is waited for', async () => {
  expect(await find()).toMatchObject({ codeCheck: 'number', number: right(), code: null });
  expect(right()).toMatch(/^\d{3}$/);
  expect(value(await core.verifications.find(await core.signIn('Sam'), id)).number).toBeNull();
  expect(JSON.stringify(await shown(core, phone, id))).not.toContain(`"${right()}"`);
  core.pass(60);
  expect((await find()).number).toBeNull();
});

test('the right number approves, which the service alone decides', async () => {
  expect(value(await approve(right(), 1))).toMatchObject({ status: 'approved' });
  expect(await find()).toMatchObject({ status: 'approved', assurance: ['device', 'page-only'], number: null, answeredAt: core.clock.now });
});

test('a wrong one leaves two tries, then one, then none: denied', async () => {
  expect(value(await approve(wrong(), 1))).toMatchObject({ status: 'pending', triesLeft: 2, answeredAt: null });
  expect(value(await approve(wrong(), 2))).toMatchObject({ status: 'pending', triesLeft: 1 });
  expect(value(await approve(wrong(), 3))).toMatchObject({ status: 'denied', endReason: 'too_many_attempts', triesLeft: 0 });
  expect(refusal(await approve(right(), 4))).toBe('already_ended');
  expect(await find()).toMatchObject({ status: 'denied', endReason: 'too_many_attempts', assurance: [] });
  const entries = (await core.audit()).slice(-5);
  expect(entries.map(({ type }) => type)).toEqual(['wrong_number', 'wrong_number', 'wrong_number', 'denied', 'refused']);
  expect(entries[0]).toMatchObject({ details: { attempt: 1, phoneId: phone.who.phone.id, answer: expect.stringMatching(/^eyJ/) } });
});

test('the right number after a wrong one approves', async () => {
  await approve(wrong(), 1);
  expect(value(await approve(right(), 2)).status).toBe('approved');
});

test('sent twice as the same attempt is compared once', async () => {
  expect(value(await approve(wrong(), 1)).triesLeft).toBe(2);
  expect(value(await approve(right(), 1))).toMatchObject({ status: 'pending', triesLeft: 2 });
  expect((await core.audit()).filter(({ type }) => type === 'wrong_number')).toHaveLength(1);
});

test.each([[undefined, 1], ['123', undefined], ['123', 2], ['123', 99]] as const)('Approve with the number %s as attempt %s is none', async (number, attempt) => {
  const change = { ...(number !== undefined && { number }), ...(attempt !== undefined && { attempt }) };
  expect(refusal(await press(core, phone, id, 'approve', change))).toBe('bad_request');
  expect(await find()).toMatchObject({ status: 'pending', triesLeft: 3 });
});

test('the technician cannot approve it, nor type anything', async () => {
  expect(refusal(await core.verifications.decide(core.alex, id, 'approve'))).toBe('wrong_code_check');
  expect(refusal(await core.verifications.tryCode(core.alex, id, '123456', 1))).toBe('wrong_code_check');
});

test('wrong numbers win no time', async () => {
  const { expiresAt } = await find();
  core.pass(59);
  expect(value(await approve(wrong(), 1)).terms.expiresAt).toBe(expiresAt);
  core.clock.now += seconds(1);
  expect((await find()).status).toBe('expired');
});

test('and no number stands in what the database holds or the log would', async () => {
  await approve(wrong(), 1);
  expect(JSON.stringify((await core.audit()).map(({ details }) => ({ ...details, answer: '' })))).not.toMatch(new RegExp(`"(${right()}|${wrong()})"`));
});
