import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHarness, refusal, request, seconds, value } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, startPush, wrongNumber } from './phones.ts';
import type { TestPhone } from './phones.ts';

let core: Harness;
let phone: TestPhone;
let tickets = 100;
beforeEach(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
  phone = await addPhone(core);
});
afterEach(() => core.close());

const push = (change: Parameters<typeof startPush>[1] = {}) => startPush(core, { number: String(++tickets), ...change });
const tryPush = () => core.send(request({ method: 'push', check: 'none', number: String(++tickets) }));
const alerts = () => core.store.listAlerts(core.tenant.id, 99);
const blocks = async () => (await core.audit()).filter(({ type }) => type === 'push_blocked');
const option = async () => value(await core.verifications.resolve(core.alex, { contact: request().contact })).methods[0];
async function answered(decision: 'approve' | 'deny' | 'not_requested', change: Parameters<typeof push>[0] = {}): Promise<void> {
  const { id } = await push(change);
  value(await press(core, phone, id, decision));
  core.pass(200);
}

describe('pushes that nobody answers', () => {
  beforeEach(async () => {
    for (let count = 0; count < 3; count += 1) {
      await push();
      core.pass(100);
    }
  });

  test('are three in ten minutes at the most; the fourth waits until the first is ten minutes old', async () => {
    expect(await tryPush()).toEqual({ ok: false, refusal: { code: 'method_unavailable', detail: 'push_unanswered', retryAfterSeconds: 300 } });
    expect(await option()).toMatchObject({ available: false, reason: 'push_unanswered' });
    core.clock.now += seconds(300) - 1;
    expect(await tryPush()).toMatchObject({ refusal: { retryAfterSeconds: 1 } });
    core.clock.now += 1;
    expect(await option()).toMatchObject({ available: true });
    expect(refusal(await tryPush())).toBe('accepted');
  });

  test('raise no alert, and leave the other methods', async () => {
    expect(await alerts()).toEqual([]);
    expect(refusal(await core.send(request({ method: 'sms', number: '9' })))).toBe('accepted');
  });

  test('do not keep another account’s phone quiet', async () => {
    await core.addAccount('Acme', 'kim@acme.example', null, 'Kim');
    await addPhone(core, {}, 'kim@acme.example');
    expect(refusal(await core.send(request({ method: 'push', check: 'none', number: '9', email: 'kim@acme.example', contact: 'Kim' })))).toBe('accepted');
  });
});

test.each(['approve', 'deny'] as const)('an answer (%s) frees the account: somebody looks at the phone', async (decision) => {
  await push();
  core.pass(100);
  await push();
  core.pass(100);
  const { id } = await push();
  value(await press(core, phone, id, decision));
  core.pass(20);
  expect(refusal(await tryPush())).toBe('accepted');
});

test('a wrong number frees it as well, and forgets no denial', async () => {
  await answered('deny');
  const { id } = await push({ check: 'number' });
  value(await press(core, phone, id, 'approve', { number: wrongNumber(id), attempt: 1 }));
  core.pass(200);
  await answered('deny');
  expect(await option()).toMatchObject({ reason: 'push_blocked' });
});

describe('denials on the phone', () => {
  test('one does nothing, the second within a day stops pushes and alerts once', async () => {
    await answered('deny');
    expect(await alerts()).toEqual([]);
    expect(await option()).toMatchObject({ available: true });
    await answered('deny');
    expect(await alerts()).toMatchObject([{ kind: 'denied' }]);
    expect(await blocks()).toMatchObject([{ details: { because: 'denied', phoneId: phone.who.phone.id } }]);
    expect(await tryPush()).toEqual({ ok: false, refusal: { code: 'method_unavailable', detail: 'push_blocked' } });
  });

  test('a third one, to a push that was under way, alerts no more', async () => {
    const [first, second] = [await push(), (core.pass(20), await push())];
    core.pass(20);
    const third = await push();
    for (const { id } of [first, second, third]) value(await press(core, phone, id, 'deny'));
    expect(await alerts()).toHaveLength(1);
    expect(await blocks()).toHaveLength(1);
  });

  test('"I did not ask for this" after the block still flags its own ticket', async () => {
    const [first, second] = [await push(), (core.pass(20), await push())];
    core.pass(20);
    const third = await push();
    for (const { id } of [first, second]) value(await press(core, phone, id, 'deny'));
    value(await press(core, phone, third.id, 'not_requested'));
    expect((await alerts()).map(({ kind }) => kind).sort()).toEqual(['denied', 'not_requested']);
    expect(await blocks()).toHaveLength(1);
    const state = await core.store.changePhones(core.tenant.id, phone.who.account.id, ({ pushState }) => ({ result: pushState, audit: [] }));
    expect(state).toMatchObject({ blockedBecause: 'denied' });
  });

  test.each([[24 * 3600, true], [24 * 3600 - 0.001, false]])('%d seconds apart: pushes go on: %s', async (apart, goesOn) => {
    const first = await push();
    value(await press(core, phone, first.id, 'deny'));
    core.clock.now += Math.round(apart * 1000);
    const second = await push();
    value(await press(core, phone, second.id, 'deny'));
    expect((await option())?.available).toBe(goesOn);
  });

  test('with an approval between them count anew', async () => {
    await answered('deny');
    await answered('approve');
    await answered('deny');
    expect(await alerts()).toEqual([]);
    expect(await option()).toMatchObject({ available: true });
    await answered('deny');
    expect(await option()).toMatchObject({ reason: 'push_blocked' });
  });

  test('by the technician, or of the technician’s own, are none of the phone', async () => {
    for (let count = 0; count < 2; count += 1) {
      const { id } = await push({ check: 'code' });
      value(await press(core, phone, id, 'approve'));
      value(await core.verifications.decide(core.alex, id, 'deny'));
      core.pass(200);
    }
    expect(await option()).toMatchObject({ available: true });
  });
});

test('"I did not ask for this" stops pushes at once, and time alone does not bring them back', async () => {
  await answered('not_requested');
  expect(await option()).toMatchObject({ available: false, reason: 'push_blocked' });
  core.pass(30 * 24 * 3600);
  expect(await option()).toMatchObject({ available: false, reason: 'push_blocked' });
  expect(refusal(await core.send(request({ method: 'email', number: '9' })))).toBe('accepted');
});

test('a flag stands on its ticket only, until it is cleared', async () => {
  const { ticket, id } = await push();
  value(await press(core, phone, id, 'not_requested'));
  const flaggedAt = async (number: string) => value(await core.verifications.resolve(core.alex, { contact: request({ number }).contact })).flaggedAt;
  expect(await flaggedAt(ticket.number)).toBe(core.clock.now);
  expect(await flaggedAt('1')).toBeNull();
  await core.store.changePhones(core.tenant.id, phone.who.account.id, () => ({ result: 0, clearAlertsAt: core.clock.now, audit: [] }));
  expect(await flaggedAt(ticket.number)).toBeNull();
});
