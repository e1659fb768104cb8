import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../service/src/delivery/types.ts';
import { createHarness, handedOver, refusal, request, seconds, startDelivered, value } from './harness.ts';
import type { Harness } from './harness.ts';

let core: Harness;
beforeEach(async () => { core = await createHarness(); });
afterEach(() => core.close());

const find = async (id: string) => value(await core.verifications.find(core.alex, id));
const resend = (id: string, afterSend: number) => core.verifications.resend(core.alex, id, afterSend);
const timeout: Outcome = { state: 'maybe_sent', reason: 'timeout' };

describe('the life of a code', () => {
  test.each([['sms', 300], ['email', 600]] as const)('by %s is %i seconds from hand-off', async (method, life) => {
    const { id } = value(await core.send(request({ method })));
    core.pass(30);
    await core.deliver();
    expect((await find(id)).expiresAt).toBe(core.clock.now + seconds(life));
    core.clock.now += seconds(life) - 1;
    expect((await find(id))).toMatchObject({ status: 'pending', code: expect.stringMatching(/^\d{6}$/) });
    core.clock.now += 1;
    expect(await find(id)).toMatchObject({ status: 'expired', code: null, endedAt: core.clock.now, resendAt: null });
  });

  test.each([[60, 60], [59, 60], [600, 600], [601, 600], [0, 60]])('set to %i seconds by policy is %i', async (policy, life) => {
    await core.setPolicy({ smsLifeSeconds: policy });
    expect((await startDelivered(core)).expiresAt).toBe(core.clock.now + seconds(life));
  });

  test('is the customer\'s before the tenant\'s', async () => {
    const [acme] = await core.store.listCustomers(core.tenant.id);
    await core.setPolicy({ smsLifeSeconds: 120 });
    await core.setPolicy({ smsLifeSeconds: 90 }, acme?.id);
    expect((await startDelivered(core)).expiresAt).toBe(core.clock.now + seconds(90));
  });

  test('begins with "maybe sent" too, and does not begin again when the answer comes late', async () => {
    const { id } = value(await core.send(request()));
    const message = await core.deliver(timeout);
    const maybe = await find(id);
    expect(maybe).toMatchObject({ delivery: { state: 'maybe_sent', reason: 'timeout' }, expiresAt: core.clock.now + seconds(300), status: 'pending' });
    core.pass(60);
    await core.verifications.recordDelivery(message, handedOver);
    expect(await find(id)).toMatchObject({ delivery: { state: 'handed_over', reason: null }, expiresAt: maybe.expiresAt });
  });

  test('that never began is given up ten minutes after SEND', async () => {
    const { id } = value(await core.send(request()));
    core.clock.now += seconds(600) - 1;
    expect(await find(id)).toMatchObject({ status: 'pending', expiresAt: null });
    core.clock.now += 1;
    expect((await find(id)).status).toBe('expired');
    expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
  });
});

describe('overdue verifications', () => {
  test('are ended by the timer, each with an entry and a receipt', async () => {
    const { id } = await startDelivered(core);
    expect(await core.verifications.expireOverdue()).toBe(0);
    core.pass(300);
    expect(await core.verifications.expireOverdue()).toBe(1);
    expect(await core.verifications.expireOverdue()).toBe(0);
    expect(await find(id)).toMatchObject({ status: 'expired', receipt: expect.stringMatching(/^CS-/) });
    expect((await core.audit()).filter(({ type, verificationId }) => type === 'expired' && verificationId === id)).toHaveLength(1);
  });

  test('are told to who listens', async () => {
    const { id } = await startDelivered(core);
    const told: string[] = [];
    core.store.onChange((change) => told.push(change?.verificationId ?? 'all'));
    core.pass(300);
    await core.verifications.expireOverdue();
    expect(told).toEqual([id]);
  });
});

