import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { routes } from '#contract/routes';
import type { RouteName } from '#contract/routes';
import type { Verification } from '#contract/verification';
import type { Policy } from '../../../service/src/store/types.ts';
import { aRequest, kim, sam, settled } from '../../support/service.ts';
import { createTestClient } from '../../support/test-client.ts';
import type { Answer } from '../../support/test-client.ts';
import { bodyFor, describeContactAnswers } from './contact-answers.ts';
import { createContractHouse, describeCalls, describeFaults } from './contract-house.ts';

/** Provokes every answer that /openapi.json promises to a technician's browser. The last test fails when one was not seen. */

const house = await createContractHouse((Object.keys(routes) as RouteName[]).filter((name) => name !== 'invitePhone'));
const { clock, service, documented, alex, sasha, aCall, answering, expectAnswer, withPolicy } = house;
afterAll(() => service.stop());

const pairing = { pairingCode: '00000-00000', deviceName: 'Test' };
Object.assign(house.bodies, {
  pair: pairing, resolveContact: { contact: aRequest().contact }, startVerification: aRequest(), searchContacts: { ticketNumber: '1', text: 'jo' }, askException: bodyFor('askException', { contact: aRequest().contact }),
  decideException: { decision: 'confirm' }, decide: { decision: 'deny' }, tryCode: { code: '000000', attempt: 1 }, resend: { afterSend: 1 }, checkReceipt: { receipt: 'CS-1' },
});

describeCalls(house);

let accounts = 0;
async function anAccount(mobile: string | null = null, customerName = 'Acme') {
  accounts += 1;
  const account = { customerName, name: 'Ann Own', email: `ann${accounts}@acme.example`, mobile } as typeof sam;
  await service.addAccount(service.tenant.id, account);
  return account;
}

async function aVerification(more: Record<string, unknown> = {}, account?: typeof sam): Promise<Verification> {
  const body = await expectAnswer(alex, 'startVerification', { body: aRequest(account ?? await anAccount(), more) });
  return settled(alex, body.id);
}

describe('session', () => {
  test('handshake', () => expectAnswer(alex, 'handshake', {}));
  test('pair, a token, sign out', async () => {
    const client = await createTestClient(service.origin);
    await expectAnswer(client, 'pair', { body: { ...pairing, pairingCode: await service.invite() } });
    const token = await client.call('issueToken');
    documented.check('issueToken', token);
    client.state.accessToken = token.body.accessToken;
    await expectAnswer(client, 'signOut', {});
  });
  test('pair with a wrong code, until it is enough', async () => {
    clock.advance(600);
    await expectAnswer(alex, 'pair', { body: pairing }, 'pairing_code_invalid');
    for (let attempt = 0; attempt < 9; attempt += 1) await alex.call('pair', { body: pairing });
    await expectAnswer(alex, 'pair', { body: pairing }, 'too_many_attempts');
    clock.advance(600);
  });
});

describe('a receipt', () => {
  test('of an end', async () => {
    const { id } = await aVerification();
    const { receipt } = await expectAnswer(alex, 'decide', { id, body: { decision: 'deny' } });
    expect(await expectAnswer(alex, 'checkReceipt', { body: { receipt } })).toMatchObject({ stands: true });
  });
  test('is not asked about without end', async () => {
    for (let count = 0; count < 60; count += 1) await sasha.call('checkReceipt', { body: { receipt: 'CS-1' } });
    await expectAnswer(sasha, 'checkReceipt', { body: { receipt: 'CS-1' } }, 'too_many_attempts');
    clock.advance(600);
  });
});

