import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PageContact, Verified } from '#contract/verification';
import { createHarness, request, rightCode, startDelivered, value } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, startPush } from './phones.ts';

let core: Harness;
beforeEach(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
});
afterEach(() => core.close());

type Page = Parameters<typeof request>[0];
const contactOf = (page: Page = {}): PageContact => request(page).contact;
const look = async (page: Page = {}, who = core.alex): Promise<Verified | null> => value(await core.verifications.resolve(who, { contact: contactOf(page) })).verified;

/** A success by SMS, by Alex. */
async function verify(page: Page = {}) {
  const { id } = await startDelivered(core, page);
  return value(await core.verifications.decide(core.alex, id, 'approve'));
}

describe('a success counts', () => {
  test('for fifteen minutes by the service’s clock, and the panel learns until when, how, for what, by whom and what it proved', async () => {
    const approved = await verify({ action: 'password_reset' });
    const at = core.clock.now;
    expect(approved).toMatchObject({ status: 'approved', verifiedUntil: at + 900_000 });
    core.pass(180);
    expect(await look()).toEqual({
      id: approved.id, at, until: at + 900_000, method: 'sms', check: 'compare', action: 'password_reset', technicianName: 'Alex', assurance: ['restricted', 'technician-attested', 'page-only'],
    });
    expect(value(await core.verifications.resolve(core.alex, { contact: contactOf() })).now).toBe(core.clock.now);
    core.clock.now = at + 899_999;
    expect(await look()).not.toBeNull();
    expect(value(await core.verifications.find(core.alex, approved.id)).verifiedUntil).toBe(at + 900_000);
    core.clock.now = at + 900_000;
    expect(await look()).toBeNull();
    expect(value(await core.verifications.find(core.alex, approved.id)).verifiedUntil).toBeNull();
  });

  test('for every technician of the tenant, by the name of who asked', async () => {
    const { id } = await verify();
    const sasha = await core.signIn('Sasha');
    expect(await look({}, sasha)).toMatchObject({ id, technicianName: 'Alex' });
    const other = await core.store.addTenant('Another MSP');
    await core.store.addAccount(other.id, { customerName: 'Acme', name: 'Jo Doe', email: 'jo@acme.example', mobile: null }, { type: 'account_added', at: 0, technicianId: null, verificationId: null, details: {} });
    expect(await look({}, await core.signIn('Eve', other.id))).toBeNull();
  });

  test('however it was decided: typed, by the phone alone, or after the phone', async () => {
    await core.setPolicy({ codeCheck: 'typed' });
    const live = await startDelivered(core);
    value(await core.verifications.tryCode(core.alex, live.id, rightCode(live), 1));
    expect(await look()).toMatchObject({ check: 'typed', method: 'sms' });
    const phone = await addPhone(core);
    core.pass(20);
    const push = await startPush(core);
    value(await press(core, phone, push.id, 'approve'));
    expect(await look()).toMatchObject({ id: push.id, check: 'none', method: 'push', assurance: expect.arrayContaining(['reduced']) });
  });

  test('the newest where there are several', async () => {
    await verify({ action: 'password_reset' });
    core.pass(60);
    const { id } = await verify({ action: 'mfa_reset', method: 'email' });
    expect(await look()).toMatchObject({ id, at: core.clock.now, action: 'mfa_reset', method: 'email' });
  });
});

describe('a success counts for nobody else', () => {
  test.each<[string, Page]>([
    ['another ticket', { number: '4712' }], ['another name on the page', { contact: 'Jo Roe' }], ['another account', { email: 'kim@acme.example', contact: 'Jo Doe' }],
    ['another spelling of the company', { company: 'ACME' }],
  ])('%s', async (_what, page) => {
    await core.addAccount('Acme', 'kim@acme.example', null, 'Kim');
    await verify();
    expect(await look(page)).toBeNull();
    expect(await look()).not.toBeNull();
  });

  test('not for the account of the same address at another customer', async () => {
    await core.addAccount('Globex', 'jo@acme.example', null, 'Jo Doe');
    await verify({ company: 'Acme' });
    expect(await look({ company: 'Globex' })).toBeNull();
    expect(await look({ company: 'Acme' })).not.toBeNull();
  });

  test('but letters’ case in the address is no other contact', async () => {
    await verify();
    expect(await look({ email: 'Jo@Acme.example' })).not.toBeNull();
  });

  test('and after A, B, A it counts for A again', async () => {
    await core.addAccount('Acme', 'kim@acme.example', '+12025550123', 'Kim');
    const { id } = await verify();
    const kim = { email: 'kim@acme.example', contact: 'Kim' };
    await verify(kim);
    expect(await look()).toMatchObject({ id });
    expect((await look(kim))?.id).not.toBe(id);
  });
});