describe('"more time"', () => {
  test('adds one life, once', async () => {
    const live = await startDelivered(core);
    expect(live.canExtend).toBe(true);
    const longer = value(await core.verifications.extend(core.alex, live.id));
    expect(longer).toMatchObject({ expiresAt: live.expiresAt! + seconds(300), canExtend: false });
    expect((await core.audit()).at(-1)).toMatchObject({ type: 'extended', verificationId: live.id });
    expect(refusal(await core.verifications.extend(core.alex, live.id))).toBe('no_time_left');
    core.clock.now = live.expiresAt!;
    expect((await find(live.id)).status).toBe('pending');
  });

  test.each([[594, true], [595, false], [600, false]])('on a life of %i seconds is offered: %s (never beyond ten minutes, never for five seconds)', async (life, offered) => {
    await core.setPolicy({ smsLifeSeconds: life });
    const live = await startDelivered(core);
    expect(live.canExtend).toBe(offered);
    const result = await core.verifications.extend(core.alex, live.id);
    expect(result.ok ? result.value.expiresAt : result.refusal.code).toBe(offered ? core.clock.now + seconds(600) : 'no_time_left');
  });

  test('is not to be had before hand-off or after the end', async () => {
    const { id } = value(await core.send(request()));
    expect(refusal(await core.verifications.extend(core.alex, id))).toBe('no_time_left');
    await core.deliver();
    core.pass(300);
    expect(refusal(await core.verifications.extend(core.alex, id))).toBe('code_expired');
  });
});

describe('a resend', () => {
  test('is the same verification with a new code, a new message and a new life', async () => {
    const live = await startDelivered(core);
    core.pass(100);
    const resent = value(await resend(live.id, 1));
    expect(resent).toMatchObject({ id: live.id, sendNumber: 2, code: null, expiresAt: null, delivery: { state: 'queued', reason: null }, resendAt: core.clock.now + seconds(20) });
    expect(core.kicks.count).toBe(2);
    core.pass(1);
    expect(await core.deliver()).toMatchObject({ verificationId: live.id, sendNumber: 2 });
    const again = await find(live.id);
    expect(again.expiresAt).toBe(core.clock.now + seconds(300));
    expect(again.code).not.toBe(live.code);
  });

  test('lives ten minutes after the first hand-off at the most', async () => {
    const live = await startDelivered(core, { method: 'email' });
    const firstHandOff = core.clock.now;
    core.pass(500);
    value(await resend(live.id, 1));
    await core.deliver();
    expect((await find(live.id)).expiresAt).toBe(firstHandOff + seconds(600));
  });

  test('pressed once but heard twice sends once', async () => {
    const { id } = await startDelivered(core);
    core.pass(20);
    const [first, second] = await Promise.all([resend(id, 1), resend(id, 1)]);
    expect([value(first).sendNumber, value(second).sendNumber]).toEqual([2, 2]);
    await core.deliver();
    expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
    expect(refusal(await resend(id, 9))).toBe('bad_request');
  });

  test('waits 20 seconds after the last send', async () => {
    const live = await startDelivered(core);
    expect(live.resendAt).toBe(live.createdAt + seconds(20));
    core.clock.now = live.resendAt! - 1;
    expect(await resend(live.id, 1)).toEqual({ ok: false, refusal: { code: 'too_soon', retryAfterSeconds: 1 } });
    core.clock.now += 1;
    expect(refusal(await resend(live.id, 1))).toBe('accepted');
  });

  test('is refused as the sixth message in ten minutes', async () => {
    const { id } = await startDelivered(core);
    for (let send = 1; send <= 4; send += 1) {
      core.pass(20);
      value(await resend(id, send));
      await core.deliver();
    }
    core.pass(20);
    expect(refusal(await resend(id, 5))).toBe('too_many_sends');
  });

  test('is not offered when no time is left for it', async () => {
    const live = await startDelivered(core, { method: 'email' });
    core.pass(590);
    value(await resend(live.id, 1));
    await core.deliver();
    expect((await find(live.id)).resendAt).toBeNull();
  });

  test('while the first message still waits replaces it: one code leaves, the new one', async () => {
    const { id } = value(await core.send(request()));
    core.pass(20);
    value(await resend(id, 1));
    expect(await core.deliver()).toMatchObject({ sendNumber: 2 });
    expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
  });

  test('is not to be had once the method was taken away', async () => {
    const { id } = await startDelivered(core);
    core.pass(20);
    await core.setPolicy({ methods: ['email'] });
    expect(refusal(await resend(id, 1))).toBe('method_unavailable');
  });
});

