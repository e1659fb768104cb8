import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Verification } from '#contract/verification';
import type { Technician } from '../../../service/src/store/types.ts';
import { allRoutes } from '../../../service/src/http/all-routes.ts';
import type { AnyRouteName } from '../../../service/src/http/all-routes.ts';
import { fillBody, listOperations } from '../../support/openapi-calls.ts';
import type { Operation, Texts } from '../../support/openapi-calls.ts';
import { startConnectwiseApi } from '../../support/connectwise-api/connectwise-api.ts';
import { connectTenant } from '../../support/connectwise-client.ts';
import { inviteInPerson } from '../../support/invited.ts';
import type { TestPhone } from '../../support/phone-client.ts';
import { records } from '../verification/connected.ts';
import { aRequest, createTestClock, jo, kim, settled, startTestService } from '../../support/service.ts';
import type { Answer, TestClient } from '../../support/service.ts';

/** Every call of the running service's own document, by one tenant with everything that belongs to another. */

const service = await startTestService({ clock: createTestClock() });
const operations = listOperations(await (await fetch(`${service.origin}/openapi.json`)).json() as Parameters<typeof listOperations>[0]);
const api = await startConnectwiseApi({ records: records() });
afterAll(async () => {
  await service.stop();
  await api.close();
});

/** What takes no id and no address of anybody, and why no other tenant can be reached by it. */
const aboutTheCallerAlone: Partial<Record<AnyRouteName, string>> = {
  handshake: 'says which versions there are',
  pair: 'takes a pairing code, which is itself the right to join its tenant',
  issueToken: 'is for the key of the proof',
  signOut: 'is for the key of the proof',
  openInvitation: 'takes an invitation, which is itself the right to join its account',
  sendInvitationCode: 'takes an invitation, and sends to nobody but its account',
  enrol: 'takes an invitation and its code, which are together the right to join its account',
  readPhone: 'is for the key of the proof',
  subscribe: 'is for the key of the proof',
  listRequests: 'is for the key of the proof',
  invitePhoneByPhone: 'is for the key of the proof',
  makeCredentialOptions: 'is for the key of the proof',
  addCredential: 'is for the key of the proof',
  reportLostPhone: 'sends a link to the account itself, whoever asks',
  checkReceipt: 'looks into the log of the caller\'s own tenant',
  useLink: 'takes a link, which is itself the right to do what it is for',
  readConnection: 'is about the tenant of the token',
  connect: 'is about the tenant of the token',
  disconnect: 'is about the tenant of the token',
  testConnection: 'is about the tenant of the token',
  listCompanies: 'asks the ConnectWise of the token\'s tenant',
  addCompanyCustomer: 'asks the ConnectWise of the token\'s tenant',
  previewImport: 'asks the ConnectWise of the token\'s tenant',
  startImport: 'is about the tenant of the token',
  listProposals: 'is about the tenant of the token',
};

const theirs = { customerName: 'Globex Secret', name: 'Zoe Victim', email: 'zoe@victim.example', mobile: '+12025550177' };
const theirContact = aRequest(theirs).contact;
let mallory: TestClient;
let owner: TestClient;
let victimId: string;
let ids: Record<string, string>;
let live: Verification;
let evil: TestPhone;
let statement: string;

beforeAll(async () => {
  const victim = await service.store.addTenant('Victim IT');
  victimId = victim.id;
  await service.addAccount(victim.id, theirs);
  owner = await service.signIn('Vera', victim.id);
  mallory = await service.signIn('Mallory', undefined, { role: 'administrator' });
  const send = (method: string, body: unknown) => owner.call('startVerification', { body: { ...(body as object), method }, idempotencyKey: keyOfTheirs });
  live = await settled(owner, (await send('email', { contact: theirContact, action: null, direction: 'inbound', check: 'code' })).body.id);
  const ended = (await owner.call('startVerification', { body: { ...aRequest(theirs), method: 'sms' } })).body as Verification;
  await owner.call('cancel', ended);
  const theirPhone = await service.addPhone(theirs.email, { tenantId: victim.id, name: 'Zoe\u2019s phone' });
  const push = await settled(owner, (await owner.call('startVerification', { body: aRequest(theirs, { method: 'push', check: 'none' }) })).body.id);
  const invitation = await inviteInPerson(service, theirs.email, victim.id);
  evil = await service.addPhone(jo.email);
  statement = await evil.sign((await theirPhone.request(push.id)).terms, 'deny');
  const [account] = await service.store.listAccounts(victim.id, {}, '', 1);
  const proposalId = await proposeTheirs(victim.id, account!.customerId);
  const [technician] = await service.store.listTechnicians(victim.id);
  await connectTenant(service.store, api, { tenantId: victim.id, site: theirContact.ticket.host, at: service.now() });
  ids = {
    'an exception': await askForException(account!.id, technician!),
    'a pending push': push.id, 'a phone': (await theirPhone.readState()).body.phone.id, 'an invitation': invitation.id,
    'a pending verification': live.id, 'an ended verification': ended.id, 'an account': account!.id, 'a customer': account!.customerId, 'a technician': technician!.id, 'the tenant': victim.id, 'a proposal': proposalId,
  };
});

