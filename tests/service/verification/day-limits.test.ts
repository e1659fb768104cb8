import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Method } from '#contract/words';
import { dayOf } from '../../../service/src/store/day.ts';
import type { SignedIn } from '../../../service/src/store/types.ts';
import { createHarness, refusal, request, seconds, startDelivered, value } from './harness.ts';
import type { Harness } from './harness.ts';

const dayMs = 86_400_000;
let core: Harness;
let tickets = 0;
beforeEach(async () => {
  core = await createHarness();
  core.clock.now = Math.ceil(core.clock.now / dayMs) * dayMs;
  for (const [index, name] of ['ann', 'ben', 'cat'].entries()) await core.addAccount('Acme', `${name}@acme.example`, `+1202555011${index}`);
});
afterEach(() => core.close());

/** SEND on a ticket of its own. */
const send = (method: Method, email = 'jo@acme.example', who = core.alex) => core.send(request({ number: String(++tickets), method, email }), who);
const offer = async (method: Method, who = core.alex) => value(await core.verifications.resolve(who, { contact: request().contact })).methods.find((one) => one.method === method);
const limited = (detail: string, retryAfterSeconds: number) => ({ ok: false, refusal: { code: 'daily_limit', detail, retryAfterSeconds } });
const untilMidnight = () => Math.ceil((dayMs - (core.clock.now % dayMs)) / 1000);

describe('one day with the product’s own numbers', () => {
  /** Counts sends that are all the same but the last of each technician, which is a real one. */
  async function useUp(method: Method, people: readonly SignedIn[]): Promise<void> {
    for (const who of people) {
      const counted = { day: dayOf(core.clock.now), technicianId: who.technician.id, cost: method === 'sms' ? 50_000 : 0, mostTechnicianSends: 200, mostTenantSends: 2000, mostTenantCost: 50_000_000 };
      for (let count = 1; count < 200; count += 1) {
        const key = { tenantId: core.tenant.id, technicianId: who.technician.id, idempotencyKey: crypto.randomUUID(), ticketHost: 'host', ticketNumber: '1', email: '', contactId: null, now: core.clock.now };
        await core.store.start(key, () => ({ result: undefined, counted, audit: [] }));
      }
      expect(await offer(method, who)).toMatchObject({ available: true });
      expect(refusal(await send(method, 'jo@acme.example', who))).toBe('accepted');
      core.pass(120);
    }
  }

  test('200 messages per technician, 50.00 for text messages, 2000 messages per tenant; all anew at midnight UTC', async () => {
    const people = [core.alex];
    for (let index = 1; index <= 10; index += 1) people.push(await core.signIn(`Technician${index}`));
    const spare = people.pop() ?? core.alex;

    await useUp('sms', people.slice(0, 1));
    expect(await send('sms')).toEqual(limited('technician', untilMidnight()));
    expect(await send('email')).toEqual(limited('technician', untilMidnight()));
    expect(await offer('email')).toMatchObject({ available: false, reason: 'daily_limit_technician' });

    await useUp('sms', people.slice(1, 5));
    expect(await send('sms', 'jo@acme.example', spare)).toEqual(limited('sms_spend', untilMidnight()));
    expect(await offer('sms', spare)).toMatchObject({ available: false, reason: 'daily_limit_sms_spend' });
    expect(await offer('email', spare)).toMatchObject({ available: true });

    await useUp('email', people.slice(5));
    expect(await send('email', 'jo@acme.example', spare)).toEqual(limited('tenant', untilMidnight()));
    expect(await offer('email', spare)).toMatchObject({ available: false, reason: 'daily_limit_tenant' });

    core.clock.now = Math.ceil(core.clock.now / dayMs) * dayMs - 1;
    expect(await send('sms', 'jo@acme.example', spare)).toEqual(limited('tenant', 1));
    core.clock.now += 1;
    expect(await offer('sms')).toMatchObject({ available: true });
    expect(refusal(await send('sms'))).toBe('accepted');
  }, 60_000);
});

