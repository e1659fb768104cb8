import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHarness, host, refusal, request, startDelivered, value } from './harness.ts';
import type { Harness } from './harness.ts';

let core: Harness;
beforeEach(async () => { core = await createHarness(); });
afterEach(() => core.close());

const idOf = async (name: string) => (await core.store.listCustomers(core.tenant.id)).find((customer) => customer.name === name)?.id ?? '';
const resolve = (change: Parameters<typeof request>[0] = {}, who = core.alex) => {
  const { contact, customerId } = request(change);
  return core.verifications.resolve(who, { contact, ...(customerId === undefined ? {} : { customerId }) });
};

describe('SEND', () => {
  test('makes one pending verification with one waiting message, and wakes delivery', async () => {
    const started = value(await core.send(request({ action: 'password_reset' })));
    expect(started).toMatchObject({
      status: 'pending', yours: true, method: 'sms', destination: '•••• 0199', contact: 'Jo Doe', company: 'Acme', technician: 'Alex', action: 'password_reset',
      code: null, expiresAt: null, sendNumber: 1, triesLeft: 3, receipt: null, assurance: [], delivery: { state: 'queued', reason: null },
      now: core.clock.now, createdAt: core.clock.now, resendAt: core.clock.now + 20_000, canExtend: false,
    });
    expect(core.kicks.count).toBe(1);
    expect(await core.store.claimMessage(core.clock.now)).toMatchObject({ verificationId: started.id, method: 'sms' });
    expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
  });

  test('takes a ticket of a ConnectWise server of the MSP\'s own, and keeps it apart from the cloud\'s ticket of the same number', async () => {
    const own = request();
    own.contact.ticket = { ...own.contact.ticket, host: 'cw.northwind.example' };
    expect(value(await core.send(own)).ticket).toEqual(own.contact.ticket);
    core.pass(60);
    await core.addAccount('Acme', 'sam@acme.example', null, 'Sam Roe');
    expect(value(await core.send(request({ email: 'sam@acme.example', method: 'email' }))).ticket.host).toBe(host);
  });

  test('goes to the account\'s address, whose case does not matter', async () => {
    await core.addAccount('Acme', 'Sam.Roe@Acme.example', null, 'Sam Roe');
    expect(value(await core.send(request({ email: 'SAM.roe@acme.EXAMPLE', method: 'email' }))).destination).toBe('s•••@a•••.example');
    const message = await core.store.claimMessage(core.clock.now);
    expect((await core.store.readLetter(core.tenant.id, message?.verificationId ?? ''))?.account.email).toBe('sam.roe@acme.example');
  });

  test('goes to the account\'s address, around which white space does not matter', async () => {
    expect(value(await core.send(request({ email: ' jo@acme.example\t' }))).contact).toBe('Jo Doe');
  });

  test.each(['jo+x@acme.example', 'jo@mail.acme.example', 'o@acme.example', 'jo@acme.exampl', 'jo%'])('finds no account for an address that is not exactly the same: %s', async (email) => {
    expect(refusal(await core.send(request({ email })))).toBe('account_not_found');
    expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
  });

  test('pressed once but heard twice makes one verification', async () => {
    const key = crypto.randomUUID();
    const first = value(await core.send(request(), core.alex, key));
    expect(value(await core.send(request(), core.alex, key)).id).toBe(first.id);
    await core.deliver();
    expect(await core.store.claimMessage(core.clock.now)).toBeUndefined();
    value(await core.verifications.decide(core.alex, first.id, 'approve'));
    expect(value(await core.send(request(), core.alex, key))).toMatchObject({ id: first.id, status: 'approved', code: null });
  });

  test('heard again after its time says expired', async () => {
    const key = crypto.randomUUID();
    const { id } = value(await core.send(request(), core.alex, key));
    core.pass(600);
    expect(value(await core.send(request(), core.alex, key))).toMatchObject({ id, status: 'expired' });
  });

  test.each<[string, Parameters<typeof request>[0]]>([
    ['ticket', { number: '4712' }], ['contact', { contact: 'Joe' }], ['method', { method: 'email' }], ['action', { action: 'other' }], ['company', { company: 'ACME' }],
  ])('with an old key and another %s is a conflict', async (_, change) => {
    const key = crypto.randomUUID();
    await core.send(request(), core.alex, key);
    expect(refusal(await core.send(request(change), core.alex, key))).toBe('idempotency_conflict');
  });

  test('by two technicians with the same key makes two verifications', async () => {
    const key = crypto.randomUUID();
    const first = value(await core.send(request(), core.alex, key));
    core.pass(20);
    const second = value(await core.send(request({ number: '4712' }), await core.signIn('Sam'), key));
    expect(second.id).not.toBe(first.id);
  });

  test('never reaches an account of another tenant', async () => {
    const stranger = await core.signIn('Eve', (await core.store.addTenant('Another MSP')).id);
    expect(refusal(await core.send(request(), stranger))).toBe('account_not_found');
    const { id } = value(await core.send(request()));
    for (const result of [
      await core.verifications.find(stranger, id), await core.verifications.decide(stranger, id, 'approve'), await core.verifications.tryCode(stranger, id, '000000', 1),
      await core.verifications.resend(stranger, id, 1), await core.verifications.extend(stranger, id), await core.verifications.cancel(stranger, id),
    ]) expect(refusal(result)).toBe('not_found');
  });
});

