import { describe, expect, test } from 'vitest';
import type { StartKey } from '../../../service/src/store/store.ts';
import { addPending, addPhones, event, jo, keyFor, phoneFor, start } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();
const key = (change: Partial<StartKey>): StartKey => ({ ...keyFor(house.world, '9'), ...change });
const seen = (change: Partial<StartKey>) => house.other.readStart(key(change));
const emails = async (change: Partial<StartKey>) => (await seen(change)).accounts.map(({ email }) => email);

async function matchJo(contactId: number | null): Promise<void> {
  await house.store.matchAccount(house.world.tenant.id, house.world.accountId, contactId, event('account_matched'));
}

describe('SEND sees', () => {
  test('the account that is matched to the contact beside those with the address, each once', async () => {
    const { store, world } = house;
    await matchJo(70);
    await store.addAccount(world.tenant.id, { ...jo, customerName: 'Beta', email: 'old@beta.example' }, event('account_added'));
    expect(await emails({ email: 'old@beta.example', contactId: 70 })).toEqual([jo.email, 'old@beta.example']);
    expect(await emails({ email: jo.email, contactId: 70 })).toEqual([jo.email]);
    expect(await emails({ email: 'nobody@acme.example', contactId: 70 })).toEqual([jo.email]);
    const started = await store.start(key({ email: 'nobody@acme.example', contactId: 70 }), ({ accounts }) => ({ result: accounts, audit: [] }));
    expect(started.result).toMatchObject([{ id: world.accountId, contactId: 70 }]);
  });

  test('no account by a contact that nobody is matched to, nor by none', async () => {
    await matchJo(70);
    expect(await emails({ email: 'nobody@acme.example', contactId: 71 })).toEqual([]);
    expect(await emails({ email: 'nobody@acme.example', contactId: null })).toEqual([]);
    await matchJo(null);
    expect(await emails({ email: 'nobody@acme.example', contactId: 70 })).toEqual([]);
  });

  test('what is known of the matched account: what was sent to it, its phones, its customer\'s policy', async () => {
    const { store, world } = house;
    await matchJo(70);
    await addPending(store, world, '1');
    const phone = phoneFor(world);
    await addPhones(store, world, phone);
    await store.writePolicy(world.tenant.id, world.customerId, { ticketNote: 'successes' }, event('policy_set'));
    expect(await seen({ email: 'nobody@acme.example', contactId: 70, now: start + 1 })).toMatchObject({
      recent: [{ method: 'sms', destination: jo.mobile }], phones: [phone], pushStates: [{ accountId: world.accountId }], customerPolicies: { [world.customerId]: { ticketNote: 'successes' } },
    });
  });

  test('what other accounts with the matched account\'s address were sent', async () => {
    const { store, world } = house;
    await store.addAccount(world.tenant.id, { ...jo, customerName: 'Beta', mobile: '+12025550111' }, event('account_added'));
    await addPending(store, world, '1');
    await store.matchAccount(world.tenant.id, (await store.listAccounts(world.tenant.id, {}, '', 9)).find(({ customerName }) => customerName === 'Beta')?.id ?? '', 70, event('account_matched'));
    const { recent, accounts } = await seen({ email: 'nobody@acme.example', contactId: 70, now: start + 1 });
    expect(accounts).toMatchObject([{ customerName: 'Beta' }]);
    expect(recent).toHaveLength(1);
  });
});

test('a verification keeps what it was decided by', async () => {
  const { store, world } = house;
  const row = await addPending(store, world, '1');
  const kept = { contactId: 70, isPageOnly: false, exceptionId: 'e', notePolicy: 'successes' } as const;
  await store.change(world.tenant.id, row.id, () => ({ result: 0, verification: { ...row, ...kept }, audit: [] }));
  expect(await house.other.findVerification(world.tenant.id, row.id)).toEqual({ ...row, ...kept });
});