describe('a limit of the day', () => {
  test('counts a resend, and the same press twice once', async () => {
    await core.setPolicy({ technicianSendsPerDay: 2 });
    const key = crypto.randomUUID();
    const { id } = value(await core.send(request(), core.alex, key));
    value(await core.send(request(), core.alex, key));
    await core.deliver();
    core.pass(20);
    value(await core.verifications.resend(core.alex, id, 1));
    value(await core.verifications.resend(core.alex, id, 1));
    await core.deliver();
    core.pass(20);
    expect(await core.verifications.resend(core.alex, id, 2)).toEqual(limited('technician', untilMidnight()));
    expect(value(await core.verifications.find(core.alex, id))).toMatchObject({ status: 'pending', sendNumber: 2 });
    expect((await core.audit()).at(-1)).toMatchObject({ type: 'refused', details: { intent: 'resend', code: 'daily_limit' } });
  });

  test.each([{ technicianSendsPerDay: 3 }, { tenantSendsPerDay: 3 }, { smsSpendPerDay: 0.15 }])('has one winner of two sends that come at once: %j', async (policy) => {
    await core.setPolicy(policy);
    await send('sms', 'ann@acme.example');
    await send('sms', 'ben@acme.example');
    const results = await Promise.all([send('sms', 'jo@acme.example'), send('sms', 'cat@acme.example')]);
    expect(results.map(refusal).sort()).toEqual(['accepted', 'daily_limit']);
  });

  test('is one technician’s, or the tenant’s over all technicians, and never another tenant’s', async () => {
    await core.setPolicy({ technicianSendsPerDay: 1, tenantSendsPerDay: 2 });
    const sam = await core.signIn('Sam');
    await send('email');
    expect(await send('email', 'ann@acme.example')).toEqual(limited('technician', untilMidnight()));
    expect(refusal(await send('email', 'ann@acme.example', sam))).toBe('accepted');
    expect(await send('email', 'ben@acme.example', await core.signIn('Kit'))).toEqual(limited('tenant', untilMidnight()));
    const other = await core.store.addTenant('Other MSP');
    await core.store.addAccount(other.id, { customerName: 'Acme', name: 'Jo', email: 'jo@other.example', mobile: null }, { type: 'account_added', at: core.clock.now, technicianId: null, verificationId: null, details: {} });
    expect(refusal(await send('email', 'jo@other.example', await core.signIn('Eve', other.id)))).toBe('accepted');
  });

  test('is the tenant’s to set: a customer’s word does not move it', async () => {
    await core.setPolicy({ technicianSendsPerDay: 1 });
    const [acme] = await core.store.listCustomers(core.tenant.id);
    await core.setPolicy({ technicianSendsPerDay: 100, tenantSendsPerDay: 100, smsPartPrice: 0, smsSpendPerDay: 100 }, acme?.id);
    await send('sms');
    expect(await send('sms', 'ann@acme.example')).toEqual(limited('technician', untilMidnight()));
  });
});

describe('what text messages may cost', () => {
  test('is reached exactly, never passed', async () => {
    await core.setPolicy({ smsPartPrice: 0.07, smsSpendPerDay: 0.14 });
    expect(refusal(await send('sms', 'ann@acme.example'))).toBe('accepted');
    expect(refusal(await send('sms', 'ben@acme.example'))).toBe('accepted');
    expect(await send('sms', 'cat@acme.example')).toEqual(limited('sms_spend', untilMidnight()));
    await core.setPolicy({ smsPartPrice: 0.07, smsSpendPerDay: 0.2099 });
    expect(await send('sms', 'cat@acme.example')).toEqual(limited('sms_spend', untilMidnight()));
    await core.setPolicy({ smsPartPrice: 0.07, smsSpendPerDay: 0.21 });
    expect(refusal(await send('sms', 'cat@acme.example'))).toBe('accepted');
  });

  test('counts the parts of the text: names outside the alphabet make two of one', async () => {
    await core.setPolicy({ smsPartPrice: 0.05, smsSpendPerDay: 0.1 });
    const yuki = await core.signIn('大和ゆき');
    expect(refusal(await send('sms', 'jo@acme.example', yuki))).toBe('accepted');
    expect(await offer('sms')).toMatchObject({ available: false, reason: 'daily_limit_sms_spend' });
    expect(await send('sms', 'ann@acme.example')).toEqual(limited('sms_spend', untilMidnight()));
  });

  test('is no matter for e-mail, nor for messages without a price', async () => {
    await core.setPolicy({ smsSpendPerDay: 0 });
    expect(await offer('sms')).toMatchObject({ available: false, reason: 'daily_limit_sms_spend' });
    expect(await offer('email')).toMatchObject({ available: true });
    expect(await send('sms')).toEqual(limited('sms_spend', untilMidnight()));
    expect(refusal(await send('email'))).toBe('accepted');
    await core.setPolicy({ smsSpendPerDay: 0, smsPartPrice: 0 });
    expect(refusal(await send('sms'))).toBe('accepted');
  });

  test('is asked for a resend too', async () => {
    await core.setPolicy({ smsSpendPerDay: 0.05 });
    const { id, createdAt } = await startDelivered(core);
    core.clock.now = createdAt + seconds(20);
    expect(await core.verifications.resend(core.alex, id, 1)).toEqual(limited('sms_spend', untilMidnight()));
  });
});
