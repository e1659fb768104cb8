import { describe, expect, test } from 'vitest';
import type { Counted, Plan } from '../../../service/src/store/store.ts';
import { noteFor } from './connectwise-fixture.ts';
import { ended, event, jo, keyFor, messageFor, rowFor, start, startPlan } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();
const day = Math.floor(start / 86_400_000);
const plenty = { mostTechnicianSends: 999, mostTenantSends: 999, mostTenantCost: 999_999_999 };

function counted(technicianId: string, change: Partial<Counted> = {}): Counted {
  return { day, technicianId, cost: 50_000, ...plenty, ...change };
}

/** SEND on a ticket of its own that asks again whenever the store does, and refuses at `most` of the technician's sends. */
function send(index: number, most: number) {
  const { world } = house;
  const key = keyFor(world, String(index));
  const into = index % 2 ? house.store : house.other;
  return into.start(key, ({ today }): Plan<boolean> => {
    if (today.technicianSends >= most) return { result: false, audit: [event('refused')] };
    return { ...startPlan(rowFor(world, key)), result: true, counted: counted(world.technician.id, { mostTechnicianSends: most }) };
  });
}

describe('what was sent today', () => {
  test('is counted for the technician and for the tenant, and starts anew on the next day (UTC)', async () => {
    const { store, other, world } = house;
    await send(1, 9);
    const today = async (now: number, technicianId = world.technician.id) => (await other.readStart({ ...keyFor(world, '9'), technicianId, now })).today;
    expect(await today(start)).toEqual({ technicianSends: 1, tenantSends: 1, tenantCost: 50_000 });
    expect(await today(start, 'somebody else')).toEqual({ technicianSends: 0, tenantSends: 1, tenantCost: 50_000 });
    expect(await today((day + 1) * 86_400_000)).toEqual({ technicianSends: 0, tenantSends: 0, tenantCost: 0 });
    const { stranger } = house;
    expect((await store.readStart(keyFor(stranger, '9'))).today.tenantSends).toBe(0);
  });

  test('never passes its limit where many sends race on two connections', async () => {
    const results = await Promise.all(Array.from({ length: 30 }, (_, index) => send(index, 7)));
    expect(results.filter(({ result }) => result)).toHaveLength(7);
    expect((await house.store.readStart(keyFor(house.world, '99'))).today.technicianSends).toBe(7);
  });
});

test('a message that two accounts with one address share is counted once', async () => {
  const { store, world } = house;
  await store.addAccount(world.tenant.id, { ...jo, customerName: 'Beta' }, event('account_added'));
  await send(1, 9);
  const { recent, accounts } = await store.readStart(keyFor(world, '2'));
  expect(accounts).toHaveLength(2);
  expect(recent).toMatchObject([{ method: 'sms', destination: jo.mobile, createdAt: start }]);
});

test('a new number starts with what went to it by other accounts, not with what went to the old one', async () => {
  const { store, world } = house;
  await send(1, 9);
  await store.changeAccount(world.tenant.id, world.accountId, (account) => ({ result: 0, account: { ...account, mobile: '+12025550111', mobileChangedAt: start }, notices: [], audit: [event('account_changed')] }));
  const { recent } = await store.readStart(keyFor(world, '2'));
  // The account's own sends stay with it: a change of number must not open the way for more of them.
  expect(recent).toMatchObject([{ destination: '+12025550111' }]);
});

test('a decision that was made from facts that no longer stand is made again', async () => {
  const { store, other, world } = house;
  const key = keyFor(world, '1');
  const { verification } = await store.start(key, () => startPlan(rowFor(world, key)));
  if (!verification) throw new Error('not stored');
  const seen: string[] = [];
  const change = (text: string) => (text === 'first' ? store : other).change(world.tenant.id, verification.id, (facts) => {
    seen.push(`${text} ${facts.verification.triesUsed}`);
    return { result: text, verification: { ...facts.verification, triesUsed: facts.verification.triesUsed + 1 }, audit: [event(text)] };
  });
  await Promise.all(Array.from({ length: 10 }, (_, index) => change(index % 2 ? 'first' : 'second')));
  expect((await store.findVerification(world.tenant.id, verification.id))?.triesUsed).toBe(10);
  expect(seen.length).toBeGreaterThanOrEqual(10);
});

