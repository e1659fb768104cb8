import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import type { AuditEvent, Phone } from '../../../service/src/store/types.ts';
import { addTestPhone } from '../../support/add-phone.ts';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';

const email = 'jo@acme.example';
let cli: TestCli;
beforeEach(async () => {
  cli = await createTestCli();
  await cli.run('tenant', 'add', 'Harbor IT');
  await cli.run('account', 'add', '--customer', 'Acme', '--name', 'Jo Doe', '--email', email, '--mobile', '+12025550199');
});
afterEach(() => cli.remove());

const addPhone = (more: Partial<Phone>) => cli.withStore(async (store) => {
  const [tenant] = await store.listTenants();
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }) as JWK;
  return addTestPhone({ store, now: Date.now }, { tenantId: tenant!.id, email }, jwk, more);
});
const entries = () => cli.withStore(async (store) => (await store.listAudit((await store.listTenants())[0]!.id, 1, 999)).map(({ body }) => JSON.parse(body) as AuditEvent));

describe('the phones of an account', () => {
  test('are listed with what an administrator must know, and none says what to do', async () => {
    expect((await cli.run('account', 'phones', email)).out).toBe('Jo Doe of Acme has no phone: account invite ADDRESS invites one.');
    const createdAt = Date.UTC(2026, 10, 1);
    const { id } = await addPhone({ name: 'Pixel', createdAt, lastSeenAt: null });
    await addPhone({ name: 'Old', createdAt: createdAt + 1, lastSeenAt: createdAt + 2, endpoint: null });
    const [first, second] = (await cli.run('account', 'phones', email)).out.split('\n');
    expect(first).toBe(`${id.slice(0, 8)}\tPixel\tadded 2026-11-01T00:00:00.000Z\tseen never\tnotifications on\tfingerprint or PIN off`);
    expect(second).toMatch(/\tOld\t.*\tseen 2026-11-01T00:00:00.002Z\tnotifications off\t/);
  });

  test('are removed by the beginning of their id, at once, and the account is told on all channels', async () => {
    const [gone] = [await addPhone({ name: 'Lost' }), await addPhone({ name: 'Kept' })];
    expect((await cli.run('account', 'remove-phone', email)).err).toBe('The account has several phones: say which by its id, as account phones ADDRESS shows it.');
    expect((await cli.run('account', 'remove-phone', email, 'zz')).err).toBe('The account has no such phone: account phones ADDRESS lists them.');
    expect((await cli.run('account', 'remove-phone', email, gone!.id.slice(0, 8))).out).toBe('Removed Lost from Jo Doe of Acme, who is being told.');
    expect(await cli.withStore((store) => store.findPhone(gone!.thumbprint))).toBeUndefined();
    const told = await cli.withStore(async (store) => [await store.claimNotice(Date.now() + 1, 60_000), await store.claimNotice(Date.now() + 1, 60_000)]);
    expect(told.map((notice) => [notice?.kind, notice?.method, notice?.details['phoneName']]).toSorted()).toEqual([['phone_removed', 'email', 'Lost'], ['phone_removed', 'sms', 'Lost']]);
    expect((await entries()).at(-1)).toMatchObject({ type: 'phone_removed', details: { how: 'administrator', phoneId: gone!.id } });
  });
});

describe('a block', () => {
  test('is lifted with its alerts, once, and stands in the audit chain', async () => {
    await cli.withStore(async (store) => {
      const [tenant] = await store.listTenants();
      const [account] = await store.listAccounts(tenant!.id, { email }, '', 1);
      const about = { tenantId: tenant!.id, accountId: account!.id };
      const telling = { attempts: 0, nextAt: 1, doneAt: null, emailedAt: null, postedAt: null };
      await store.changePhones(tenant!.id, account!.id, ({ pushState }) => ({
        result: null, pushState: { ...pushState, denials: [1], blockedAt: 5, blockedBecause: 'not_requested' }, audit: [],
        alert: { id: 'alert', ...about, verificationId: 'v', kind: 'not_requested', ticketHost: 'na.myconnectwise.net', ticketNumber: '7', at: 5, clearedAt: null, ...telling },
      }));
    });
    expect((await cli.run('account', 'phones', email)).out).toContain('account unblock ADDRESS lifts that.');
    const blocked = { exit: 1, err: 'Jo Doe of Acme was not invited: they reported or denied requests: talk to them first, then account unblock ADDRESS allows it again.' };
    for (const how of [[], ['--in-person']]) expect(await cli.run('account', 'invite', email, ...how)).toMatchObject(blocked);
    expect((await cli.run('account', 'unblock', email)).out).toBe('Jo Doe of Acme can be verified by push again; their alerts are cleared.');
    expect(await cli.withStore(async (store) => store.listAlerts((await store.listTenants())[0]!.id, 9))).toEqual([]);
    expect((await entries()).at(-1)).toMatchObject({ type: 'push_unblocked', details: { how: 'administrator', because: 'not_requested', alerts: 1 } });
    expect((await cli.run('account', 'unblock', email)).out).toBe('Jo Doe of Acme was not blocked and has no open alert: nothing was changed.');
    expect((await cli.run('account', 'invite', email, '--in-person')).exit).toBe(0);
  });
});
