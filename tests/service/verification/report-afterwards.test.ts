import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportSeconds } from '#contract/numbers';
import type { AnswerDecision } from '#contract/phone';
import { createHarness, refusal, seconds, value } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, shown, signAnswer, startPush } from './phones.ts';
import type { TestPhone } from './phones.ts';

let core: Harness;
let phone: TestPhone;
beforeEach(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
  phone = await addPhone(core);
});
afterEach(() => core.close());

const find = async (id: string) => value(await core.verifications.find(core.alex, id));
const entriesAbout = async (id: string) => (await core.audit()).filter(({ verificationId }) => verificationId === id);
const typesAbout = async (id: string) => (await entriesAbout(id)).map(({ type }) => type);
const alerts = () => core.store.listAlerts(core.tenant.id, 9);
const report = (id: string, by = phone) => press(core, by, id, 'not_requested');
const flaggedAt = async () => {
  const contact = { ticket: { host: 'na.myconnectwise.net', number: '4711' }, company: 'Acme', contact: 'Jo', email: 'jo@acme.example' };
  const { flaggedAt: at, methods } = value(await core.verifications.resolve(core.alex, { contact }));
  return [at, methods.find(({ method }) => method === 'push')?.reason];
};

/** How a push can end, told as what makes it end. */
const ends: [status: string, end: (id: string) => Promise<unknown>][] = [
  ['cancelled', (id) => core.verifications.cancel(core.alex, id)],
  ['expired', async () => { core.pass(60); await core.verifications.expireOverdue(); }],
  ['denied', (id) => press(core, phone, id, 'deny')],
  ['approved', (id) => press(core, phone, id, 'approve')],
];

describe('"I did not ask for this" about what is over', () => {
  test.each(ends)('%s: the status stays, and the help desk is alerted, the ticket flagged, pushes stopped', async (status, end) => {
    const { id } = await startPush(core);
    await end(id);
    const before = await find(id);
    const entries = await typesAbout(id);
    core.pass(30);
    expect(value(await report(id))).toMatchObject({ status, reported: true });
    // A success that somebody takes back counts no longer.
    expect(await find(id)).toEqual({ ...before, now: core.clock.now, verifiedUntil: null, canInvite: false });
    expect(await alerts()).toMatchObject([{ kind: status === 'approved' ? 'not_you' : 'not_requested', verificationId: id, ticketNumber: '4711', at: core.clock.now, nextAt: core.clock.now, doneAt: null }]);
    expect(await flaggedAt()).toEqual([core.clock.now, 'push_blocked']);
    expect(await typesAbout(id)).toEqual([...entries, 'push_blocked', 'reported_afterwards']);
    expect((await entriesAbout(id)).at(-1)?.details).toMatchObject({ status, phoneId: phone.who.phone.id, answer: expect.stringMatching(/^eyJ/) });
  });

  test('failed: the same', async () => {
    const { id } = await startPush(core);
    const { result: message } = (await core.store.change(core.tenant.id, id, (facts) => ({ result: facts.message, audit: [] })))!;
    await core.verifications.recordDelivery(message, { state: 'failed', reason: 'subscription_gone' });
    expect((await find(id)).status).toBe('failed');
    expect(value(await report(id))).toMatchObject({ status: 'failed', reported: true });
    expect(await alerts()).toMatchObject([{ kind: 'not_requested', verificationId: id }]);
  });

  test('overdue: it ends as expired, by the last entry about it, and is reported', async () => {
    const live = await startPush(core);
    const late = await signAnswer(phone, await shown(core, phone, live.id), 'not_requested');
    core.clock.now = live.expiresAt!;
    expect(value(await core.verifications.answer(phone.who, live.id, late))).toMatchObject({ status: 'expired', endReason: null, reported: true });
    expect((await typesAbout(live.id)).slice(-3)).toEqual(['push_blocked', 'reported_afterwards', 'expired']);
    const { receipt } = await find(live.id);
    const sequence = (await core.audit()).findIndex(({ type }) => type === 'expired') + 1;
    expect(receipt).toMatch(new RegExp(`^CS-${sequence}-`));
    expect(await alerts()).toMatchObject([{ kind: 'not_requested', verificationId: live.id }]);
  });

  test('is written once, however often and by whichever phone it comes', async () => {
    const second = await addPhone(core);
    const { id } = await startPush(core);
    await core.verifications.cancel(core.alex, id);
    value(await report(id));
    const before = await core.audit();
    core.pass(5);
    expect(value(await report(id))).toMatchObject({ status: 'cancelled', reported: true });
    expect(value(await report(id, second))).toMatchObject({ status: 'cancelled', reported: true });
    expect(await core.audit()).toEqual(before);
    expect(await alerts()).toHaveLength(1);
  });

  test('is not written again after an administrator has cleared it', async () => {
    const { id } = await startPush(core);
    await core.verifications.cancel(core.alex, id);
    value(await report(id));
    await core.store.changePhones(core.tenant.id, phone.who.account.id, () => ({ result: 0, clearAlertsAt: core.clock.now, audit: [] }));
    expect(value(await report(id)).reported).toBe(true);
    expect(await alerts()).toEqual([]);
  });

  test('may come by a phone that did not answer, about an approval by another one', async () => {
    const second = await addPhone(core);
    const { id } = await startPush(core);
    value(await press(core, phone, id, 'approve'));
    expect(value(await report(id, second))).toMatchObject({ status: 'approved', reported: true });
    expect(await alerts()).toMatchObject([{ kind: 'not_you', id, verificationId: id }]);
  });

  test.each([['an approval', 'approve'], ['a request that was cancelled', undefined], ['one that still waits', 'pending']] as const)('about %s ends invitations that are open: somebody else may have one', async (_what, end) => {
    const { id } = await startPush(core);
    if (end === 'approve') value(await press(core, phone, id, 'approve'));
    if (end === undefined) await core.verifications.cancel(core.alex, id);
    const invitation = { id: crypto.randomUUID(), tenantId: core.tenant.id, accountId: phone.who.account.id, kind: 'link' as const, technicianId: core.alex.technician.id, phoneId: null, codesSent: 0, codeSentAt: null, triesUsed: 0, createdAt: core.clock.now, expiresAt: core.clock.now + seconds(600), endedAt: null };
    await core.store.changePhones(core.tenant.id, phone.who.account.id, () => ({ result: 0, invitation, audit: [] }));
    core.pass(1);
    value(await report(id));
    expect((await core.store.findInvitation(invitation.id))?.endedAt).toBe(core.clock.now);
  });

  test('counts up to a day after the request, and one millisecond later it is refused as before', async () => {
    const first = await startPush(core);
    await core.verifications.cancel(core.alex, first.id);
    const started = (await core.store.findVerification(core.tenant.id, first.id))!.createdAt;
    core.pass(20);
    const second = await startPush(core, { number: '2' });
    core.pass(60);
    await core.verifications.expireOverdue();
    const late = await signAnswer(phone, await shown(core, phone, second.id), 'not_requested');
    core.clock.now = started + seconds(reportSeconds);
    expect(refusal(await report(first.id))).toBe('already_ended');
    core.pass(20);
    expect(refusal(await core.verifications.answer(phone.who, second.id, late))).toBe('code_expired');
    expect(await alerts()).toEqual([]);
    core.clock.now -= 1;
    expect(value(await core.verifications.answer(phone.who, second.id, late)).reported).toBe(true);
    core.clock.now = started + seconds(reportSeconds) - 1;
    expect(value(await report(first.id)).reported).toBe(true);
  });

  test.each<AnswerDecision>(['approve', 'deny'])('changes nothing for %s: it comes too late', async (decision) => {
    const { id } = await startPush(core);
    await core.verifications.cancel(core.alex, id);
    expect(refusal(await press(core, phone, id, decision))).toBe('already_ended');
    expect(await alerts()).toEqual([]);
  });

  test('is refused with other terms, and from a phone of another account', async () => {
    const { id } = await startPush(core);
    await core.verifications.cancel(core.alex, id);
    const seen = await shown(core, phone, id);
    const altered = await signAnswer(phone, { ...seen, terms: { ...seen.terms, action: 'other' } }, 'not_requested');
    expect(refusal(await core.verifications.answer(phone.who, id, altered))).toBe('answer_invalid');
    const immortal = await signAnswer(phone, { ...seen, terms: { ...seen.terms, expiresAt: core.clock.now + seconds(700) } }, 'not_requested');
    expect(refusal(await core.verifications.answer(phone.who, id, immortal))).toBe('answer_invalid');
    await core.addAccount('Acme', 'kim@acme.example');
    const stranger = await addPhone(core, {}, 'kim@acme.example');
    expect(refusal(await core.verifications.answer(stranger.who, id, await signAnswer(stranger, seen, 'not_requested')))).toBe('not_found');
    expect(await alerts()).toEqual([]);
  });
});

