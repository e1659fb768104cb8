import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportSeconds } from '#contract/numbers';
import { createHarness, handedOver, refusal, request, seconds, value } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, shown, startPush } from './phones.ts';

let core: Harness;
beforeEach(async () => { core = await createHarness({ configured: ['push', 'sms', 'email'] }); });
afterEach(() => core.close());

const find = async (id: string) => value(await core.verifications.find(core.alex, id));
const sendPush = (change: Parameters<typeof request>[0] = {}) => core.send(request({ method: 'push', check: 'none', ...change }));

describe('what decides', () => {
  beforeEach(() => addPhone(core));

  test.each([['none', 'compare', 'none'], ['number', 'typed', 'number'], ['code', 'compare', 'compare'], ['code', 'typed', 'typed']] as const)('is %s with the policy %s: %s', async (check, codeCheck, held) => {
    await core.setPolicy({ codeCheck });
    expect(value(await sendPush({ check }))).toMatchObject({ codeCheck: held, code: null });
  });

  test.each(['sms', 'email'] as const)('is a code, always, with %s', async (method) => {
    for (const check of ['none', 'number'] as const) {
      expect(await core.send(request({ method, check }))).toMatchObject({ ok: false, refusal: { code: 'bad_request', detail: expect.stringContaining('check') } });
    }
    expect(refusal(await core.send(request({ method })))).toBe('accepted');
  });
});

describe('a push that was sent', () => {
  beforeEach(() => addPhone(core, { name: 'Pixel' }));

  test('waits for the phone, and is on record with the direction of the call', async () => {
    const sent = value(await core.send({ ...request({ method: 'push', check: 'none', action: 'mfa_reset' }), direction: 'outbound' }));
    expect(sent).toMatchObject({ method: 'push', destination: 'Pixel', direction: 'outbound', answeredAt: null, number: null, expiresAt: null, resendAt: null, canExtend: false, assurance: [] });
    expect((await core.audit()).at(-1)).toMatchObject({ type: 'send_queued', details: { method: 'push', direction: 'outbound', codeCheck: 'none', destination: 'Pixel' } });
    expect(core.kicks.count).toBe(1);
  });

  test('is another request with another direction or check', async () => {
    const key = crypto.randomUUID();
    const first = request({ method: 'push', check: 'none' });
    value(await core.send(first, core.alex, key));
    expect(refusal(await core.send({ ...first, direction: 'outbound' }, core.alex, key))).toBe('idempotency_conflict');
    expect(refusal(await core.send({ ...first, check: 'number' }, core.alex, key))).toBe('idempotency_conflict');
    expect(refusal(await core.send(first, core.alex, key))).toBe('accepted');
  });

  test.each([[undefined, 60], [90, 90], [10, 60], [900, 600]])('lives, with a policy of %s s, %i s from hand-off', async (pushLifeSeconds, life) => {
    await core.setPolicy({ ...(pushLifeSeconds !== undefined && { pushLifeSeconds }) });
    const { id } = value(await sendPush());
    core.pass(20);
    await core.deliver();
    expect((await find(id)).expiresAt).toBe(core.clock.now + seconds(life));
    core.clock.now += seconds(life) - 1;
    expect((await find(id)).status).toBe('pending');
    core.clock.now += 1;
    expect(await find(id)).toMatchObject({ status: 'expired', endReason: null });
  });

  test('and was not handed over is over 60 seconds after SEND, and does not leave then', async () => {
    const { id } = value(await sendPush());
    core.clock.now += seconds(60) - 1;
    expect((await find(id)).status).toBe('pending');
    core.clock.now += 1;
    expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
    expect((await find(id)).status).toBe('expired');
  });

  test('that turns out to be undeliverable has failed, and says why', async () => {
    const { id } = value(await sendPush());
    await core.deliver({ state: 'failed', reason: 'subscription_gone' });
    expect(await find(id)).toMatchObject({ status: 'failed', endReason: 'delivery_failed', delivery: { state: 'failed', reason: 'subscription_gone' } });
  });

  test('to a busy push service is tried again, but never past the deadline', async () => {
    const { id } = value(await sendPush());
    for (const wait of [5, 10, 20]) {
      const message = await core.deliver({ state: 'later', reason: 'busy' });
      const [later] = (await core.audit()).slice(-1);
      expect(later).toMatchObject({ type: 'delivery_postponed', verificationId: message.verificationId, details: { retryAt: core.clock.now + seconds(wait) } });
      core.pass(wait);
    }
    await core.deliver({ state: 'later', reason: 'busy' });
    expect(await find(id)).toMatchObject({ status: 'failed', delivery: { reason: 'busy' } });
  });

  test('is not sent twice: neither a new code nor more time while the phone is waited for', async () => {
    const { id } = await startPush(core, { number: '5', check: 'code' });
    core.pass(25);
    expect(await find(id)).toMatchObject({ resendAt: null, canExtend: false });
    expect(refusal(await core.verifications.resend(core.alex, id, 1))).toBe('no_time_left');
    expect(refusal(await core.verifications.extend(core.alex, id))).toBe('no_time_left');
  });

  test('counts against the day and the 20 seconds between two, at no cost', async () => {
    await core.setPolicy({ technicianSendsPerDay: 2, smsSpendPerDay: 0 });
    value(await sendPush());
    core.pass(19);
    expect(await sendPush({ number: '2' })).toMatchObject({ refusal: { code: 'too_soon', retryAfterSeconds: 1 } });
    core.pass(1);
    value(await sendPush({ number: '2' }));
    core.pass(20);
    expect(await sendPush({ number: '3' })).toMatchObject({ refusal: { code: 'daily_limit', detail: 'technician' } });
  });

  test('is stopped by its technician while the phone is waited for', async () => {
    const phone = await addPhone(core);
    const { id } = await startPush(core);
    expect(value(await core.verifications.cancel(core.alex, id)).status).toBe('cancelled');
    expect(refusal(await press(core, phone, id, 'approve'))).toBe('already_ended');
  });

  test('may be denied but not approved by its technician before the phone was', async () => {
    const { id } = await startPush(core, { check: 'code' });
    expect(refusal(await core.verifications.decide(core.alex, id, 'approve'))).toBe('wrong_code_check');
    expect(value(await core.verifications.decide(core.alex, id, 'deny'))).toMatchObject({ status: 'denied', endReason: null });
  });
});

