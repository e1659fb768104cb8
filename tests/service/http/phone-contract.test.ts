import { afterAll, describe, expect, test } from 'vitest';
import { phoneRoutes } from '#contract/phone-routes';
import type { PhoneRouteName } from '#contract/phone-routes';
import { loadKey } from '../../../service/src/lib/keys.ts';
import { createLinkTokens } from '../../../service/src/lib/link-tokens.ts';
import { aSubscription } from '../../support/add-phone.ts';
import { createAuthenticator } from '../../support/authenticator.ts';
import { arrived, inviteByLink, inviteInPerson } from '../../support/invited.ts';
import { createTestPhone } from '../../support/phone-client.ts';
import { aRequest, jo, sam, settled } from '../../support/service.ts';
import { createContractHouse, describeCalls, describeFaults } from './contract-house.ts';

/** Provokes every answer that /openapi.json promises to phones and to links from messages. The last test fails when one was not seen. */

const names = [...(Object.keys(phoneRoutes) as PhoneRouteName[]), 'invitePhone' as const];
const house = await createContractHouse(names);
const { clock, service, alex, sasha, phone, aCall, expectAnswer, withPolicy } = house;
afterAll(() => service.stop());

const links = createLinkTokens(await loadKey(service.config.dataFolder, 'token', service.config.tokenKey));
let accounts = 0;
const noToken = 'x'.repeat(43);
const noStatement = 'AA.AA.AA';
const spare = await anAccount();
const open = await inviteByLink(service, spare.email);
const noAssertion = { id: 'AA', rawId: 'AA', type: 'public-key', response: { authenticatorData: 'AA', clientDataJSON: 'AA', signature: 'AA' }, clientExtensionResults: {} };
Object.assign(house.bodies, {
  openInvitation: { invitation: open }, sendInvitationCode: { invitation: open }, enrol: { invitation: open, code: '000000', phoneName: 'Test' },
  subscribe: { subscription: null }, answer: { statement: noStatement }, addCredential: createAuthenticator('http://localhost:1').register('AAAA'),
  reportLostPhone: { email: jo.email }, useLink: { token: links.make('remove_phone', await aPhoneId()) },
});

async function anAccount() {
  accounts += 1;
  const account = { ...jo, email: `pat${accounts}@acme.example` };
  await service.addAccount(service.tenant.id, account);
  const [added] = await service.store.listAccounts(service.tenant.id, { email: account.email }, '', 1);
  return { ...account, id: added?.id ?? '' };
}

async function aPhoneId(): Promise<string> {
  const phone = await service.addPhone((await anAccount()).email);
  return (await phone.readState()).body.phone.id;
}

/** As after two denials. */
async function block(email: string): Promise<void> {
  const [account] = await service.store.listAccounts(service.tenant.id, { email }, '', 1);
  await service.store.changePhones(service.tenant.id, account?.id ?? '', ({ pushState }) => ({ result: 0, pushState: { ...pushState, blockedAt: clock.now(), blockedBecause: 'denied' }, audit: [] }));
}

describeCalls(house);

