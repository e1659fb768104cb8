import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Verification } from '#contract/verification';
import { createHarness, refusal, request, rightCode, seconds, startDelivered, value, wrongCode } from './harness.ts';
import type { Harness } from './harness.ts';

let core: Harness;
beforeEach(async () => {
  core = await createHarness();
  await core.setPolicy({ codeCheck: 'typed', smsLifeSeconds: 600 });
});
afterEach(() => core.close());

const find = async (id: string) => value(await core.verifications.find(core.alex, id));
const type = (id: string, code: string, attempt: number, who = core.alex) => core.verifications.tryCode(who, id, code, attempt);
const { contact } = request();
const tooSoon = (retryAfterSeconds: number) => ({ ok: false, refusal: { code: 'try_too_soon', retryAfterSeconds } });

async function accountId(email = 'jo@acme.example'): Promise<string> {
  return (await core.store.listAccounts(core.tenant.id, { email }, '', 1))[0]?.id ?? '';
}

/** Types wrong codes, each as soon as it may be, over as many verifications as it takes. */
async function typeWrong(count: number): Promise<void> {
  for (let number = 100, left = count; left > 0; number += 1) {
    const live = await startDelivered(core, { number: String(number) });
    for (let attempt = 1; attempt <= 3 && left > 0; attempt += 1, left -= 1) {
      core.clock.now = (await find(live.id)).nextTryAt ?? core.clock.now;
      value(await type(live.id, wrongCode(live), attempt));
    }
    await core.verifications.cancel(core.alex, live.id);
    core.pass(20);
  }
}

/** On tickets of their own, 20 seconds apart. */
async function startFour(): Promise<[Verification, ...Verification[]]> {
  const first = await startDelivered(core, { number: '1' });
  const others: Verification[] = [];
  for (const number of ['2', '3', '4']) {
    core.pass(20);
    others.push(await startDelivered(core, { number }));
  }
  return [first, ...others];
}

describe('after a wrong code', () => {
  test('the next one waits 2, 4, 8 … 256, 300 seconds, and a millisecond less is too little', async () => {
    const waits: number[] = [];
    const [beside, ...tried] = await startFour();
    for (const live of tried) {
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        const { nextTryAt } = await find(live.id);
        if (nextTryAt !== null) {
          core.clock.now = nextTryAt - 1;
          expect(await type(live.id, rightCode(live), attempt)).toEqual(tooSoon(1));
          core.clock.now = nextTryAt;
        }
        value(await type(live.id, wrongCode(live), attempt));
        waits.push(((await find(beside.id)).nextTryAt ?? 0) - core.clock.now);
      }
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300].map(seconds));
    const last = await startDelivered(core, { number: '99' });
    core.pass(300);
    core.clock.now -= 1;
    expect(await type(last.id, wrongCode(last), 1)).toEqual(tooSoon(1));
    core.clock.now += 1;
    expect(value(await type(last.id, wrongCode(last), 1))).toMatchObject({ status: 'denied', endReason: 'too_many_attempts', nextTryAt: null });
  });

  test('a try during the wait is not compared, right or wrong, costs none, and stands on record', async () => {
    const live = await startDelivered(core);
    const wrong = value(await type(live.id, wrongCode(live), 1));
    expect(wrong).toMatchObject({ triesLeft: 2, nextTryAt: core.clock.now + seconds(2) });
    for (const code of [rightCode(live), wrongCode(live)]) expect(await type(live.id, code, 2)).toEqual(tooSoon(2));
    expect(await find(live.id)).toMatchObject({ status: 'pending', triesLeft: 2, nextTryAt: wrong.nextTryAt });
    expect((await core.audit()).slice(-3).map((entry) => [entry.type, entry.details['code']])).toEqual([['wrong_code', undefined], ['refused', 'try_too_soon'], ['refused', 'try_too_soon']]);
    core.pass(2);
    expect(value(await type(live.id, rightCode(live), 2)).status).toBe('approved');
  });

  test('the code dies at its deadline, wait or not', async () => {
    await core.setPolicy({ codeCheck: 'typed', smsLifeSeconds: 60 });
    await typeWrong(6);
    const live = await startDelivered(core, { number: '1' });
    expect(live.nextTryAt).toBe(core.clock.now + seconds(44));
    core.pass(44);
    value(await type(live.id, wrongCode(live), 1));
    const { nextTryAt, expiresAt } = await find(live.id);
    expect(nextTryAt).toBeGreaterThan(expiresAt ?? Infinity);
    core.clock.now = nextTryAt ?? 0;
    expect(refusal(await type(live.id, rightCode(live), 2))).toBe('code_expired');
  });
});