/** A wish to go on that waits for a second technician of theirs. */
async function askForException(accountId: string, { id: technicianId, name: technicianName }: Technician): Promise<string> {
  const [id, now] = [randomUUID(), service.now()];
  const { host: ticketHost, number: ticketNumber } = theirContact.ticket;
  await service.store.addException({
    id, tenantId: victimId, ticketHost, ticketNumber, accountId, pageHash: 'page', doubts: ['page_differs'], reason: 'Zoe is known', technicianId, technicianName, state: 'asked', secondId: null, secondName: null,
    askedAt: now, expiresAt: now + 900_000, decidedAt: null,
  }, { type: 'exception_asked', at: now, technicianId, verificationId: null, details: {} });
  return id;
}

/** Something that ConnectWise says of one of their contacts. */
async function proposeTheirs(tenantId: string, customerId: string): Promise<string> {
  const id = randomUUID();
  const proposal = { id, tenantId, kind: 'add' as const, contactId: 77, accountId: null, customerId, name: 'Zoe Again', email: 'zoe2@victim.example', mobile: null, proposedAt: 1, decidedAt: null, isAccepted: null };
  const event = { type: 'company_mapped', at: 1, technicianId: null, verificationId: null, details: {} };
  await service.store.mapCompany(tenantId, customerId, 19, event);
  await service.store.placeContact(tenantId, customerId, { contactId: 77, name: 'Zoe Again', email: null, mobile: null }, () => ({ result: undefined, proposal, audit: [] }));
  return id;
}

const keyOfTheirs = randomUUID();

/** Who is meant is told by a contact or by a ticket's number, never by both; another caller is a matter of the ticket's own tenant. */
function texts(contact: typeof theirContact, customerId: string): Texts {
  return {
    '/contact/ticket/host': contact.ticket.host, '/contact/ticket/number': contact.ticket.number, '/contact/company': contact.company,
    '/contact/contact': contact.contact, '/contact/email': contact.email, '/customerId': customerId, '/code': '123456',
    '/ticketNumber': null, '/caller': null, '/reason': 'I know the voice', '/text': 'zoe',
    '/statement': statement, '/number': '123', '/assertion/id': 'AA', '/assertion/rawId': 'AA', '/assertion/authenticatorAttachment': 'platform', '/assertion/response/authenticatorData': 'AA',
    '/assertion/response/clientDataJSON': 'AA', '/assertion/response/signature': 'AA', '/assertion/response/userHandle': 'AA',
  };
}

/** Everything in it that can be theirs is: their contact on their ticket, their customer, their idempotency key, and `id`. */
function crossing({ operationId, body }: Operation, id: string): Promise<Answer> {
  const filled = body && { body: fillBody(body, texts(theirContact, ids['a customer'] ?? '')) };
  const name = operationId as AnyRouteName;
  return (allRoutes[name].auth === 'phone' ? evil : mallory).call(name, { id, idempotencyKey: keyOfTheirs, ...filled });
}

/** All rows of the other tenant, but the checkpoints: the service signs one by itself each minute, whoever asks what. */
async function theirRows(): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const { table, row } of service.store.backup()) if ((row['tenant_id'] ?? row['id']) === victimId && table !== 'statements') rows.push({ table, row });
  return rows;
}

async function expectNothingTouched(ask: () => Promise<Answer>): Promise<Answer> {
  const before = await theirRows();
  const answer = await ask();
  expect(await theirRows()).toEqual(before);
  for (const secret of ['Globex Secret', 'Zoe', 'Victim IT', 'victim', 'Vera', live.destination, live.id]) expect(JSON.stringify(answer.body)).not.toContain(secret);
  return answer;
}

test('the document says of every operation what it takes, and only those that reach nobody take nothing', () => {
  expect(operations.length).toBeGreaterThan(0);
  const takeNothing = operations.filter(({ ids: some, names }) => some.length === 0 && !names.includes('/contact/email')).map(({ operationId }) => operationId);
  expect(takeNothing.toSorted()).toEqual(Object.keys(aboutTheCallerAlone).toSorted());
});

test('there are rows of the other tenant to be reached', async () => {
  const tables = new Set((await theirRows()).map((row) => (row as { table: string }).table));
  for (const table of ['tenants', 'customers', 'accounts', 'technicians', 'devices', 'verifications', 'messages', 'audit', 'phones', 'invitations', 'exceptions', 'connections', 'proposals']) expect(tables).toContain(table);
});