describe('an invitation', () => {
  const [byLink, byCode] = [['openInvitation', 'sendInvitationCode'], ['enrol']] as const;
  const saying = (name: 'openInvitation' | 'sendInvitationCode' | 'enrol', invitation: string, code = '000000') => ({ body: { invitation, ...(name === 'enrol' && { code, phoneName: 'Test' }) } });

  test('is opened, gets its code and adds a phone', async () => {
    const [newcomer, account] = [await createTestPhone(service.origin), await anAccount()];
    const token = await inviteByLink(service, account.email);
    await expectAnswer(newcomer, 'openInvitation', saying('openInvitation', token));
    const before = service.notices.filter(({ about }) => about.kind === 'phone_code').length;
    await expectAnswer(newcomer, 'sendInvitationCode', saying('sendInvitationCode', token));
    const [{ about } = { about: { code: '' } }] = await arrived(service, 'phone_code', before + 1);
    await expectAnswer(newcomer, 'enrol', saying('enrol', token, about.code));
    for (const name of [...byLink, ...byCode]) await expectAnswer(newcomer, name, saying(name, token), 'invitation_over');
  });
  test.each([...byLink, ...byCode])('%s: no link of ours', (name) => expectAnswer(alex, name, saying(name, noToken), 'link_invalid'));
  test('has three codes, twenty seconds apart', async () => {
    const token = await inviteByLink(service, (await anAccount()).email);
    await expectAnswer(alex, 'enrol', saying('enrol', token), 'code_expired');
    await alex.call('sendInvitationCode', saying('sendInvitationCode', token));
    await expectAnswer(alex, 'sendInvitationCode', saying('sendInvitationCode', token), 'too_soon');
    for (const _ of [2, 3]) {
      clock.advance(20);
      expect((await alex.call('sendInvitationCode', saying('sendInvitationCode', token))).status).toBe(200);
    }
    await expectAnswer(alex, 'sendInvitationCode', saying('sendInvitationCode', token), 'too_many_sends');
  });
  test('that is shown has no other code, a wrong one, and no room for a sixth phone', async () => {
    const account = await anAccount();
    const { token, code } = await inviteInPerson(service, account.email);
    await expectAnswer(alex, 'sendInvitationCode', saying('sendInvitationCode', token), 'channel_missing');
    await expectAnswer(alex, 'enrol', saying('enrol', token, code === '000000' ? '000001' : '000000'), 'code_wrong');
    for (let count = 0; count < 5; count += 1) await service.addPhone(account.email);
    await expectAnswer(alex, 'enrol', saying('enrol', token, code), 'too_many_phones');
  });
});

describe('a phone', () => {
  test('reads itself and what waits', async () => {
    await expectAnswer(phone, 'readPhone', {});
    await expectAnswer(phone, 'listRequests', {});
  });
  test('subscribes, but not to anywhere', async () => {
    await expectAnswer(phone, 'subscribe', { body: { subscription: aSubscription() } });
    await expectAnswer(phone, 'subscribe', { body: { subscription: aSubscription('https://evil.example/push') } }, 'push_endpoint_refused');
  });
  test('invites another one', async () => {
    const own = await service.addPhone(sam.email);
    await expectAnswer(own, 'invitePhoneByPhone', {});
    await expectAnswer(own, 'invitePhoneByPhone', {}, 'too_soon');
    for (let count = 0; count < 4; count += 1) await service.addPhone(sam.email);
    await expectAnswer(own, 'invitePhoneByPhone', {}, 'too_many_phones');
    await block(sam.email);
    await expectAnswer(own, 'invitePhoneByPhone', {}, 'account_blocked');
  });
  test('removes another one', async () => {
    const { id } = (await (await service.addPhone()).readState()).body.phone;
    await expectAnswer(phone, 'removePhone', { id });
    await expectAnswer(phone, 'removePhone', { id }, 'not_found');
  });
  test('begins to use fingerprint, face or PIN', async () => {
    const { challenge } = await expectAnswer(phone, 'makeCredentialOptions', {});
    const body = createAuthenticator(`http://localhost:${new URL(service.origin).port}`).register(challenge);
    await expectAnswer(phone, 'addCredential', { body });
    await expectAnswer(phone, 'addCredential', aCall('addCredential'), 'user_verification_failed');
    const another = createAuthenticator(`http://localhost:${new URL(service.origin).port}`).register((await expectAnswer(phone, 'makeCredentialOptions', {})).challenge);
    await expectAnswer(phone, 'addCredential', { body: another }, 'user_verification_failed');
  });
});