describe('a phone that asks what waits', () => {
  test('has the push: it is delivered, and its life begins where hand-off was not heard of', async () => {
    const phone = await addPhone(core);
    const { id } = value(await sendPush());
    core.pass(30);
    const seen = await shown(core, phone, id);
    expect(seen).toMatchObject({ status: 'pending', check: 'none', code: null, terms: { expiresAt: core.clock.now + seconds(60) } });
    expect(await find(id)).toMatchObject({ delivery: { state: 'delivered' }, expiresAt: core.clock.now + seconds(60) });
    core.pass(10);
    await shown(core, phone, id);
    expect((await core.audit()).filter(({ type }) => type === 'delivered')).toHaveLength(1);
    expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
  });

  test('does not prolong what was handed over, and no later failure undoes it', async () => {
    const phone = await addPhone(core);
    const { id, expiresAt } = await startPush(core);
    const message = (await core.store.findVerification(core.tenant.id, id))!;
    core.pass(30);
    expect((await shown(core, phone, id)).terms.expiresAt).toBe(expiresAt);
    const sent = await core.store.change(core.tenant.id, message.id, ({ message: known }) => ({ result: known, audit: [] }));
    await core.verifications.recordDelivery(sent!.result, { state: 'failed', reason: 'subscription_gone' });
    await core.verifications.recordDelivery(sent!.result, handedOver);
    expect(await find(id)).toMatchObject({ status: 'pending', delivery: { state: 'delivered' } });
  });

  test('is told that an overdue one is over, and that is written first', async () => {
    const phone = await addPhone(core);
    const { id } = await startPush(core);
    expect((await shown(core, phone, id)).status).toBe('pending');
    core.pass(60);
    expect(await shown(core, phone, id)).toMatchObject({ status: 'expired', endedAt: core.clock.now });
    expect((await core.audit()).at(-1)).toMatchObject({ type: 'expired', verificationId: id });
  });

  test('sees all of its last day, so that each can still be reported, the ten before that, newest first, and nobody else’s', async () => {
    await core.addAccount('Acme', 'kim@acme.example');
    const [phone, other] = [await addPhone(core), await addPhone(core, {}, 'kim@acme.example')];
    const ids: string[] = [];
    for (let number = 1; number <= 12; number += 1) {
      const { id } = await startPush(core, { number: String(number) });
      value(await press(core, phone, id, 'approve'));
      ids.unshift(id);
      core.pass(130);
    }
    const listed = async () => (await core.verifications.listRequests(phone.who)).map(({ terms }) => terms.verification);
    const { id: pending } = await startPush(core, { number: '13' });
    expect(await listed()).toEqual([pending, ...ids]);
    core.pass(reportSeconds);
    expect(await listed()).toEqual([pending, ...ids].slice(0, 10));
    expect(await core.verifications.listRequests(other.who)).toEqual([]);
  });
});
