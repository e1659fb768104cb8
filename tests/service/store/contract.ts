import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { receiptOf, verifyChain } from '../../../service/src/audit/chain.ts';
import type { Store } from '../../../service/src/store/store.ts';
import type { VerificationRow } from '../../../service/src/store/types.ts';
import type { StoreSource } from '../../support/store-source.ts';
import { addPending, ended, event, jo, keyFor, makeWorld, messageFor, newId, rowFor, start, startPlan } from './fixture.ts';
import type { World } from './fixture.ts';

/** What every store promises, whatever it is made of. */
export function describeStore(name: string, createSource: () => Promise<StoreSource>): void {
  describe(name, () => {
    let source: StoreSource;
    let store: Store;
    let other: Store;
    let world: World;
    let stranger: World;

    beforeEach(async () => {
      source = await createSource();
      store = await source.open();
      other = await source.open();
      world = await makeWorld(store, 'Our MSP');
      stranger = await makeWorld(store, 'Another MSP');
    });

    afterEach(async () => {
      await store.close();
      await other.close();
      await source.remove();
    });

    test('says that it can be written', async () => {
      await expect(store.checkWritable()).resolves.toBeUndefined();
    });

    describe('tenants', () => {
      test('never find or change each other\'s verifications', async () => {
        const row = await addPending(store, world, '1');
        expect(await store.findVerification(stranger.tenant.id, row.id)).toBeUndefined();
        expect(await store.change(stranger.tenant.id, row.id, () => ({ result: 'touched', audit: [event('touched')] }))).toBeUndefined();
        expect((await store.listAudit(stranger.tenant.id, 1, 99)).map(({ body }) => body).join()).not.toContain('touched');
      });

      test('cannot be crossed by a plan that names another one', async () => {
        const row = await addPending(store, world, '1');
        const key = keyFor(stranger, '1');
        await expect(store.start(key, () => startPlan(rowFor(world, key)))).rejects.toThrow();
        const own = await addPending(store, stranger, '1');
        await expect(store.change(stranger.tenant.id, own.id, () => ({ result: 0, verification: ended(row, 'approved'), audit: [event('approved')] }))).rejects.toThrow();
        expect(await store.findVerification(world.tenant.id, row.id)).toEqual(row);
      });

      test('cannot use another one\'s account', async () => {
        const key = keyFor(world, '1');
        const foreign = { ...rowFor(world, key), accountId: stranger.accountId, customerId: stranger.customerId };
        await expect(store.start(key, () => startPlan(foreign))).rejects.toThrow();
      });

      test('see only their own customers, technicians, policy, accounts and audit entries', async () => {
        await store.writePolicy(world.tenant.id, null, { codeCheck: 'typed' }, event('policy_changed'));
        await store.addAccount(world.tenant.id, { ...jo, customerName: 'Only ours', email: 'sam@ours.example' }, event('account_added'));
        expect((await store.listCustomers(stranger.tenant.id)).map((customer) => customer.name)).toEqual(['Acme']);
        expect((await store.listTechnicians(stranger.tenant.id)).map((technician) => technician.id)).toEqual([stranger.technician.id]);
        expect(await store.readPolicy(stranger.tenant.id, null)).toEqual({});
        expect((await store.readStart({ ...keyFor(stranger, '1'), email: 'sam@ours.example' })).accounts).toEqual([]);
        expect((await store.listAudit(stranger.tenant.id, 1, 99)).every((entry) => entry.tenantId === stranger.tenant.id)).toBe(true);
      });

      test('do not see each other\'s live verification, messages or wrong codes on the same ticket', async () => {
        await addPending(store, world, '1');
        const facts = await store.readStart(keyFor(stranger, '1'));
        expect(facts).toMatchObject({ live: undefined, recent: [], wrongCodes: [] });
      });

      test('cannot revoke each other\'s technicians or devices', async () => {
        const signedIn = await pair(store, world);
        expect(await store.revokeTechnician(stranger.tenant.id, world.technician.id, start, event('technician_revoked'))).toBe(false);
        await store.removeDevice(stranger.tenant.id, signedIn.device.thumbprint, event('device_removed'));
        expect(await store.findDevice(signedIn.device.thumbprint)).toEqual(signedIn);
      });

      test('cannot write a policy for another one\'s customer', async () => {
        await expect(store.writePolicy(world.tenant.id, stranger.customerId, { codeCheck: 'typed' }, event('policy_changed'))).rejects.toThrow();
      });
    });

    describe('accounts', () => {
      test('are unchanged by the same import a second time', async () => {
        const before = await store.listAudit(world.tenant.id, 1, 99);
        expect(await store.addAccount(world.tenant.id, jo, event('account_added'))).toBe('unchanged');
        expect(await store.addAccount(world.tenant.id, { ...jo, customerName: ' ACME ', email: 'JO@acme.example' }, event('account_added'))).toBe('unchanged');
        expect(await store.listAudit(world.tenant.id, 1, 99)).toEqual(before);
        expect(await store.listCustomers(world.tenant.id)).toHaveLength(1);
      });

      test('never change by an import: a differing line is only reported', async () => {
        expect(await store.addAccount(world.tenant.id, { ...jo, mobile: '+12025550111' }, event('account_added'))).toBe('differs');
        expect((await store.readStart(keyFor(world, '1'))).accounts).toMatchObject([{ name: 'Jo', mobile: jo.mobile, customerName: 'Acme' }]);
      });

      test('are found in every customer that has the address', async () => {
        expect(await store.addAccount(world.tenant.id, { ...jo, customerName: 'Beta' }, event('account_added'))).toBe('added');
        expect((await store.readStart(keyFor(world, '1'))).accounts.map((account) => account.customerName)).toEqual(['Acme', 'Beta']);
      });
    });

    test('a policy reads back as it was written, for a tenant and for a customer', async () => {
      const policy = { codeCheck: 'typed', actionRequired: true, smsLifeSeconds: 60, methods: ['email'] } as const;
      await store.writePolicy(world.tenant.id, null, { ...policy, methods: [...policy.methods] }, event('policy_changed'));
      await store.writePolicy(world.tenant.id, world.customerId, { emailLifeSeconds: 120 }, event('policy_changed'));
      expect(await store.readPolicy(world.tenant.id, null)).toEqual(policy);
      expect((await store.readStart(keyFor(world, '1'))).customerPolicies).toEqual({ [world.customerId]: { emailLifeSeconds: 120 } });
    });

    describe('technicians', () => {
      test('redeem a pairing code once', async () => {
        const first = await pair(store, world, 'used-once');
        expect(first.technician.id).toBe(world.technician.id);
        expect(await other.redeemPairingCode('used-once', { thumbprint: 'second', name: 'b' }, start)).toBeUndefined();
        expect(await store.findDevice('second')).toBeUndefined();
      });

      test('cannot redeem an expired or unknown pairing code', async () => {
        await store.addPairingCode({ tenantId: world.tenant.id, technicianId: world.technician.id, codeHash: 'late', expiresAt: start });
        expect(await store.redeemPairingCode('late', { thumbprint: 't', name: 'b' }, start)).toBeUndefined();
        expect(await store.redeemPairingCode('never', { thumbprint: 't', name: 'b' }, start)).toBeUndefined();
      });

      test('lose devices and pairing codes at once when revoked', async () => {
        const { device } = await pair(store, world);
        await store.addPairingCode({ tenantId: world.tenant.id, technicianId: world.technician.id, codeHash: 'open', expiresAt: start + 1000 });
        expect(await store.revokeTechnician(world.tenant.id, world.technician.id, start, event('technician_revoked'))).toBe(true);
        expect(await other.findDevice(device.thumbprint)).toBeUndefined();
        expect(await other.redeemPairingCode('open', { thumbprint: 't', name: 'b' }, start)).toBeUndefined();
        expect((await store.listTechnicians(world.tenant.id))[0]?.revokedAt).toBe(start);
        expect(await store.revokeTechnician(world.tenant.id, world.technician.id, start, event('technician_revoked'))).toBe(false);
      });

      test('sign a browser out', async () => {
        const { device } = await pair(store, world);
        await store.removeDevice(world.tenant.id, device.thumbprint, event('device_removed'));
        expect(await store.findDevice(device.thumbprint)).toBeUndefined();
      });

      test('have their attempts counted over a moving window', async () => {
        const take = (at: number) => store.takeAttempt('key', 2, 1000, at);
        expect([await take(0), await take(500), await take(999)]).toEqual([true, true, false]);
        expect([await take(1000), await take(1001)]).toEqual([true, false]);
        expect(await other.takeAttempt('another key', 2, 1000, 1001)).toBe(true);
      });

      test('keep their attempts for as long as their own window, however short another’s is', async () => {
        expect(await store.takeAttempt('one a day', 1, 86_400_000, 0)).toBe(true);
        expect(await store.takeAttempt('by the second', 9, 1000, 60_000)).toBe(true);
        expect(await store.takeAttempt('one a day', 1, 86_400_000, 60_001)).toBe(false);
      });
    });

    describe('verifications', () => {
      test('read back as written, from another connection', async () => {
        const row = await addPending(store, world, '1');
        expect(await other.findVerification(world.tenant.id, row.id)).toEqual(row);
      });

      test('are live once per ticket, and again after the first one ended', async () => {
        const row = await addPending(store, world, '1');
        await expect(addPending(other, world, '1')).rejects.toThrow();
        await expect(addPending(other, world, '2')).resolves.toMatchObject({ ticketNumber: '2' });
        await end(store, row, 'cancelled');
        await expect(addPending(other, world, '1')).resolves.toMatchObject({ status: 'pending' });
      });

      test('are made once per technician and idempotency key', async () => {
        const key = keyFor(world, '1');
        const { verification } = await store.start(key, () => startPlan(rowFor(world, key)));
        const repeated = await other.start(key, (facts) => ({ result: facts.repeated?.id, audit: [] }));
        expect(repeated.result).toBe(verification?.id);
        const again = { ...keyFor(world, '2'), idempotencyKey: key.idempotencyKey };
        await expect(other.start(again, () => startPlan(rowFor(world, again)))).rejects.toThrow();
      });

      test('leave nothing behind when the decision throws', async () => {
        const row = await addPending(store, world, '1');
        const before = await store.listAudit(world.tenant.id, 1, 99);
        await expect(store.change(world.tenant.id, row.id, () => { throw new Error('broken'); })).rejects.toThrow('broken');
        const twice = { result: 0, verification: ended(row, 'approved'), newMessage: messageFor(row), audit: [event('approved')] };
        await expect(store.change(world.tenant.id, row.id, () => twice)).rejects.toThrow();
        expect(await store.findVerification(world.tenant.id, row.id)).toEqual(row);
        expect(await store.listAudit(world.tenant.id, 1, 99)).toEqual(before);
        await end(store, row, 'approved');
      });

      test('have one winner of fifty racing decisions on two connections', async () => {
        const row = await addPending(store, world, '1');
        const decisions = Array.from({ length: 50 }, async (_, index) => {
          const status = index % 3 === 0 ? 'approved' : 'denied';
          const written = await [store, other][index % 2]?.change(world.tenant.id, row.id, ({ verification }) =>
            verification.status === 'pending'
              ? { result: true, verification: ended(verification, status), audit: [event(status, { index })] }
              : { result: false, audit: [] },
          );
          return written?.result;
        });
        const won = (await Promise.all(decisions)).filter(Boolean);
        expect(won).toHaveLength(1);
        const entries = await store.listAudit(world.tenant.id, 1, 99);
        expect(entries.filter(({ body }) => /"type":"(approved|denied)"/.test(body))).toHaveLength(1);
      });

      test('stay as they ended, even for a decision that did not look', async () => {
        const row = await addPending(store, world, '1');
        await end(store, row, 'denied');
        await expect(end(other, row, 'approved')).rejects.toThrow();
        expect((await store.findVerification(world.tenant.id, row.id))?.status).toBe('denied');
      });

      test('carry the receipt of the entry that ended them', async () => {
        const row = await end(store, await addPending(store, world, '1'), 'approved');
        const entries = await store.listAudit(world.tenant.id, 1, 99);
        expect(row.receipt).toBe(receiptOf(entries.at(-1) ?? { sequence: 0, hash: '' }));
      });

      test('cannot end without an entry', async () => {
        const row = await addPending(store, world, '1');
        await expect(store.change(world.tenant.id, row.id, () => ({ result: 0, verification: ended(row, 'approved'), audit: [] }))).rejects.toThrow();
      });

      test('that turn out to be over make room in the same transaction', async () => {
        const old = await addPending(store, world, '1');
        const key = keyFor(world, '1');
        const over: VerificationRow = { ...old, status: 'expired', endedAt: start };
        const { verification } = await store.start(key, () => ({ ...startPlan(rowFor(world, key)), overdue: over, audit: [event('expired'), event('send_queued')] }));
        expect(verification?.status).toBe('pending');
        const expiredEntry = (await store.listAudit(world.tenant.id, 1, 99)).at(-2);
        expect(await store.findVerification(world.tenant.id, old.id)).toEqual({ ...over, receipt: receiptOf(expiredEntry ?? { sequence: 0, hash: '' }) });
      });

      test('are listed when overdue, oldest first, and only while pending', async () => {
        const first = await addPending(store, world, '1');
        const second = await addPending(store, stranger, '1');
        const third = await addPending(store, world, '3');
        await store.change(world.tenant.id, third.id, () => ({ result: 0, verification: { ...third, expiresAt: first.expiresAt - 1 }, audit: [] }));
        await end(store, second, 'cancelled');
        const ids = async (now: number) => (await store.listOverdue(now, 10)).map(({ id }) => id);
        expect(await ids(first.expiresAt - 2)).toEqual([]);
        expect(await ids(first.expiresAt)).toEqual([third.id, first.id]);
      });

      test('count wrong codes by account and method', async () => {
        const row = await addPending(store, world, '1');
        const wrongCodes = { accountId: world.accountId, method: 'sms', count: 7, lastAt: start } as const;
        await store.change(world.tenant.id, row.id, () => ({ result: 0, wrongCodes, audit: [] }));
        expect(await other.change(world.tenant.id, row.id, (facts) => ({ result: facts.wrongCodes, audit: [] }))).toMatchObject({ result: wrongCodes });
        expect((await other.readStart(keyFor(world, '9'))).wrongCodes).toEqual([wrongCodes]);
      });

      test('tell listeners after the commit, and only those who still listen', async () => {
        const seen: (string | undefined)[] = [];
        const stop = store.onChange((change) => seen.push(change?.verificationId));
        const row = await addPending(store, world, '1');
        await store.claimMessage(start);
        stop();
        await end(store, row, 'cancelled');
        expect(seen).toEqual([row.id, row.id]);
      });
    });

    describe('the outbox', () => {
      test('gives each message to exactly one of many claimants', async () => {
        const rows = await Promise.all(['1', '2', '3'].map((number) => addPending(store, world, number)));
        const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).claimMessage(start + index)));
        const claimed = claims.filter((message) => message !== undefined);
        expect(claimed.map((message) => message.verificationId).sort()).toEqual(rows.map((row) => row.id).sort());
        expect(claimed.every((message) => message.state === 'sending' && message.claimedAt !== null)).toBe(true);
        expect((await store.findVerification(world.tenant.id, rows[0]?.id ?? ''))?.deliveryState).toBe('sending');
      });

      test('never sends a code that nobody waits for any more', async () => {
        await end(store, await addPending(store, world, '1'), 'cancelled');
        const late = await addPending(store, world, '2');
        expect(await store.claimMessage(late.expiresAt)).toBeUndefined();
        const resent = await addPending(store, world, '3');
        const next = { ...resent, sendNumber: 2 };
        await store.change(world.tenant.id, resent.id, () => ({ result: 0, verification: next, newMessage: messageFor(next), audit: [] }));
        expect(await store.claimMessage(start)).toMatchObject({ verificationId: resent.id, sendNumber: 2 });
        expect(await store.claimMessage(start)).toBeUndefined();
      });

      test('lists messages whose sender died', async () => {
        await addPending(store, world, '1');
        const died = await source.open();
        await died.beginWork();
        const message = await died.claimMessage(start);
        expect(await died.listInterrupted(9)).toEqual([]);
        await died.close();
        await store.beginWork();
        expect(await store.listInterrupted(9)).toEqual([message]);
      });

      test('tells how often a destination was sent to lately', async () => {
        await addPending(store, world, '1');
        const at = async (now: number) => (await store.readStart({ ...keyFor(world, '2'), now })).recent.length;
        expect([await at(start), await at(start + 599_999), await at(start + 600_000)]).toEqual([1, 1, 0]);
      });
    });

    describe('the audit chain', () => {
      test('is continuous over two connections writing in turn', async () => {
        const writes = Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).appendAudit(world.tenant.id, event('noted', { index })));
        await Promise.all(writes);
        const entries = await store.listAudit(world.tenant.id, 1, 99);
        expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, index) => index + 1));
        expect(verifyChain(entries)).toBeUndefined();
      });

      test('is read in pages', async () => {
        await store.appendAudit(world.tenant.id, event('third'));
        expect((await store.listAudit(world.tenant.id, 2, 1)).map((entry) => entry.sequence)).toEqual([2]);
      });
    });

    async function pair(into: Store, as: World, codeHash = newId()) {
      await into.addPairingCode({ tenantId: as.tenant.id, technicianId: as.technician.id, codeHash, expiresAt: start + 1 });
      const signedIn = await into.redeemPairingCode(codeHash, { thumbprint: `thumb-${codeHash}`, name: 'Browser' }, start);
      if (!signedIn) throw new Error('the pairing code was refused');
      return signedIn;
    }

    async function end(into: Store, row: VerificationRow, status: 'approved' | 'denied' | 'cancelled'): Promise<VerificationRow> {
      const written = await into.change(row.tenantId, row.id, () => ({ result: 0, verification: ended(row, status), audit: [event(status)] }));
      if (!written?.verification) throw new Error('the verification is gone');
      return written.verification;
    }
  });
}