const crossings = operations.filter(({ operationId }) => !(operationId in aboutTheCallerAlone));
const byId = crossings.filter(({ ids: some }) => some.some((where) => where.startsWith('path ')));

describe('another tenant\'s ids answer 404 and leave its rows as they were', () => {
  test.each(byId)('$operationId ($method $path)', async (operation) => {
    for (const [what, id] of Object.entries(ids)) {
      const { status, body } = await expectNothingTouched(() => crossing(operation, id));
      expect({ what, status, code: body.code }).toEqual({ what, status: 404, code: 'not_found' });
    }
  });

  test.each(crossings.filter((operation) => !byId.includes(operation)))('$operationId ($method $path), about another tenant\'s contact', async (operation) => {
    const { status, body } = await expectNothingTouched(() => crossing(operation, ''));
    expect({ status, code: body.code }).toEqual(operation.operationId === 'searchContacts' ? { status: 422, code: 'not_connected' } : { status: 404, code: 'account_not_found' });
  });

  test.each(crossings.filter(({ names }) => names.includes('/ticketNumber')))('$operationId ($method $path), by a ticket\'s number: their ConnectWise is not asked', async ({ operationId, body }) => {
    const ask = { ...(fillBody(body ?? {}, { ...texts(theirContact, ''), '/contact': null, '/customerId': null }) as object), ticketNumber: '4711' };
    const before = api.requests.length;
    const answer = await expectNothingTouched(() => mallory.call(operationId as AnyRouteName, { idempotencyKey: randomUUID(), body: ask }));
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 422, code: 'not_connected' });
    expect(api.requests.length).toBe(before);
    expect((await owner.call('resolveContact', { body: { ticketNumber: '4711' } })).body.code).toBe('account_not_found');
    expect(api.requests.length).toBeGreaterThan(before);
  });
});

describe('another tenant\'s id beside a contact of one\'s own', () => {
  const taking = (where: string) => crossings.filter(({ ids: some }) => some.includes(where));
  const own = (operation: Operation, contact: typeof theirContact, customerId = ids['a customer'] ?? '') =>
    mallory.call(operation.operationId as AnyRouteName, { idempotencyKey: keyOfTheirs, body: { ...(fillBody(operation.body ?? {}, texts(contact, customerId)) as object), method: 'email' } });

  test.each(taking('/customerId'))('$operationId: as customer it is none of those to choose from, and only one\'s own are named', async (operation) => {
    const contact = { ...aRequest(kim).contact, company: 'Neither of them' };
    const { status, body } = await expectNothingTouched(() => own(operation, contact));
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'customer_ambiguous' });
    expect(body.customers.map(({ name }: { name: string }) => name).toSorted()).toEqual(['Acme', 'Globex']);
  });

  test.each(taking('header Idempotency-Key'))('$operationId: as idempotency key it makes a verification of one\'s own', async (operation) => {
    const { status, body } = await expectNothingTouched(() => own(operation, aRequest().contact));
    expect(status).toBe(201);
    expect(Object.values(ids)).not.toContain(body.id);
  });

  test('a ticket on which another tenant verifies somebody is free', async () => {
    const contact = { ...aRequest(kim).contact, ticket: theirContact.ticket };
    const answer = await expectNothingTouched(() => mallory.call('resolveContact', { body: { contact } }));
    expect(answer.body).toMatchObject({ live: null });
    expect((await expectNothingTouched(() => mallory.call('startVerification', { body: { contact, method: 'email', action: null, direction: 'inbound', check: 'code' } }))).status).toBe(201);
  });
});

test('another tenant\'s connection, companies and proposals are not there for an administrator of one\'s own', async () => {
  expect((await expectNothingTouched(() => mallory.call('readConnection'))).body).toEqual({ connection: null });
  expect((await expectNothingTouched(() => mallory.call('listProposals', { body: { after: null } }))).body).toEqual({ proposals: [], next: null });
  for (const name of ['testConnection', 'startImport'] as const) expect((await expectNothingTouched(() => mallory.call(name))).body.code).toBe('not_connected');
  for (const name of ['listCompanies', 'previewImport'] as const) expect((await expectNothingTouched(() => mallory.call(name, { body: { after: 0 } }))).body.code).toBe('not_connected');
  expect((await expectNothingTouched(() => mallory.call('disconnect'))).status).toBe(204);
});

test('another tenant\'s phone is shown none of their phones and requests', async () => {
  for (const name of ['readPhone', 'listRequests'] as const) expect((await expectNothingTouched(() => evil.call(name))).status).toBe(200);
  expect((await evil.requests()).filter(({ terms }) => terms.tenant.id !== service.tenant.id)).toEqual([]);
});