describe('an answer', () => {
  async function asked() {
    clock.advance(601);
    const { body } = await alex.call('startVerification', { body: aRequest(jo, { method: 'push', check: 'none' }) });
    await settled(alex, body.id);
    return phone.request(body.id);
  }

  test('counts once, about what was asked', async () => {
    const request = await asked();
    const { verification: id } = request.terms;
    const said = async (decision: string) => ({ id, body: { statement: await phone.sign(request.terms, decision) } });
    await expectAnswer(phone, 'answer', { ...aCall('answer'), body: (await said('approve')).body }, 'not_found');
    await expectAnswer(phone, 'answer', { ...aCall('answer'), id }, 'answer_invalid');
    await expectAnswer(phone, 'answer', await said('approve'));
    await expectAnswer(phone, 'answer', await said('deny'), 'already_ended');
  });
  test('comes in time', async () => {
    const request = await asked();
    clock.advance(60);
    await expectAnswer(phone, 'answer', { id: request.terms.verification, body: { statement: await phone.sign(request.terms, 'approve') } }, 'code_expired');
  });
  test('has a finger, a face or a PIN where policy wants it', () => withPolicy({ userVerificationRequired: true }, async () => {
    const request = await asked();
    const statement = await phone.sign(request.terms, 'approve');
    await expectAnswer(phone, 'answer', { id: request.terms.verification, body: { statement } }, 'user_verification_required');
    await expectAnswer(phone, 'answer', { id: request.terms.verification, body: { statement, assertion: noAssertion } }, 'user_verification_failed');
  }));
});

describe('a technician invites', () => {
  async function verified(account: typeof jo) {
    clock.advance(601);
    const { body: { id } } = await alex.call('startVerification', { body: aRequest(account, { method: 'sms' }) });
    await settled(alex, id);
    return { id, approve: () => alex.call('decide', { id, body: { decision: 'approve' } }) };
  }

  test('whom they verified', async () => {
    const { id, approve } = await verified(await anAccount());
    await expectAnswer(alex, 'invitePhone', { id }, 'not_verified');
    await approve();
    await expectAnswer(sasha, 'invitePhone', { id }, 'not_yours');
    await expectAnswer(alex, 'invitePhone', { id });
    await expectAnswer(alex, 'invitePhone', { id }, 'too_soon');
    await expectAnswer(alex, 'invitePhone', aCall('invitePhone'), 'not_found');
  });
  test('nobody who was changed lately, has no number, five phones, or said no', async () => {
    const account = await anAccount();
    const { id, approve } = await verified(account);
    await approve();
    const change = (more: object) => service.store.changeAccount(service.tenant.id, account.id, (old) => ({ result: null, account: { ...old, ...more }, notices: [], audit: [] }));
    await change({ emailChangedAt: clock.now() });
    await expectAnswer(alex, 'invitePhone', { id }, 'changed_recently');
    await change({ emailChangedAt: null, mobile: null });
    await expectAnswer(alex, 'invitePhone', { id }, 'channel_missing');
    for (let count = 0; count < 5; count += 1) await service.addPhone(account.email);
    await expectAnswer(alex, 'invitePhone', { id }, 'too_many_phones');
    await block(account.email);
    await expectAnswer(alex, 'invitePhone', { id }, 'account_blocked');
  });
});

describe('a link from a message', () => {
  test('does what it is for', async () => {
    await expectAnswer(alex, 'useLink', aCall('useLink'));
    await expectAnswer(alex, 'useLink', { body: { token: noToken } }, 'link_invalid');
    await expectAnswer(alex, 'reportLostPhone', aCall('reportLostPhone'));
  });
  test('is not tried for ever', async () => {
    for (let attempt = 0; attempt < 60; attempt += 1) await alex.call('useLink', { body: { token: noToken } });
    for (const name of ['openInvitation', 'sendInvitationCode', 'enrol', 'useLink'] as const) await expectAnswer(alex, name, aCall(name), 'too_many_attempts');
    for (let attempt = 0; attempt < 10; attempt += 1) await alex.call('reportLostPhone', aCall('reportLostPhone'));
    await expectAnswer(alex, 'reportLostPhone', aCall('reportLostPhone'), 'too_many_attempts');
    clock.advance(601);
  });
});

describeFaults(house);

test('every documented answer of these routes was provoked', () => {
  expect(house.listMissing()).toEqual([]);
});