describe('a contact', () => {
  const outsider = { name: 'No Body', email: 'nobody@acme.example', customerName: 'Acme' };
  test('is resolved', () => expectAnswer(alex, 'resolveContact', { body: { contact: aRequest(sam).contact } }));
  test('is resolved while a success counts, by somebody else', async () => {
    const [account, { ticket }] = [await anAccount(), aRequest().contact];
    const body = aRequest(account);
    const live = await expectAnswer(alex, 'startVerification', { body: { ...body, contact: { ...body.contact, ticket } } });
    await settled(alex, live.id);
    const approved = await expectAnswer(alex, 'decide', { id: live.id, body: { decision: 'approve' } });
    const options = await expectAnswer(sasha, 'resolveContact', { body: { contact: { ...body.contact, ticket } } });
    expect(options.verified).toMatchObject({ id: live.id, at: approved.endedAt, until: approved.verifiedUntil, technicianName: 'Alex' });
    expect((await (await fetch(`${service.origin}/openapi.json`)).text())).toContain('"verifiedUntil"');
  });
  for (const name of ['resolveContact', 'startVerification', 'askException'] as const) {
    const ask = (account: typeof outsider) => ({ body: bodyFor(name, { contact: aRequest(account).contact }) });
    test(`${name}: no account`, () => expectAnswer(alex, name, ask(outsider), 'account_not_found'));
    test(`${name}: another company`, () => expectAnswer(alex, name, ask({ ...sam, customerName: 'Elsewhere' }), 'company_mismatch'));
    test(`${name}: several customers, and they are named`, async () => {
      const problem = await expectAnswer(alex, name, ask({ ...kim, customerName: 'Elsewhere' }), 'customer_ambiguous');
      expect(problem.customers.map((customer: { name: string }) => customer.name)).toEqual(['Acme', 'Globex']);
    });
  }
});

describe('SEND', () => {
  test('one live verification per ticket', async () => {
    const body = aRequest(await anAccount());
    await expectAnswer(alex, 'startVerification', { body });
    await expectAnswer(sasha, 'startVerification', { body }, 'verification_live');
  });
  test('one key, two requests', async () => {
    const idempotencyKey = randomUUID();
    await expectAnswer(alex, 'startVerification', { body: aRequest(await anAccount()), idempotencyKey });
    await expectAnswer(alex, 'startVerification', { body: aRequest(await anAccount()), idempotencyKey }, 'idempotency_conflict');
  });
  test('a method that the account does not have', () => expectAnswer(alex, 'startVerification', { body: aRequest(sam, { method: 'sms' }) }, 'method_unavailable'));
  test('without an action where policy asks for one', () => withPolicy({ actionRequired: true }, () => expectAnswer(alex, 'startVerification', { body: aRequest(sam) }, 'action_required')));
  test('too soon, and too often', async () => {
    const account = await anAccount();
    const answers: Answer[] = [];
    await aVerification({}, account);
    await expectAnswer(alex, 'startVerification', { body: aRequest(account) }, 'too_soon');
    for (let send = 2; send <= 5; send += 1) {
      clock.advance(20);
      answers.push(await alex.call('startVerification', { body: aRequest(account) }));
    }
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    clock.advance(20);
    await expectAnswer(alex, 'startVerification', { body: aRequest(account) }, 'too_many_sends');
  });
  test.each([
    ['technician', { technicianSendsPerDay: 1 }, 'email'],
    ['tenant', { tenantSendsPerDay: 1 }, 'email'],
    ['sms_spend', { smsSpendPerDay: 0.01 }, 'sms'],
  ] as const)('when the day is over for the %s', async (detail, policy, method) => {
    await aVerification();
    const body = aRequest(await anAccount('+12025550177'), { method });
    const problem = await withPolicy(policy, () => expectAnswer(alex, 'startVerification', { body }, 'daily_limit'));
    expect(problem).toMatchObject({ detail, retryAfterSeconds: expect.any(Number) });
  });
});

