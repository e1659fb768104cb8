import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Status } from '#contract/lifecycle';
import type { Verification } from '#contract/verification';
import { createHarness, request, rightCode, startDelivered, value, wrongCode } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, rightNumber, startPush, wrongNumber } from './phones.ts';
import type { TestPhone } from './phones.ts';
import { wantNote } from './want-note.ts';

let core: Harness;
let phone: TestPhone;
beforeEach(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
  phone = await addPhone(core);
});
afterEach(() => core.close());

const find = async (id: string) => value(await core.verifications.find(core.alex, id));
const noteOf = (id: string) => core.store.findTicketNote(core.tenant.id, id);
const typed = async () => core.setPolicy({ codeCheck: 'typed' });
const expire = async () => {
  core.pass(601);
  await core.verifications.expireOverdue();
};
const typeWrong = async (verification: Verification) => {
  for (const attempt of [1, 2, 3]) {
    core.pass(20);
    await core.verifications.tryCode(core.alex, verification.id, wrongCode(verification), attempt);
  }
};
const guess = async ({ id }: Verification) => {
  for (const attempt of [1, 2, 3]) await press(core, phone, id, 'approve', { number: wrongNumber(id), attempt });
};
const removePhone = () => core.store.changePhones(core.tenant.id, phone.who.account.id, ({ phones }) => ({ result: 0, phones: phones.map((one) => ({ ...one, removedAt: core.clock.now })), audit: [] }));
const failDelivery = async ({ id }: Verification) => {
  const done = await core.store.change(core.tenant.id, id, (facts) => ({ result: facts.message, audit: [] }));
  await core.verifications.recordDelivery(done!.result, { state: 'failed', reason: 'opted_out' });
};
const sendOnTheSameTicket = async () => {
  core.pass(601);
  value(await core.send(request({ email: 'sam@acme.example', contact: 'Sam Roe' })));
};

type Start = () => Promise<Verification>;
const code: Start = () => startDelivered(core);
const typedCode: Start = async () => {
  await typed();
  return startDelivered(core);
};
const push = (check: 'none' | 'code' | 'number'): Start => () => startPush(core, { check });

/** Every way in which a verification ends. */
const ends: [what: string, status: Status, start: Start, end: (verification: Verification) => Promise<unknown>][] = [
  ['APPROVE', 'approved', code, ({ id }) => core.verifications.decide(core.alex, id, 'approve')],
  ['DENY', 'denied', code, ({ id }) => core.verifications.decide(core.alex, id, 'deny')],
  ['the right code', 'approved', typedCode, (verification) => core.verifications.tryCode(core.alex, verification.id, rightCode(verification), 1)],
  ['too many wrong codes', 'denied', typedCode, typeWrong],
  ['CANCEL', 'cancelled', code, ({ id }) => core.verifications.cancel(core.alex, id)],
  ['time', 'expired', code, expire],
  ['time, found by whoever looks', 'expired', code, async ({ id }) => { core.pass(601); await find(id); }],
  ['time, found by the next SEND on the ticket', 'expired', code, sendOnTheSameTicket],
  ['time, found by a decision that is too late', 'expired', code, async ({ id }) => { core.pass(601); await core.verifications.decide(core.alex, id, 'approve'); }],
  ['a message that did not arrive', 'failed', code, failDelivery],
  ['Approve on the phone', 'approved', push('none'), ({ id }) => press(core, phone, id, 'approve')],
  ['Deny on the phone', 'denied', push('none'), ({ id }) => press(core, phone, id, 'deny')],
  ['“I did not ask for this”', 'denied', push('code'), ({ id }) => press(core, phone, id, 'not_requested')],
  ['the right number', 'approved', push('number'), ({ id }) => press(core, phone, id, 'approve', { number: rightNumber(id), attempt: 1 })],
  ['too many wrong numbers', 'denied', push('number'), guess],
  ['APPROVE after the phone that approved was removed', 'denied', push('code'), async ({ id }) => {
    await press(core, phone, id, 'approve');
    await removePhone();
    await core.verifications.decide(core.alex, id, 'approve');
  }],
];

describe('an end queues its note together with itself', () => {
  beforeEach(() => core.addAccount('Acme', 'sam@acme.example', '+12025550123', 'Sam Roe'));

  test.each(ends)('%s: %s', async (_, status, start, end) => {
    const { id } = await start();
    await wantNote(core, id);
    expect(await noteOf(id)).toBeUndefined();
    await end(await find(id));
    expect(await find(id)).toMatchObject({ status, note: { state: 'waiting', reason: null } });
    expect(await noteOf(id)).toMatchObject({ id, ticketNumber: '4711', state: 'waiting', attempts: 0, doneAt: null });
    expect((await noteOf(id))!.nextAt).toBeLessThanOrEqual(core.clock.now);
    expect((await core.store.countBacklog()).ticketNotes).toBe(1);
  });

  test.each(ends)('%s: %s, and none where none is wanted', async (_, __, start, end) => {
    const { id } = await start();
    await wantNote(core, id, 'off');
    await end(await find(id));
    expect((await find(id)).note).toBeNull();
    expect((await core.store.countBacklog()).ticketNotes).toBe(0);
  });

  test.each(ends)('%s: %s, where only successes get one', async (_, status, start, end) => {
    const { id } = await start();
    await wantNote(core, id, 'successes');
    await end(await find(id));
    expect((await find(id)).note).toEqual(status === 'approved' ? { state: 'waiting', reason: null } : null);
  });
});

test('what is said about what is over queues no note, and leaves the one that is there', async () => {
  const { id } = await startPush(core);
  await wantNote(core, id);
  await press(core, phone, id, 'approve');
  const before = await noteOf(id);
  core.pass(30);
  expect(value(await press(core, phone, id, 'not_requested'))).toMatchObject({ reported: true });
  expect(await noteOf(id)).toEqual(before);
  expect((await core.store.countBacklog()).ticketNotes).toBe(1);
});

test('a decision that is repeated queues no second note', async () => {
  const { id } = await startDelivered(core);
  await wantNote(core, id);
  for (let again = 0; again < 2; again += 1) expect(value(await core.verifications.decide(core.alex, id, 'approve')).note).toEqual({ state: 'waiting', reason: null });
  expect((await core.store.countBacklog()).ticketNotes).toBe(1);
});