describe('the customer', () => {
  test.each(['Acme', ' ACME ', 'acme'])('of the only account must be the ticket\'s company, spelled %j', async (company) => {
    expect(refusal(await core.send(request({ company })))).toBe('accepted');
  });

  test.each(['Acme Inc', 'Beta', 'Ac me'])('that differs from the ticket\'s company %j blocks', async (company) => {
    expect(refusal(await resolve({ company }))).toBe('company_mismatch');
    expect(refusal(await core.send(request({ company })))).toBe('company_mismatch');
    expect(refusal(await core.send(request({ company, customerId: await idOf('Acme') })))).toBe('company_mismatch');
  });

  test('is decided by the ticket\'s company where the address stands in several, even against a choice', async () => {
    await core.addAccount('Beta  Works', 'jo@acme.example', '+12025550111', 'Jo of Beta');
    const beta = value(await resolve({ company: ' beta works', customerId: await idOf('Acme') }));
    expect(beta).toMatchObject({ account: { name: 'Jo of Beta' }, customer: { name: 'Beta Works', chosen: false } });
    expect(value(await core.send(request({ company: 'BETA WORKS' }))).destination).toBe('•••• 0111');
  });

  test('is chosen by the technician, on record, where the company cannot tell', async () => {
    await core.addAccount('Beta', 'jo@acme.example', '+12025550111');
    const customers = [{ id: await idOf('Acme'), name: 'Acme' }, { id: await idOf('Beta'), name: 'Beta' }];
    expect(await core.send(request({ company: 'Catchall' }))).toEqual({ ok: false, refusal: { code: 'customer_ambiguous', customers } });
    expect(await resolve({ company: 'Catchall' })).toEqual({ ok: false, refusal: { code: 'customer_ambiguous', customers } });
    const customerId = await idOf('Beta');
    expect(value(await resolve({ company: 'Catchall', customerId })).customer).toEqual({ id: customerId, name: 'Beta', chosen: true });
    expect(value(await core.send(request({ company: 'Catchall', customerId }))).destination).toBe('•••• 0111');
    expect((await core.audit()).at(-1)).toMatchObject({ type: 'send_queued', details: { customerId, customerChosen: true } });
  });

  test('cannot be one that the address does not stand in', async () => {
    await core.addAccount('Beta', 'jo@acme.example');
    await core.addAccount('Gamma', 'kim@gamma.example');
    expect(refusal(await core.send(request({ company: 'Catchall', customerId: await idOf('Gamma') })))).toBe('customer_ambiguous');
  });
});

describe('a ticket', () => {
  test('has one live verification, seen by others without its code', async () => {
    const mine = await startDelivered(core);
    const sam = await core.signIn('Sam');
    expect(refusal(await core.send(request({ method: 'email' })))).toBe('verification_live');
    expect(refusal(await core.send(request({ method: 'email' }), sam))).toBe('verification_live');
    expect(value(await resolve({}, sam)).live).toMatchObject({ id: mine.id, technician: 'Alex', yours: false, code: null });
    expect(value(await resolve()).live?.code).toMatch(/^\d{6}$/);
  });

  test('never shows the live one under another contact: its outcome would pass for theirs', async () => {
    await core.addAccount('Acme', 'sam.roe@acme.example', null, 'Sam Roe');
    const { id } = await startDelivered(core);
    expect(value(await resolve()).live?.id).toBe(id);
    expect(value(await resolve({ contact: 'Sam Roe', email: 'sam.roe@acme.example' })).live).toBeNull();
    expect(refusal(await core.send(request({ contact: 'Sam Roe', email: 'sam.roe@acme.example', method: 'email' })))).toBe('verification_live');
  });

  test('is free again the moment the live one is overdue, which ends it on record', async () => {
    const old = await startDelivered(core);
    core.pass(300);
    const fresh = value(await core.send(request()));
    expect(fresh.status).toBe('pending');
    const [over, sent] = (await core.audit()).slice(-2);
    expect(over).toMatchObject({ type: 'expired', verificationId: old.id });
    expect(sent).toMatchObject({ type: 'send_queued', verificationId: fresh.id });
    expect(value(await core.verifications.find(core.alex, old.id))).toMatchObject({ status: 'expired', receipt: expect.stringMatching(/^CS-\d+-[0-9a-f]{32}$/) });
  });

  test('shows nothing live once that is overdue', async () => {
    await startDelivered(core);
    core.pass(300);
    expect(value(await resolve()).live).toBeNull();
    expect((await core.audit()).at(-1)?.type).toBe('expired');
  });
});

