import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDropSubscription } from '../../../service/src/delivery/push/drop-subscription.ts';
import { makeVapidKeys } from '../../../service/src/delivery/push/vapid.ts';
import { createSenders } from '../../../service/src/delivery/senders.ts';
import type { Phone } from '../../../service/src/store/types.ts';
import { startPushSink } from '../../support/sinks/push-sink.ts';
import type { PushSink } from '../../support/sinks/push-sink.ts';
import { openHouse } from './outbox-house.ts';
import type { House } from './outbox-house.ts';

const vapid = makeVapidKeys(new Uint8Array(32).fill(9));
let house: House;
let sink: PushSink;
beforeEach(async () => {
  [house, sink] = await Promise.all([openHouse(), startPushSink(vapid.publicKey)]);
});
afterEach(() => Promise.all([house.close(), sink.close()]));

/** Person 1 has these phones; what is sent to them goes to the sink. */
async function withPhones(...names: string[]) {
  const { tenant } = house.who;
  const [account] = await house.store.listAccounts(tenant.id, { email: 'person1@acme.example' }, '', 1);
  const phones = names.map((name): Phone => {
    const { endpoint, p256dh, auth } = sink.subscribe(name);
    const createdAt = house.clock.ms - 1000;
    return { id: randomUUID(), tenantId: tenant.id, accountId: account!.id, name, thumbprint: randomUUID(), publicKey: { x: 'x', y: 'y' }, createdAt, lastSeenAt: null, endpoint, p256dh, auth, credential: null, invitedBy: null, removedAt: null };
  });
  await house.store.changePhones(tenant.id, account!.id, () => ({ result: undefined, phones, audit: [] }));
  const now = () => house.clock.ms;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const senders = createSenders({ push: { vapid, subject: undefined, testOrigin: sink.origin, dropSubscription: createDropSubscription({ store: house.store, now }), now, log } });
  house.startDelivery(senders);
  return { accountId: account!.id };
}

const becomes = (id: string, delivery: object) => vi.waitFor(async () => expect((await house.find(id)).delivery).toEqual(delivery), { timeout: 5000 });
const handedOver = { state: 'handed_over', reason: null };

describe('SEND by push', () => {
  test('wakes every phone with nothing but the id, and the minute begins', async () => {
    await withPhones('pixel', 'laptop');
    const { id } = await house.send(1, 'push');
    await becomes(id, handedOver);
    expect(sink.violations).toEqual([]);
    expect(sink.pushes.map(({ text }) => JSON.parse(text) as unknown)).toEqual([{ r: id }, { r: id }]);
    expect((await house.find(id)).expiresAt).toBe(house.clock.ms + 60_000);
  });

  test('honours Retry-After, and never asks before', async () => {
    await withPhones('pixel');
    sink.answer('pixel', { status: 429, headers: { 'retry-after': '20' } });
    const { id } = await house.send(1, 'push');
    await becomes(id, { state: 'queued', reason: 'busy' });
    sink.answer('pixel', { status: 201 });
    house.clock.ms += 19_999;
    expect(await house.store.claimMessage(house.clock.ms)).toBeUndefined();
    house.clock.ms += 1;
    await becomes(id, handedOver);
    expect(sink.requests()).toBe(2);
  });

  test.each(['60', '3600'])('fails at once where the push service says to wait %s seconds: nobody waits for that', async (seconds) => {
    await withPhones('pixel');
    sink.answer('pixel', { status: 503, headers: { 'retry-after': seconds } });
    const { id } = await house.send(1, 'push');
    await becomes(id, { state: 'failed', reason: 'busy' });
    expect((await house.find(id)).status).toBe('failed');
    expect(sink.requests()).toBe(1);
  });

  test('to phones that are all gone fails so, and the next offer knows', async () => {
    const { accountId } = await withPhones('old', 'older');
    sink.answer('old', { status: 410 });
    sink.answer('older', { status: 404 });
    const { id } = await house.send(1, 'push');
    await becomes(id, { state: 'failed', reason: 'subscription_gone' });
    const phones = await house.store.changePhones(house.who.tenant.id, accountId, (facts) => ({ result: facts.phones, audit: [] }));
    expect(phones?.map(({ endpoint }) => endpoint)).toEqual([null, null]);
    await expect(house.send(1, 'push')).rejects.toThrow('method_unavailable');
  });

  test('says "maybe sent" where the answer was lost', async () => {
    await withPhones('pixel');
    sink.answer('pixel', 'drop');
    const { id } = await house.send(1, 'push');
    await becomes(id, { state: 'maybe_sent', reason: 'provider_error' });
    expect((await house.find(id)).status).toBe('pending');
  });
});
