import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeLetter } from '../../../service/src/delivery/letter.ts';
import { createDropSubscription } from '../../../service/src/delivery/push/drop-subscription.ts';
import type { PushPhone } from '../../../service/src/delivery/types.ts';
import type { LetterFacts } from '../../../service/src/store/store.ts';
import type { Message, Phone } from '../../../service/src/store/types.ts';
import { codeKey, openHouse } from './outbox-house.ts';
import type { House } from './outbox-house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const subscription = { endpoint: 'https://fcm.googleapis.com/fcm/send/abc', p256dh: 'p256dh', auth: 'auth' };

function phoneOf(accountId: string, changes: Partial<Phone> = {}): Phone {
  return {
    id: randomUUID(), tenantId: house.who.tenant.id, accountId, name: 'Pixel 9', thumbprint: randomUUID(), publicKey: { x: 'x', y: 'y' }, createdAt: house.clock.ms - 1000, lastSeenAt: null,
    ...subscription, credential: null, invitedBy: null, removedAt: null, ...changes,
  };
}

/** A verification that waits for these phones, and its message. */
async function waiting(phones: (accountId: string) => Phone[]) {
  const tenantId = house.who.tenant.id;
  const { id } = await house.send();
  const message = (await house.store.claimMessage(house.clock.ms))!;
  const kept = phones(message.accountId);
  await house.store.changePhones(tenantId, message.accountId, () => ({ result: undefined, phones: kept, audit: [] }));
  // the row of a push: the same with another method and a shorter life
  const readLetter = async (tenant: string, verification: string): Promise<LetterFacts | undefined> => {
    const facts = await house.store.readLetter(tenant, verification);
    return facts && { ...facts, verification: { ...facts.verification, method: 'push', lifeSeconds: 60, expiresAt: facts.verification.createdAt + 60_000 } };
  };
  const push: Message = { ...message, method: 'push' };
  return { id, kept, write: () => writeLetter({ store: { readLetter }, codeKey, now: () => house.clock.ms }, push) };
}

describe('what a push says', () => {
  test('goes to the phones that take notifications, until its deadline', async () => {
    const { id, kept, write } = await waiting((accountId) => [phoneOf(accountId), phoneOf(accountId, { endpoint: null, p256dh: null, auth: null }), phoneOf(accountId, { removedAt: house.clock.ms })]);
    const { tenant } = house.who;
    const createdAt = house.clock.ms;
    house.clock.ms += 20_000;
    const written = await write();
    const phone: PushPhone = { id: kept[0]!.id, tenantId: tenant.id, accountId: kept[0]!.accountId, ...subscription };
    expect(written).toMatchObject({ ok: true, letter: { kind: 'push', verificationId: id, phones: [phone], lifeSeconds: 60, deadlineAt: createdAt + 60_000 } });
    expect(JSON.stringify(written)).not.toMatch(/Alex|Northwind|Person|1001|"code"/);
  });

  test('never goes to a phone that was added after SEND', async () => {
    const { kept, write } = await waiting((accountId) => [phoneOf(accountId), phoneOf(accountId, { createdAt: house.clock.ms + 1 })]);
    expect(await write()).toMatchObject({ letter: { phones: [{ id: kept[0]!.id }] } });
    expect(((await write()) as { letter: { phones: unknown[] } }).letter.phones).toHaveLength(1);
  });

  test('goes nowhere without a phone that takes notifications', async () => {
    const { write } = await waiting((accountId) => [phoneOf(accountId, { endpoint: null, p256dh: null, auth: null })]);
    expect(await write()).toEqual({ ok: false, reason: 'subscription_gone' });
  });

  test('goes nowhere once its minute is over', async () => {
    const { write } = await waiting((accountId) => [phoneOf(accountId)]);
    house.clock.ms += 60_000;
    expect(await write()).toEqual({ ok: false, reason: 'interrupted' });
  });
});

describe('a subscription that is gone', () => {
  const phonesOf = async (accountId: string) => house.store.changePhones(house.who.tenant.id, accountId, ({ phones }) => ({ result: phones, audit: [] }));

  test('is forgotten, on record; the phone stays', async () => {
    const { kept } = await waiting((accountId) => [phoneOf(accountId), phoneOf(accountId)]);
    const [gone, other] = kept as [Phone, Phone];
    await createDropSubscription({ store: house.store, now: () => house.clock.ms })({ ...gone, ...subscription });
    const phones = await phonesOf(gone.accountId);
    expect(phones?.find(({ id }) => id === gone.id)).toMatchObject({ endpoint: null, p256dh: null, auth: null, removedAt: null });
    expect(phones?.find(({ id }) => id === other.id)).toMatchObject(subscription);
    const entry = (await house.store.listAudit(house.who.tenant.id, 1, 100)).at(-1)!.body;
    expect(JSON.parse(entry)).toMatchObject({ type: 'phone_unsubscribed', details: { phoneId: gone.id, because: 'subscription_gone' } });
    expect(entry).not.toContain('fcm');
  });

  test('is left alone where the phone has subscribed anew meanwhile', async () => {
    const { kept } = await waiting((accountId) => [phoneOf(accountId)]);
    const [phone] = kept as [Phone];
    await createDropSubscription({ store: house.store, now: () => house.clock.ms })({ ...phone, ...subscription, endpoint: 'https://fcm.googleapis.com/fcm/send/old' });
    expect(await phonesOf(phone.accountId)).toMatchObject([subscription]);
  });
});
