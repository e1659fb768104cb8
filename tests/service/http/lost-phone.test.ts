import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Account, Policy } from '../../../service/src/store/types.ts';
import { auditOf } from '../../support/invited.ts';
import { createTestClock, jo, sam, startTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { createTestClient } from '../../support/test-client.ts';

/** Anybody may report anybody's phone as lost, so what that sends to known accounts is limited. */

const hour = 3600;
let service: TestService;
let clock: ReturnType<typeof createTestClock>;
beforeEach(async () => {
  // Early in a day, so that a day's limit is met within it.
  clock = createTestClock(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 60_000);
  service = await startTestService({ clock });
  await service.addPhone();
});
afterEach(() => service.stop());

const accountOf = async (email: string): Promise<Account> => (await service.store.listAccounts(service.tenant.id, { email }, '', 1))[0]!;
const event = () => ({ type: 'policy_set', at: clock.now(), technicianId: null, verificationId: null, details: {} });
const setPolicy = (policy: Policy, customerId: string | null = null) => service.store.writePolicy(service.tenant.id, customerId, policy, event());
const reports = async () => (await auditOf(service)).filter(({ type }) => type === 'phone_reported_lost').length;
/** Read from the store: moving the clock while a notice leaves makes it leave twice. */
async function told(): Promise<{ email: number; sms: number }> {
  const count = { email: 0, sms: 0 };
  for await (const { table, row } of service.store.backup()) if (table === 'notices' && row['kind'] === 'lost_phone') count[row['method'] as 'email' | 'sms'] += 1;
  return count;
}

async function reportLost(email = jo.email) {
  const { status, body } = await (await createTestClient(service.origin)).call('reportLostPhone', { body: { email } });
  expect([status, body]).toEqual([204, '']);
}

describe('an account is told of a lost phone', () => {
  test('once an hour, however often it is reported, and each report is answered alike', async () => {
    await reportLost();
    clock.advance(hour - 1);
    for (let again = 0; again < 5; again += 1) await reportLost();
    expect(await reports()).toBe(1);
    clock.advance(1);
    await reportLost();
    expect(await told()).toEqual({ email: 2, sms: 2 });
    expect(await reports()).toBe(2);
  });

  test('three times a day, and again the next day', async () => {
    for (let again = 0; again < 12; again += 1) {
      await reportLost();
      clock.advance(hour);
    }
    expect(await told()).toEqual({ email: 3, sms: 3 });
    expect(await reports()).toBe(3);
    clock.advance(12 * hour);
    await reportLost();
    expect(await told()).toEqual({ email: 4, sms: 4 });
  });

  test('at once also by a report that follows another account\'s', async () => {
    await service.addPhone(sam.email);
    await reportLost();
    await reportLost(sam.email);
    expect(await told()).toEqual({ email: 2, sms: 1 });
  });

  test('again within the hour where the link that it has does not reach a phone that was added since', async () => {
    await reportLost();
    clock.advance(60);
    await service.addPhone(jo.email, { createdAt: clock.now() });
    clock.advance(60);
    for (let again = 0; again < 3; again += 1) await reportLost();
    expect(await told()).toEqual({ email: 2, sms: 2 });
    expect(await reports()).toBe(2);
  });

  test('again within the hour where the link that it has ended because the address or number was changed', async () => {
    await reportLost();
    clock.advance(60);
    const { id } = await accountOf(jo.email);
    await service.store.changeAccount(service.tenant.id, id, (account) => ({ result: 0, account: { ...account, mobile: '+12025550111', mobileChangedAt: clock.now() }, notices: [], audit: [] }));
    clock.advance(60);
    for (let again = 0; again < 3; again += 1) await reportLost();
    expect(await told()).toEqual({ email: 2, sms: 2 });
    expect(await reports()).toBe(2);
  });
});

describe('a lost phone is told of by text message', () => {
  test('twenty times a day for the whole tenant, by e-mail further on, and by both again the next day', async () => {
    const people = [jo.email, ...Array.from({ length: 10 }, (_, index) => `pat${index}@acme.example`)];
    for (const email of people.slice(1)) {
      await service.addAccount(service.tenant.id, { ...jo, email });
      await service.addPhone(email);
    }
    for (let round = 0; round < 2; round += 1) {
      for (const email of people) {
        await reportLost(email);
        clock.advance(100);
      }
      clock.advance(hour);
    }
    expect(await told()).toEqual({ email: 22, sms: 20 });
    clock.advance(22 * hour);
    await reportLost();
    expect(await told()).toEqual({ email: 23, sms: 21 });
  });

  test.each(['tenant', 'customer'])('only in countries that the %s\'s policy allows; the e-mail goes anyway', async (whose) => {
    await setPolicy({ smsCountries: ['GB'] }, whose === 'tenant' ? null : (await accountOf(jo.email)).customerId);
    await reportLost();
    clock.advance(hour);
    await setPolicy({}, (await accountOf(jo.email)).customerId);
    await setPolicy({});
    await reportLost();
    expect(await told()).toEqual({ email: 2, sms: 1 });
  });
});