describe('a verification', () => {
  const onOne = ['decide', 'tryCode', 'resend', 'extend', 'cancel'] as const;
  const ready = { decide: {}, tryCode: { codeCheck: 'typed' }, resend: {}, extend: {}, cancel: {} } satisfies Record<(typeof onOne)[number], Policy>;

  test('is read and watched', async () => {
    const { id } = await aVerification();
    await expectAnswer(alex, 'getVerification', { id });
    const { response, events } = await alex.watch(id);
    const first = await events.next();
    documented.check('watchVerification', { status: response.status, headers: response.headers, body: first.value.data });
    await events.return(undefined);
  });
  test.each(answering('not_found'))('%s: there is none', (name) => expectAnswer(alex, name, aCall(name), 'not_found'));

  test.each(onOne)('%s: done', (name) => withPolicy({ emailLifeSeconds: 120, ...ready[name] }, async () => {
    const { id } = await aVerification();
    clock.advance(20);
    await expectAnswer(alex, name, aCall(name, { id }));
  }));
  test.each(onOne)('%s: another technician’s', async (name) => {
    const { id } = await aVerification();
    await expectAnswer(sasha, name, aCall(name, { id }), 'not_yours');
  });
  test.each(onOne)('%s: already ended', (name) => withPolicy(ready[name], async () => {
    const { id } = await aVerification();
    if (name === 'cancel') await alex.call('decide', { id, body: { decision: 'deny' } });
    else await alex.call('cancel', { id });
    await expectAnswer(alex, name, aCall(name, { id }), 'already_ended');
  }));
  test.each(onOne.filter((name) => name !== 'cancel'))('%s: too late', (name) => withPolicy(ready[name], async () => {
    const { id } = await aVerification();
    clock.advance(601);
    await expectAnswer(alex, name, aCall(name, { id }), 'code_expired');
  }));

  test('tryCode where the technician compares', async () => {
    const { id } = await aVerification();
    await expectAnswer(alex, 'tryCode', aCall('tryCode', { id }), 'wrong_code_check');
  });
  test('APPROVE where the service compares', () => withPolicy({ codeCheck: 'typed' }, async () => {
    const { id } = await aVerification();
    await expectAnswer(alex, 'decide', { id, body: { decision: 'approve' } }, 'wrong_code_check');
  }));
  test('tryCode right after a wrong code', () => withPolicy({ codeCheck: 'typed' }, async () => {
    const { id } = await aVerification();
    expect(await expectAnswer(alex, 'tryCode', aCall('tryCode', { id }))).toMatchObject({ status: 'pending', nextTryAt: clock.now() + 2000 });
    const problem = await expectAnswer(alex, 'tryCode', { id, body: { code: '111111', attempt: 2 } }, 'try_too_soon');
    expect(problem.retryAfterSeconds).toBe(2);
  }));
  test('more time where there is none', async () => {
    const { id } = await aVerification();
    await expectAnswer(alex, 'extend', { id }, 'no_time_left');
  });
  test('a resend too soon, for a method that is no longer allowed, too late', async () => {
    const { id } = await aVerification();
    await expectAnswer(alex, 'resend', aCall('resend', { id }), 'too_soon');
    clock.advance(20);
    await withPolicy({ methods: ['sms'] }, () => expectAnswer(alex, 'resend', aCall('resend', { id }), 'method_unavailable'));
    const late = await aVerification();
    for (const afterSend of [1, 2]) {
      clock.advance(290);
      await alex.call('resend', { id: late.id, body: { afterSend } });
      await settled(alex, late.id);
    }
    clock.advance(5);
    await expectAnswer(alex, 'resend', { id: late.id, body: { afterSend: 3 } }, 'no_time_left');
  });
  test('a resend when the day is over', async () => {
    const { id } = await aVerification();
    clock.advance(20);
    await aVerification();
    await withPolicy({ technicianSendsPerDay: 1 }, () => expectAnswer(alex, 'resend', aCall('resend', { id }), 'daily_limit'));
  });
  test('a resend too often', async () => {
    const { id } = await aVerification();
    for (let send = 1; send < 5; send += 1) {
      clock.advance(20);
      expect((await alex.call('resend', { id, body: { afterSend: send } })).status).toBe(200);
      await settled(alex, id);
    }
    clock.advance(20);
    await expectAnswer(alex, 'resend', { id, body: { afterSend: 5 } }, 'too_many_sends');
  });
});

describeContactAnswers(house);

describeFaults(house);

test('handshake: the service is stopping', async () => {
  service.drain();
  await expectAnswer(alex, 'handshake', {}, 'unavailable');
});

test('every documented answer of these routes was provoked', () => {
  expect(house.listMissing()).toEqual([]);
  expect(documented.all().length).toBeGreaterThan(200);
});