describe('nothing counts', () => {
  test('that is pending, denied, cancelled or expired', async () => {
    const pending = await startDelivered(core);
    expect(pending.verifiedUntil).toBeNull();
    expect(await look()).toBeNull();
    expect(value(await core.verifications.decide(core.alex, pending.id, 'deny')).verifiedUntil).toBeNull();
    core.pass(20);
    expect(value(await core.verifications.cancel(core.alex, (await startDelivered(core)).id)).verifiedUntil).toBeNull();
    core.pass(20);
    await startDelivered(core);
    core.pass(600);
    expect(await look()).toBeNull();
  });

  test('any more once somebody said no to a later one, on this ticket', async () => {
    const { id } = await verify();
    core.pass(20);
    await core.verifications.decide(core.alex, (await startDelivered(core, { number: '2' })).id, 'deny');
    expect(await look()).not.toBeNull();
    core.pass(20);
    await core.verifications.decide(core.alex, (await startDelivered(core)).id, 'deny');
    expect(await look()).toBeNull();
    expect(value(await core.verifications.find(core.alex, id)).verifiedUntil).toBeNull();
    core.pass(20);
    await verify();
    expect(await look()).not.toBeNull();
  });

  test('any more once the phone that approved is removed, while what came without it still counts', async () => {
    const { id: bySms } = await verify();
    core.pass(20);
    const [phone] = [await addPhone(core), await addPhone(core)];
    const { id } = await startPush(core);
    value(await press(core, phone, id, 'approve'));
    expect(await look()).toMatchObject({ id });
    await core.store.changePhones(core.tenant.id, phone.who.account.id, () => ({ result: 0, phones: [{ ...phone.who.phone, removedAt: core.clock.now }], audit: [] }));
    expect(value(await core.verifications.find(core.alex, id))).toMatchObject({ status: 'approved', verifiedUntil: null, canInvite: false });
    expect(await look()).toMatchObject({ id: bySms });
  });

  test.each(['ran out before', 'ran out after', 'was cancelled after'])('any more once the person says that they did not ask for a push that %s it, on this ticket', async (which) => {
    const phone = await addPhone(core);
    const push = async () => {
      const { id } = await startPush(core);
      if (which.startsWith('was')) value(await core.verifications.cancel(core.alex, id));
      else core.pass(70);
      await core.verifications.expireOverdue();
      return id;
    };
    const early = which.endsWith('before') ? await push() : undefined;
    const { id } = await verify();
    core.pass(30);
    const reported = early ?? (await push());
    expect(await look()).toMatchObject({ id });
    core.pass(30);
    value(await press(core, phone, reported, 'not_requested'));
    expect(await look()).toBeNull();
    expect(value(await core.verifications.find(core.alex, id))).toMatchObject({ verifiedUntil: null, canInvite: false });
    core.pass(30);
    const later = await verify();
    expect(await look()).toMatchObject({ id: later.id });
  });

  test('any more once the person reported it', async () => {
    const { id } = await verify();
    const row = (await core.store.findVerification(core.tenant.id, id))!;
    const { accountId, tenantId, ticketHost, ticketNumber } = row;
    const alert = { id, tenantId, accountId, verificationId: id, kind: 'not_you' as const, ticketHost, ticketNumber, at: core.clock.now, clearedAt: null, attempts: 0, nextAt: 0, doneAt: null, emailedAt: null, postedAt: null };
    await core.store.changePhones(tenantId, accountId, () => ({ result: null, alert, audit: [] }));
    expect(await look()).toBeNull();
    expect(value(await core.verifications.find(core.alex, id))).toMatchObject({ status: 'approved', verifiedUntil: null, canInvite: false });
  });
});

describe('how long is policy', () => {
  test('of the customer before the tenant, and what is changed holds at the next look-up', async () => {
    const { customerId } = (await core.store.listAccounts(core.tenant.id, {}, '', 1))[0]!;
    const { id } = await verify();
    const at = core.clock.now;
    core.pass(600);
    await core.setPolicy({ verifiedMinutes: 60 });
    expect(await look()).toMatchObject({ until: at + 3_600_000 });
    await core.setPolicy({ verifiedMinutes: 5 }, customerId);
    expect(await look()).toBeNull();
    expect(value(await core.verifications.find(core.alex, id)).verifiedUntil).toBeNull();
    await core.setPolicy({ verifiedMinutes: 11 }, customerId);
    expect(await look()).toMatchObject({ until: at + 660_000 });
  });
});