test('a busy provider\'s message is due again when its time has come, and not before', async () => {
  const { store, world } = house;
  const key = keyFor(world, '1');
  const row = rowFor(world, key);
  const message = messageFor(row);
  await store.start(key, () => ({ result: 0, verification: row, newMessage: message, audit: [event('send_queued')] }));
  const claimed = await store.claimMessage(start);
  expect(claimed).toMatchObject({ id: message.id, attempts: 1, state: 'sending' });
  await store.change(world.tenant.id, row.id, (facts) => ({ result: 0, message: { ...facts.message, state: 'queued', reason: 'busy', claimedBy: null, retryAt: start + 5000 }, audit: [event('later')] }));
  expect(await store.claimMessage(start + 4999)).toBeUndefined();
  expect(await store.claimMessage(start + 5000)).toMatchObject({ id: message.id, attempts: 2 });
  expect(await store.findMessage(message.id)).toMatchObject({ state: 'sending', attempts: 2 });
  expect(await store.findMessage('none')).toBeUndefined();
});

test('the backlog says what waits', async () => {
  const { store } = house;
  await send(1, 9);
  await send(2, 9);
  await store.claimMessage(start);
  expect(await store.countBacklog()).toEqual({ messages: 1, oldestMessageAt: start, notices: 0, ticketNotes: 0, pending: 2 });
  const row = rowFor(house.world, keyFor(house.world, '3'));
  await store.start(keyFor(house.world, '3'), () => ({ ...startPlan(row), result: 0 }));
  await store.change(row.tenantId, row.id, () => ({ result: 0, verification: ended(row, 'cancelled'), ticketNotes: [noteFor(row)], audit: [event('cancelled')] }));
  expect(await store.countBacklog()).toMatchObject({ ticketNotes: 1, pending: 2 });
  const note = await store.claimTicketNote(start, 1);
  await store.updateTicketNote({ ...note!, state: 'written', doneAt: start }, note!);
  expect(await store.countBacklog()).toMatchObject({ ticketNotes: 0 });
});

describe('the facts of a change', () => {
  test('hold the message that was asked for, also one of an earlier send, and no other verification\'s', async () => {
    const { store, other, world } = house;
    const key = keyFor(world, '1');
    const row = rowFor(world, key);
    const first = messageFor(row);
    await store.start(key, () => ({ result: 0, verification: row, newMessage: first, audit: [event('send_queued')] }));
    const second = messageFor({ ...row, sendNumber: 2 });
    await store.resend(world.tenant.id, row.id, start, (facts) => ({ result: 0, verification: { ...facts.verification, sendNumber: 2 }, newMessage: second, audit: [event('send_queued')] }));
    const seen = async (messageId?: string) => (await other.change(world.tenant.id, row.id, (facts) => ({ result: facts.message.id, audit: [] }), messageId))?.result;
    expect([await seen(), await seen(second.id), await seen(first.id)]).toEqual([second.id, second.id, first.id]);
    const another = rowFor(world, keyFor(world, '2'));
    const foreign = messageFor(another);
    await store.start(keyFor(world, '2'), () => ({ result: 0, verification: another, newMessage: foreign, audit: [event('send_queued')] }));
    await expect(seen(foreign.id)).rejects.toThrow();
  });

  test('of a resend tell what one more message needs to know', async () => {
    const { store, world } = house;
    await store.writePolicy(world.tenant.id, world.customerId, { smsCountries: ['US'] }, event('policy_set'));
    await store.writePolicy(world.tenant.id, null, { smsPartPrice: 0.5 }, event('policy_set'));
    const { verification } = await send(1, 9);
    const facts = await store.resend(world.tenant.id, verification?.id ?? '', start, (seen) => ({ result: seen, audit: [] }));
    expect(facts?.result).toMatchObject({
      account: { id: world.accountId, customerName: 'Acme' }, tenantPolicy: { smsPartPrice: 0.5 }, customerPolicy: { smsCountries: ['US'] },
      today: { technicianSends: 1, tenantSends: 1, tenantCost: 50_000 }, recent: [{ destination: jo.mobile }], wrongCodes: { count: 0, lastAt: null },
    });
    expect(await store.resend(house.stranger.tenant.id, verification?.id ?? '', start, () => ({ result: 'seen', audit: [] }))).toBeUndefined();
  });
});