describe('delivery', () => {
  test('that definitely failed ends the verification as failed, with the reason', async () => {
    const { id } = value(await core.send(request()));
    await core.deliver({ state: 'failed', reason: 'opted_out' });
    expect(await find(id)).toMatchObject({ status: 'failed', endReason: 'delivery_failed', delivery: { state: 'failed', reason: 'opted_out' }, assurance: [], code: null, expiresAt: null, receipt: expect.stringMatching(/^CS-/) });
    expect((await core.audit()).slice(-2)).toMatchObject([{ type: 'delivery_failed', details: { reason: 'opted_out' } }, { type: 'failed', verificationId: id }]);
    expect(refusal(await core.verifications.decide(core.alex, id, 'approve'))).toBe('already_ended');
  });

  test('of an earlier send changes the message alone', async () => {
    const { id } = value(await core.send(request()));
    const first = await core.store.claimMessage(core.clock.now);
    core.pass(20);
    await resend(id, 1);
    if (first) await core.verifications.recordDelivery(first, { state: 'failed', reason: 'busy' });
    expect(await find(id)).toMatchObject({ status: 'pending', sendNumber: 2, delivery: { state: 'queued', reason: null }, expiresAt: null });
    expect((await core.audit()).at(-1)).toMatchObject({ type: 'delivery_failed', details: { sendNumber: 1, reason: 'busy' } });
    await core.deliver();
    expect((await find(id)).delivery.state).toBe('handed_over');
    expect(await core.store.listInterrupted(9)).toEqual([]);
  });

  test('heard of after the end changes nothing that was decided', async () => {
    const { id } = value(await core.send(request()));
    const message = await core.store.claimMessage(core.clock.now);
    await core.verifications.cancel(core.alex, id);
    if (message) await core.verifications.recordDelivery(message, handedOver);
    expect(await find(id)).toMatchObject({ status: 'cancelled', expiresAt: null });
    expect((await core.audit()).at(-1)?.type).toBe('handed_over');
  });

  test('heard of twice, or of an earlier state afterwards, is recorded once', async () => {
    const { id } = value(await core.send(request()));
    const message = await core.deliver();
    const before = await core.audit();
    core.pass(10);
    for (const late of [handedOver, { state: 'maybe_sent', reason: 'interrupted' }, { state: 'later', reason: 'busy' }] as const) await core.verifications.recordDelivery(message, late);
    expect(await find(id)).toMatchObject({ status: 'pending', delivery: { state: 'handed_over', reason: null } });
    expect(await core.audit()).toEqual(before);
  });

  test('that comes back after the deadline ends it as expired', async () => {
    const { id } = value(await core.send(request()));
    const message = await core.store.claimMessage(core.clock.now);
    core.pass(600);
    if (message) await core.verifications.recordDelivery(message, handedOver);
    expect((await core.store.findVerification(core.tenant.id, id))?.status).toBe('expired');
  });

  test('is on record: queued, handed over, maybe sent', async () => {
    await startDelivered(core);
    core.pass(20);
    value(await core.send(request({ number: '2' })));
    await core.deliver(timeout);
    expect((await core.audit()).map(({ type }) => type).slice(-4)).toEqual(['send_queued', 'handed_over', 'send_queued', 'maybe_sent']);
  });
});