test('"I did not ask for this" ends a verification that lives on after the deadline that the person saw', async () => {
  const second = await addPhone(core);
  const live = await startPush(core, { check: 'code' });
  const late = await signAnswer(second, await shown(core, second, live.id), 'not_requested');
  value(await press(core, phone, live.id, 'approve'));
  core.clock.now = live.expiresAt!;
  expect(value(await core.verifications.answer(second.who, live.id, late))).toMatchObject({ status: 'denied', endReason: 'not_requested', reported: true });
});

describe('what a phone is told', () => {
  test('whether a request was reported, by this phone or another, in time or afterwards', async () => {
    const never = await startPush(core, { number: '1' });
    core.pass(20);
    const inTime = await startPush(core, { number: '2' });
    await core.verifications.cancel(core.alex, never.id);
    expect((await shown(core, phone, inTime.id)).reported).toBe(false);
    value(await report(inTime.id));
    const told = await core.verifications.listRequests((await addPhone(core)).who);
    expect(told.map(({ terms, reported }) => [terms.verification, reported])).toEqual(expect.arrayContaining([[inTime.id, true], [never.id, false]]));
  });

  test('two denials that stopped pushes are no report', async () => {
    const first = await startPush(core, { number: '1' });
    await press(core, phone, first.id, 'deny');
    core.pass(20);
    const second = await startPush(core, { number: '2' });
    await press(core, phone, second.id, 'deny');
    expect(await alerts()).toMatchObject([{ kind: 'denied', verificationId: second.id }]);
    expect((await shown(core, phone, second.id)).reported).toBe(false);
    value(await report(second.id));
    expect((await alerts()).map(({ kind }) => kind).toSorted()).toEqual(['denied', 'not_requested']);
  });
});