describe('what is offered before SEND', () => {
  test('are all methods, the phone app first, with masked destinations', async () => {
    expect(value(await resolve())).toMatchObject({
      account: { name: 'Jo Doe' }, codeCheck: 'compare', actionRequired: false, live: null,
      methods: [
        { method: 'push', available: false, reason: 'no_phone', excludedActions: [] },
        { method: 'sms', available: true, destination: '•••• 0199', excludedActions: [] },
        { method: 'email', available: true, destination: 'j•••@a•••.example', excludedActions: ['mailbox_access'] },
      ],
    });
  });

  test('says no_mobile, and refuses it', async () => {
    await core.addAccount('Acme', 'kim@acme.example', null);
    expect(value(await resolve({ email: 'kim@acme.example' })).methods[1]).toEqual({ method: 'sms', available: false, reason: 'no_mobile', excludedActions: [] });
    expect(refusal(await core.send(request({ email: 'kim@acme.example' })))).toBe('method_unavailable');
  });

  test('says not_configured, and refuses it', async () => {
    core.configured.delete('sms');
    expect(value(await resolve()).methods[1]).toMatchObject({ available: false, reason: 'not_configured' });
    expect(refusal(await core.send(request()))).toBe('method_unavailable');
  });

  test('says not_allowed where the policy leaves a method out, and refuses it', async () => {
    await core.setPolicy({ methods: ['email'] });
    expect(value(await resolve()).methods[1]).toMatchObject({ available: false, reason: 'not_allowed' });
    expect(refusal(await core.send(request()))).toBe('method_unavailable');
    await core.setPolicy({ methods: ['sms'] }, await idOf('Acme'));
    expect(refusal(await core.send(request()))).toBe('accepted');
  });

  test('excludes e-mail for who asks for the mailbox', async () => {
    expect(refusal(await core.send(request({ method: 'email', action: 'mailbox_access' })))).toBe('method_unavailable');
    expect(refusal(await core.send(request({ method: 'sms', action: 'mailbox_access' })))).toBe('accepted');
  });

  test('says whether an action is required, and refuses without', async () => {
    await core.setPolicy({ actionRequired: true });
    expect(value(await resolve()).actionRequired).toBe(true);
    expect(refusal(await core.send(request()))).toBe('action_required');
    expect(refusal(await core.send(request({ action: 'other' })))).toBe('accepted');
  });
});

describe('limits', () => {
  const next = (number: number, method: 'sms' | 'email' = 'sms') => core.send(request({ number: String(number), method }));

  test('20 seconds lie between two sends to one destination, over all tickets', async () => {
    await next(1);
    core.clock.now += 19_999;
    expect(await next(2)).toEqual({ ok: false, refusal: { code: 'too_soon', retryAfterSeconds: 1 } });
    expect(refusal(await next(3, 'email'))).toBe('accepted');
    core.clock.now += 1;
    expect(refusal(await next(2))).toBe('accepted');
  });

  test('five go to one destination in ten minutes, the sixth waits for the first to be ten minutes old', async () => {
    for (let number = 1; number <= 5; number += 1) {
      expect(refusal(await next(number))).toBe('accepted');
      core.pass(20);
    }
    expect(await next(6)).toEqual({ ok: false, refusal: { code: 'too_many_sends', retryAfterSeconds: 500 } });
    core.clock.now += 499_999;
    expect(await next(6)).toEqual({ ok: false, refusal: { code: 'too_many_sends', retryAfterSeconds: 1 } });
    core.clock.now += 1;
    expect(refusal(await next(6))).toBe('accepted');
  });

  test('count a destination that two customers\' accounts share', async () => {
    await core.addAccount('Beta', 'jo@acme.example');
    await next(1);
    expect(refusal(await core.send(request({ number: '2', company: 'Beta' })))).toBe('too_soon');
  });
});

test('every refusal at SEND is an audit entry with its code and no address', async () => {
  const sentTo = ['nobody@acme.example', 'jo@acme.example'];
  await core.send(request({ email: sentTo[0]! }));
  await core.send(request({ company: 'Beta' }));
  await core.send(request());
  await core.send(request({ method: 'email' }));
  await core.send(request({ number: '2' }));
  await core.send(request({ number: '3', method: 'email', action: 'mailbox_access' }));
  const refused = (await core.audit()).filter(({ type }) => type === 'refused');
  expect(refused.map(({ details }) => details['code'])).toEqual(['account_not_found', 'company_mismatch', 'verification_live', 'too_soon', 'method_unavailable']);
  for (const entry of refused) expect(entry).toMatchObject({ technicianId: core.alex.technician.id, verificationId: null });
  const text = JSON.stringify(await core.audit());
  for (const secret of [...sentTo, '2025550199', 'nobody']) expect(text).not.toContain(secret);
});
