import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '../../../service/src/delivery/types.ts';
import { createHarness, request, seconds, startDelivered, value } from './harness.ts';
import type { Harness } from './harness.ts';

let core: Harness;
beforeEach(async () => {
  core = await createHarness();
});
afterEach(() => core.close());

const busy: Outcome = { state: 'later', reason: 'busy' };
const find = async (id: string) => value(await core.verifications.find(core.alex, id));
const retries = async () => (await core.audit()).filter(({ type }) => type === 'delivery_postponed').map(({ details }) => details);

test('a message that was refused for now waits, and leaves with the same number once it is taken', async () => {
  const { id } = value(await core.send(request()));
  await core.deliver(busy);
  expect(await find(id)).toMatchObject({ status: 'pending', delivery: { state: 'queued', reason: 'busy' }, expiresAt: null, code: null });
  core.pass(4);
  expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
  core.pass(1);
  const second = await core.deliver();
  expect(second).toMatchObject({ attempts: 2, sendNumber: 1 });
  expect(await find(id)).toMatchObject({ sendNumber: 1, delivery: { state: 'handed_over', reason: null }, expiresAt: core.clock.now + seconds(300) });
  expect(await retries()).toMatchObject([{ attempt: 1, reason: 'busy', sendNumber: 1, retryAt: core.clock.now }]);
});

test('the waits grow to a minute, and when none fits any more the verification fails with that reason', async () => {
  const { id } = value(await core.send(request()));
  const start = core.clock.now;
  const at: number[] = [];
  for (let second = 0; second < 600; second += 1) {
    const message = await core.store.claimMessage(core.clock.now);
    if (message) {
      at.push((core.clock.now - start) / 1000);
      await core.verifications.recordDelivery(message, busy);
    }
    core.pass(1);
  }
  expect(at).toEqual([0, 5, 15, 35, 75, 135, 195, 255, 315, 375, 435, 495, 555]);
  expect(await find(id)).toMatchObject({ status: 'failed', endReason: 'delivery_failed', delivery: { state: 'failed', reason: 'busy' } });
  expect(await retries()).toHaveLength(at.length - 1);
  expect((await core.audit()).slice(-2)).toMatchObject([{ type: 'delivery_failed', details: { reason: 'busy' } }, { type: 'failed' }]);
});

test('a resend is tried no longer than its code would live', async () => {
  const { id } = await startDelivered(core);
  core.pass(290);
  await core.verifications.resend(core.alex, id, 1);
  core.pass(305);
  await core.deliver(busy);
  expect(await find(id)).toMatchObject({ status: 'failed', delivery: { reason: 'busy' } });
});

test('what waits for another attempt never leaves after CANCEL, nor after a newer code', async () => {
  const cancelled = value(await core.send(request()));
  await core.deliver(busy);
  await core.verifications.cancel(core.alex, cancelled.id);
  core.pass(30);
  expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();

  const resent = value(await core.send(request({ method: 'email' })));
  await core.deliver(busy);
  core.pass(20);
  await core.verifications.resend(core.alex, resent.id, 1);
  expect(await core.deliver()).toMatchObject({ sendNumber: 2 });
  core.pass(60);
  expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
});

test('an attempt that was recorded twice does not bring back the attempt after it', async () => {
  const { id } = value(await core.send(request()));
  const first = await core.deliver(busy);
  core.pass(5);
  const second = await core.store.claimMessage(core.clock.now);
  await core.verifications.recordDelivery(first, busy);
  expect((await find(id)).delivery.state).toBe('sending');
  expect(await core.store.findMessage(first.id)).toEqual(second);
});

test('a refusal for now of a message that nobody waits for ends that message', async () => {
  const { id } = value(await core.send(request()));
  const message = await core.store.claimMessage(core.clock.now);
  await core.verifications.cancel(core.alex, id);
  if (message) await core.verifications.recordDelivery(message, busy);
  expect(await core.store.findMessage(message?.id ?? '')).toMatchObject({ state: 'failed', reason: 'busy', doneAt: core.clock.now });
});
