import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { connectwiseAdminRoutes } from '#contract/connectwise-admin-routes';
import type { ConnectwiseAdminRouteName } from '#contract/connectwise-admin-routes';
import type { ConnectionState, Preview } from '#contract/connectwise-admin';
import type { Account } from '../../../service/src/store/types.ts';
import { startConnectwiseApi, testCredentials } from '../../support/connectwise-api/connectwise-api.ts';
import { makeItem } from '../../support/connectwise-api/records.ts';
import { aContact, recordsWith } from '../connectwise/people/people-house.ts';
import { jo, kim, sam } from '../../support/service.ts';
import { createContractHouse, describeCalls, describeFaults } from './contract-house.ts';

/** Provokes every answer that /openapi.json promises to an administrator's browser about ConnectWise. The last test fails when one was not seen. */

const house = await createContractHouse(Object.keys(connectwiseAdminRoutes) as ConnectwiseAdminRouteName[], 'administrator');
const { clock, service, alex, sasha, aCall, answering, expectAnswer } = house;
const api = await startConnectwiseApi({
  records: recordsWith(aContact(501, 'Jo Doe', { email: jo.email, cell: '2025550199' }), aContact(502, 'Sam Roe'), aContact(503, 'Ned New', { email: 'ned@acme.example' }), aContact(504, 'Gil Far', { email: 'gil@globex.example', companyId: 20 })),
});
afterAll(async () => {
  await service.stop();
  await api.close();
});
// What is counted against the budget is counted in slices of time.
beforeEach(() => clock.advance(5));

const { privateKey, publicKey } = testCredentials;
const connecting = { site: api.site, ...testCredentials, mobileTypes: ['Cell'], country: 'US' };
Object.assign(house.bodies, {
  connect: { ...connecting, privateKey: 'wrongKEY' }, listCompanies: { after: 0 }, addCompanyCustomer: { companyId: 19 }, mapCompany: { companyId: 19 }, searchCompanyContacts: { text: 'jo' }, previewImport: { after: 0 },
  listProposals: { after: null }, decideProposal: { decision: 'refuse' }, matchContact: { contactId: 501 }, addContactAccount: { contactId: 501 },
});

const account = async ({ email, customerName }: { email: string; customerName: string }): Promise<Account> =>
  (await service.store.listAccounts(service.tenant.id, { email }, '', 9)).find((one) => one.customerName === customerName)!;
const customerId = async (name: string): Promise<string> => (await service.store.listCustomers(service.tenant.id)).find((one) => one.name === name)!.id;
/** The ids that each route needs to get as far as asking ConnectWise. */
async function idFor(name: ConnectwiseAdminRouteName): Promise<{ id?: string }> {
  if (name === 'matchContact' || name === 'unmatchContact') return { id: (await account(jo)).id };
  return connectwiseAdminRoutes[name].path.startsWith('/v1/customers') ? { id: await customerId('Acme') } : {};
}

describeCalls(house);

test.each(answering('not_administrator'))('%s is for administrators', (name) => expectAnswer(sasha, name, aCall(name), 'not_administrator'));
test.each(answering('not_found'))('%s: there is none', (name) => expectAnswer(alex, name, aCall(name), 'not_found'));

describe('without a connection', () => {
  test('there is none to read, and nothing waits', async () => {
    expect(await expectAnswer(alex, 'readConnection', {})).toEqual({ connection: null });
    expect(await expectAnswer(alex, 'listProposals', aCall('listProposals'))).toEqual({ proposals: [], next: null });
    await expectAnswer(alex, 'disconnect', {});
  });
  test.each(answering('not_connected'))('%s says so', async (name) => expectAnswer(alex, name, aCall(name, await idFor(name as ConnectwiseAdminRouteName)), 'not_connected'));
  test('a country that is none is refused', () => expectAnswer(alex, 'connect', { body: { ...connecting, country: 'ZZ' } }, 'bad_request'));
  test('wrong keys are refused with the reason, and not kept', async () => {
    expect(await expectAnswer(alex, 'connect', aCall('connect'), 'connectwise_unavailable')).toMatchObject({ detail: 'keys_refused' });
    expect(await expectAnswer(alex, 'readConnection', {})).toEqual({ connection: null });
  });
});