describe('the wait', () => {
  test('is the same after a resend, which gives no new tries either', async () => {
    await typeWrong(4);
    const live = await startDelivered(core, { number: '1' });
    const wrong = value(await type(live.id, wrongCode(live), 1));
    core.pass(20);
    const resent = value(await core.verifications.resend(core.alex, live.id, 1));
    expect(resent).toMatchObject({ sendNumber: 2, triesLeft: 2, nextTryAt: wrong.nextTryAt });
    await core.deliver();
    expect(await type(live.id, rightCode(resent), 2)).toEqual(tooSoon(12));
  });

  test('is the same for a new verification, another ticket and another technician', async () => {
    await typeWrong(5);
    const sam = await core.signIn('Sam');
    const started = value(await core.send(request({ number: '1' }), sam));
    await core.deliver();
    expect(started.nextTryAt).toBe(core.clock.now + seconds(12));
    expect(await type(started.id, rightCode(started), 1, sam)).toEqual(tooSoon(12));
    core.pass(12);
    expect(value(await type(started.id, rightCode(started), 1, sam)).status).toBe('approved');
  });

  test('is said wherever the verification is: at SEND, repeated or not, on the ticket, after "more time"', async () => {
    await core.setPolicy({ codeCheck: 'typed' });
    await typeWrong(7);
    const key = crypto.randomUUID();
    const started = value(await core.send(request(), core.alex, key));
    const until = core.clock.now + seconds(108);
    await core.deliver();
    expect(started.nextTryAt).toBe(until);
    expect(value(await core.send(request(), core.alex, key)).nextTryAt).toBe(until);
    expect(value(await core.verifications.resolve(core.alex, { contact })).live?.nextTryAt).toBe(until);
    expect(value(await core.verifications.extend(core.alex, started.id)).nextTryAt).toBe(until);
    core.clock.now = until;
    expect((await find(started.id)).nextTryAt).toBeNull();
    expect(value(await core.verifications.cancel(core.alex, started.id)).nextTryAt).toBeNull();
  });

  test('concerns one account by one method, and no code that a technician compares', async () => {
    await core.addAccount('Acme', 'kim@acme.example', '+12025550122');
    await typeWrong(6);
    for (const change of [{ number: '1', method: 'email' }, { number: '2', email: 'kim@acme.example' }] as const) {
      const live = await startDelivered(core, change);
      expect(live.nextTryAt).toBeNull();
      expect(value(await type(live.id, rightCode(live), 1)).status).toBe('approved');
    }
    await core.setPolicy({ codeCheck: 'compare' });
    expect((await startDelivered(core, { number: '3' })).nextTryAt).toBeNull();
  });

  test('is over after a right code: the next wrong one counts as the first', async () => {
    await typeWrong(5);
    core.pass(32);
    const live = await startDelivered(core, { number: '1' });
    value(await type(live.id, rightCode(live), 1));
    core.pass(20);
    const next = await startDelivered(core, { number: '2' });
    expect(value(await type(next.id, wrongCode(next), 1)).nextTryAt).toBe(core.clock.now + seconds(2));
  });

  test('lets one of two tries pass that come at once on two tickets', async () => {
    const first = await startDelivered(core, { number: '1' });
    core.pass(20);
    const second = await startDelivered(core, { number: '2' });
    const results = await Promise.all([type(first.id, wrongCode(first), 1), type(second.id, wrongCode(second), 1)]);
    expect(results.map(refusal).sort()).toEqual(['accepted', 'try_too_soon']);
  });
});

describe('ten wrong codes', () => {
  test('switch the method off until an administrator clears them; then there is neither wait nor count', async () => {
    await typeWrong(10);
    core.pass(86_400);
    expect(await core.send(request())).toEqual({ ok: false, refusal: { code: 'method_unavailable', detail: 'disabled' } });
    expect(value(await core.verifications.resolve(core.alex, { contact })).methods).toMatchObject([{ method: 'push' }, { reason: 'disabled' }, { available: true }]);
    const cleared = { type: 'account_reenabled', at: core.clock.now, technicianId: null, verificationId: null, details: {} };
    expect(await core.store.clearWrongCodes(core.tenant.id, await accountId(), 'sms', cleared)).toBe(true);
    const live = await startDelivered(core);
    expect(live.nextTryAt).toBeNull();
    expect(value(await type(live.id, wrongCode(live), 1))).toMatchObject({ status: 'pending', triesLeft: 2, nextTryAt: core.clock.now + seconds(2) });
  });

  test('end another verification at its next try, right or not', async () => {
    await typeWrong(9);
    const other = await startDelivered(core, { number: '1' });
    core.pass(20);
    const last = await startDelivered(core, { number: '2' });
    core.clock.now = last.nextTryAt ?? 0;
    value(await type(last.id, wrongCode(last), 1));
    expect((await find(other.id)).nextTryAt).toBeNull();
    expect(value(await type(other.id, rightCode(other), 1))).toMatchObject({ status: 'denied', endReason: 'too_many_attempts' });
  });
});
