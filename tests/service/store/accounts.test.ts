import { describe, expect, test } from 'vitest';
import type { Account, Notice } from '../../../service/src/store/types.ts';
import { addPending, event, jo, keyFor, newId, start } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();
const bodies = async (tenantId: string) => (await house.store.listAudit(tenantId, 1, 99)).map(({ body }) => body).join();

function noticeFor(account: Account): Notice {
  return {
    id: newId(), tenantId: account.tenantId, accountId: account.id, kind: 'destination_changed', method: 'email', destination: account.email,
    details: { channel: 'email' }, attempts: 0, nextAt: start, createdAt: start, doneAt: null, reason: null,
  };
}

describe('changing an account', () => {
  test('writes the change, the notice and the entry together', async () => {
    const { store, other, world } = house;
    const result = await store.changeAccount(world.tenant.id, world.accountId, (account) => ({
      result: account.email, account: { ...account, email: 'new@acme.example', emailChangedAt: start }, notices: [noticeFor(account)], audit: [event('account_changed')],
    }));
    expect(result).toBe(jo.email);
    expect(await other.listAccounts(world.tenant.id, {}, '', 9)).toMatchObject([{ email: 'new@acme.example', emailChangedAt: start, mobileChangedAt: null, customerName: 'Acme' }]);
    expect(await other.claimNotice(start, 1000)).toMatchObject({ accountId: world.accountId, destination: jo.email, attempts: 1, details: { channel: 'email' } });
    expect(await bodies(world.tenant.id)).toContain('account_changed');
  });

  test('leaves everything as it was when it throws, or when the address is taken', async () => {
    const { store, world } = house;
    await store.addAccount(world.tenant.id, { ...jo, email: 'taken@acme.example' }, event('account_added'));
    const change = (email: string, fail = false) => store.changeAccount(world.tenant.id, world.accountId, (account) => {
      if (fail) throw new Error('broken');
      return { result: 0, account: { ...account, email }, notices: [noticeFor(account)], audit: [event('account_changed')] };
    });
    await expect(change('taken@acme.example')).rejects.toThrow();
    await expect(change('new@acme.example', true)).rejects.toThrow('broken');
    expect(await store.claimNotice(start, 1000)).toBeUndefined();
    expect(await bodies(world.tenant.id)).not.toContain('account_changed');
    expect((await store.listAccounts(world.tenant.id, { email: jo.email }, '', 9)).map(({ id }) => id)).toEqual([world.accountId]);
  });

  test('cannot reach another tenant\'s account', async () => {
    const { store, world, stranger } = house;
    const plan = (account: Account) => ({ result: 'changed', account: { ...account, name: 'Mallory' }, notices: [], audit: [event('account_changed')] });
    expect(await store.changeAccount(stranger.tenant.id, world.accountId, plan)).toBeUndefined();
    expect(await store.findAccount(stranger.tenant.id, world.accountId)).toBeUndefined();
    expect(await store.findAccount(world.tenant.id, world.accountId)).toMatchObject({ name: 'Jo', customerName: 'Acme' });
    expect(await store.listAccounts(world.tenant.id, {}, '', 9)).toMatchObject([{ name: 'Jo' }]);
  });
});

test('accounts are listed in pages, by customer and by address', async () => {
  const { store, world } = house;
  for (const name of ['a', 'b', 'c']) await store.addAccount(world.tenant.id, { ...jo, customerName: 'Beta', email: `${name}@beta.example` }, event('account_added'));
  const all = await store.listAccounts(world.tenant.id, {}, '', 99);
  expect(all).toHaveLength(4);
  const first = await store.listAccounts(world.tenant.id, {}, '', 3);
  expect([...first, ...(await store.listAccounts(world.tenant.id, {}, first.at(-1)?.id ?? '', 3))]).toEqual(all);
  expect((await store.listAccounts(world.tenant.id, { customerId: world.customerId }, '', 9)).map(({ email }) => email)).toEqual([jo.email]);
  expect((await store.listAccounts(world.tenant.id, { email: 'b@beta.example' }, '', 9)).map(({ customerName }) => customerName)).toEqual(['Beta']);
});

test('wrong codes are cleared once, with an entry, and only for their tenant', async () => {
  const { store, world, stranger } = house;
  const row = await addPending(store, world, '1');
  await store.change(world.tenant.id, row.id, () => ({ result: 0, wrongCodes: { accountId: world.accountId, method: 'sms', count: 10, lastAt: start }, audit: [] }));
  expect(await store.listWrongCodes(world.tenant.id, world.accountId)).toEqual([{ accountId: world.accountId, method: 'sms', count: 10, lastAt: start }]);
  expect(await store.clearWrongCodes(stranger.tenant.id, world.accountId, 'sms', event('account_re_enabled'))).toBe(false);
  expect(await store.clearWrongCodes(world.tenant.id, world.accountId, 'email', event('account_re_enabled'))).toBe(false);
  expect(await store.clearWrongCodes(world.tenant.id, world.accountId, 'sms', event('account_re_enabled'))).toBe(true);
  expect(await store.clearWrongCodes(world.tenant.id, world.accountId, 'sms', event('account_re_enabled'))).toBe(false);
  expect((await store.readStart(keyFor(world, '2'))).wrongCodes).toEqual([]);
  expect((await bodies(world.tenant.id)).match(/account_re_enabled/g)).toHaveLength(1);
});