describe('connected', () => {
  test('it is read without its keys, and tested', async () => {
    const said = await expectAnswer(alex, 'connect', { body: connecting });
    expect(said.connection).toMatchObject({ site: api.site, companyId: 'northwind', mobileTypes: ['cell'], country: 'US', round: null, syncedTo: null, problem: null });
    expect(JSON.stringify([said, await expectAnswer(alex, 'readConnection', {})])).not.toMatch(new RegExp(`${privateKey}|${publicKey}`));
    expect(await expectAnswer(alex, 'testConnection', {})).toEqual({ problem: null, types: ['Direct', 'Cell'], unknownTypes: [] });
    await expectAnswer(alex, 'connect', { body: { ...connecting, site: api.site.replace('127.0.0.1', 'localhost') } }, 'other_connectwise');
  });

  test('who connected stands in the audit log, and no key in the log', async () => {
    const entries = (await service.store.listAudit(service.tenant.id, 1, 999)).map(({ body }) => JSON.parse(body));
    expect(entries.findLast(({ type }) => type === 'connectwise_connected')).toMatchObject({ technicianId: expect.any(String), details: { site: api.site } });
    expect(service.logLines.join('') + JSON.stringify(entries)).not.toMatch(new RegExp(`${privateKey}|${publicKey}`));
  });

  test.each(answering('connectwise_unavailable').filter((name) => name !== 'connect'))('%s: ConnectWise does not answer', async (name) => {
    if (name === 'searchCompanyContacts') await service.store.mapCompany(service.tenant.id, await customerId('Acme'), 19, { type: 'company_mapped', at: 0, technicianId: null, verificationId: null, details: {} });
    api.setFault(() => '500');
    const problem = await expectAnswer(alex, name, aCall(name, await idFor(name as ConnectwiseAdminRouteName)), 'connectwise_unavailable');
    api.setFault(() => undefined);
    expect(problem.detail).toBe('unreachable');
  });

  test('companies are mapped, each to one customer', async () => {
    await expectAnswer(alex, 'unmapCompany', { id: await customerId('Acme') });
    expect((await expectAnswer(alex, 'listCompanies', { body: { after: 19 } }))).toMatchObject({ companies: [{ id: 20, name: 'Globex', customer: null }, { id: 21 }], next: 21 });
    expect((await expectAnswer(alex, 'listCompanies', { body: { after: 21 } }))).toEqual({ companies: [], next: null });
    expect(await expectAnswer(alex, 'mapCompany', { id: await customerId('Acme'), body: { companyId: 19 } })).toMatchObject({ customer: { name: 'Acme' }, company: { id: 19, name: 'Acme' } });
    await expectAnswer(alex, 'mapCompany', { id: await customerId('Globex'), body: { companyId: 19 } }, 'already_matched');
    await expectAnswer(alex, 'mapCompany', { id: await customerId('Globex'), body: { companyId: 99 } }, 'record_unknown');
    await expectAnswer(alex, 'addCompanyCustomer', { body: { companyId: 99 } }, 'record_unknown');
    expect(await expectAnswer(alex, 'addCompanyCustomer', { body: { companyId: 21 } })).toMatchObject({ customer: { name: 'Initech' } });
    await service.store.ensureCustomer(service.tenant.id, 'Globex');
    await expectAnswer(alex, 'mapCompany', { id: await customerId('Globex'), body: { companyId: 20 } });
    await expectAnswer(alex, 'unmapCompany', { id: await customerId('Initech') });
    api.records.companies.set(22, { id: 22, identifier: 'Acme2', name: 'Acme', deletedFlag: false });
    await expectAnswer(alex, 'addCompanyCustomer', { body: { companyId: 22 } }, 'already_matched');
  });

  test('an import is looked at, begun, and told of while it runs and afterwards', async () => {
    const preview: Preview = await expectAnswer(alex, 'previewImport', { body: { after: 0 } });
    expect(preview.lines.map(({ contactId, placements }) => [contactId, placements])).toEqual([[501, ['linked']], [502, ['link_proposed']], [503, ['added']], [504, ['added']]]);
    expect(preview.next).toBe(504);
    expect(await expectAnswer(alex, 'previewImport', { body: { after: 504 } })).toEqual({ lines: [], next: null });
    const begun: ConnectionState = await expectAnswer(alex, 'startImport', {});
    expect(begun.connection?.round).toMatchObject({ kind: 'import' });
    await expect.poll(async () => (await alex.call('readConnection')).body.connection.round, { timeout: 10_000 }).toMatchObject({ cursor: null, counts: { linked: 1, link_proposed: 1, added: 2 } });
    expect(await account(jo)).toMatchObject({ contactId: 501 });
  });

  test('proposals are listed with what ConnectWise has beside the masked account, and decided', async () => {
    const { proposals: [link] } = await expectAnswer(alex, 'listProposals', aCall('listProposals'));
    expect(link).toMatchObject({ kind: 'link', contactId: 502, customer: 'Acme', name: 'Sam Roe', email: null, account: { name: 'Sam Roe', email: 's•••@a•••.example', mobile: null } });
    expect(await expectAnswer(alex, 'decideProposal', { id: link.id, body: { decision: 'accept' } })).toEqual({ outcome: 'linked', reason: null });
    expect(await account(sam)).toMatchObject({ contactId: 502 });
    await expectAnswer(alex, 'decideProposal', { id: link.id, body: { decision: 'accept' } }, 'not_found');
    const entries = (await service.store.listAudit(service.tenant.id, 1, 999)).map(({ body }) => JSON.parse(body));
    expect(entries.findLast(({ type }) => type === 'proposal_accepted')).toMatchObject({ technicianId: expect.any(String) });
  });

  test('a contact is found and matched, and what differs is proposed', async () => {
    const id = await customerId('Acme');
    expect(await expectAnswer(alex, 'searchCompanyContacts', { id, body: { text: 'jo' } })).toEqual({ company: 'Acme', contacts: [{ contactId: 501, name: 'Jo Doe', email: 'j•••@a•••.example', hasAccount: true }], isComplete: true });
    expect(await expectAnswer(alex, 'searchCompanyContacts', { id, body: { text: 'zoe' } })).toMatchObject({ contacts: [] });
    await expectAnswer(alex, 'searchCompanyContacts', { id: await customerId('Initech'), body: { text: 'jo' } }, 'not_mapped');
    api.records.addContact(aContact(510, 'Kim Poe', { email: 'kim.poe@acme.example' }));
    const { id: kimId } = await account(kim);
    await expectAnswer(alex, 'matchContact', { id: kimId, body: { contactId: 999 } }, 'record_unknown');
    await expectAnswer(alex, 'matchContact', { id: kimId, body: { contactId: 504 } }, 'other_company');
    await expectAnswer(alex, 'matchContact', { id: kimId, body: { contactId: 501 } }, 'already_matched');
    expect(await expectAnswer(alex, 'matchContact', { id: kimId, body: { contactId: 510 } })).toEqual({ differs: true });
    const { proposals: [change] } = await expectAnswer(alex, 'listProposals', aCall('listProposals'));
    expect(change).toMatchObject({ kind: 'change', contactId: 510, email: 'kim.poe@acme.example', account: { email: 'k•••@s•••.example' } });
    expect(await expectAnswer(alex, 'decideProposal', { id: change.id, body: { decision: 'refuse' } })).toEqual({ outcome: 'refused', reason: null });
    await expectAnswer(alex, 'unmatchContact', { id: kimId });
    expect(await account(kim)).toMatchObject({ contactId: null, email: kim.email });
  });

  test('one contact gets an account, and nobody gets a second one', async () => {
    const id = await customerId('Acme');
    api.records.addContact(aContact(511, 'Una One', { email: 'una@acme.example' }));
    const added = await expectAnswer(alex, 'addContactAccount', { id, body: { contactId: 511 } });
    expect(added).toMatchObject({ placements: ['added'], account: { name: 'Una One' }, reason: null });
    expect(await expectAnswer(alex, 'addContactAccount', { id, body: { contactId: 511 } })).toMatchObject({ placements: ['unchanged'], account: added.account });
    await expectAnswer(alex, 'addContactAccount', { id, body: { contactId: 999 } }, 'record_unknown');
    await expectAnswer(alex, 'addContactAccount', { id, body: { contactId: 504 } }, 'other_company');
    await expectAnswer(alex, 'addContactAccount', { id: await customerId('Initech'), body: { contactId: 511 } }, 'not_mapped');
  });

  test('every 15 minutes it looks at what changed, and proposes it', async () => {
    api.records.editContact(501, { lastUpdated: clock.now() + 1, communicationItems: [makeItem(1, 'Email', 'jo@new.example')] });
    const { body: { connection: { nextSyncAt } } } = await alex.call('readConnection');
    clock.advance((nextSyncAt - clock.now()) / 1000 + 1);
    await alex.signIn();
    await expect.poll(async () => (await alex.call('listProposals', aCall('listProposals'))).body.proposals, { timeout: 20_000 }).toMatchObject([{ kind: 'change', contactId: 501, email: 'jo@new.example' }]);
    expect(await account(jo)).toMatchObject({ contactId: 501 });
  });

  test('disconnecting forgets the connection and what its numbers meant', async () => {
    await expectAnswer(alex, 'disconnect', {});
    expect(await expectAnswer(alex, 'readConnection', {})).toEqual({ connection: null });
    expect(await account(jo)).toMatchObject({ contactId: null });
  });
});

describeFaults(house);

test('every documented answer of these routes was provoked', () => {
  expect(house.listMissing()).toEqual([]);
});
