import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Connection } from '../../../service/src/store/connectwise-store.ts';
import { startConnectwiseApi } from '../../support/connectwise-api/connectwise-api.ts';
import { connectTenant } from '../../support/connectwise-client.ts';
import { aRequest, sam } from '../../support/service.ts';
import { eve, jo, records } from '../verification/connected.ts';
import type { ContractHouse } from './contract-house.ts';

/** What `/openapi.json` promises where a contact is looked up in ConnectWise. */

const asking = ['resolveContact', 'startVerification', 'askException'] as const;
type Asking = (typeof asking)[number];

/** A body of one of these calls about whatever `about` names. */
export function bodyFor(name: Asking, about: Record<string, unknown>): Record<string, unknown> {
  const { contact: _contact, ...how } = aRequest();
  return { ...about, ...(name === 'startVerification' ? how : name === 'askException' ? { doubts: ['page_differs'], reason: 'I know the voice' } : {}) };
}

export function describeContactAnswers({ service, clock, alex, sasha, expectAnswer }: ContractHouse): void {
  const { store, tenant } = service;
  const caller = { contactId: eve, reason: 'Called from another office' };
  const event = (type: string) => ({ type, at: clock.now(), technicianId: null, verificationId: null, details: {} });
  const poisoned = { ...aRequest().contact, ticket: { host: 'na.myconnectwise.net', number: '4712' }, email: 'jo@evil.example' };
  const ask = () => expectAnswer(alex, 'askException', { body: bodyFor('askException', { contact: poisoned }) });

  describe('without a connection', () => {
    test.each(asking)('%s by a ticket’s number', (name) => expectAnswer(alex, name, { body: bodyFor(name, { ticketNumber: '4711' }) }, 'not_connected'));
    test('a search', () => expectAnswer(alex, 'searchContacts', { body: { ticketNumber: '4711', text: 'jo' } }, 'not_connected'));
  });

  describe('with a connection', () => {
    let api: Awaited<ReturnType<typeof startConnectwiseApi>>;
    const connect = (connection: Connection | null) => store.writeConnection(tenant.id, connection, event('connectwise'));
    beforeAll(async () => {
      api = await startConnectwiseApi({ records: records() });
      await connectTenant(store, api, { tenantId: tenant.id, site: 'na.myconnectwise.net', at: clock.now() });
    });
    afterAll(async () => {
      await connect(null);
      await api.close();
    });

    test.each(asking)('%s: no such ticket', (name) => expectAnswer(alex, name, { body: bodyFor(name, { ticketNumber: '4999' }) }, 'ticket_unknown'));
    test.each(asking)('%s: a ticket without a contact', (name) => expectAnswer(alex, name, { body: bodyFor(name, { ticketNumber: '4713' }) }, 'ticket_without_contact'));
    test.each(asking)('%s: somebody of another company calls', (name) => expectAnswer(alex, name, { body: bodyFor(name, { ticketNumber: '4711', caller }) }, 'caller_not_found'));
    test.each(asking)('%s: match and address are two accounts', async (name) => {
      const [account] = await store.listAccounts(tenant.id, { email: sam.email }, '', 1);
      await store.matchAccount(tenant.id, account!.id, jo, event('account_matched'));
      await expectAnswer(alex, name, { body: bodyFor(name, { ticketNumber: '4711' }) }, 'match_differs');
      await store.matchAccount(tenant.id, account!.id, null, event('account_unmatched'));
    });
    test.each([...asking, 'searchContacts'] as const)('%s: ConnectWise does not answer', async (name) => {
      api.setFault(() => 'reset');
      await expectAnswer(alex, name, { body: name === 'searchContacts' ? { ticketNumber: '4711', text: 'jo' } : bodyFor(name, { ticketNumber: '4711' }) }, 'connectwise_unavailable');
      api.setFault(() => undefined);
    });
    test('a search, on a ticket that is there and on one that is not', async () => {
      await expectAnswer(alex, 'searchContacts', { body: { ticketNumber: '4711', text: 'jo' } });
      await expectAnswer(alex, 'searchContacts', { body: { ticketNumber: '4999', text: 'jo' } }, 'ticket_unknown');
    });
    test('SEND on a poisoned ticket, and a wish to go on that leaves something out', async () => {
      await expectAnswer(alex, 'startVerification', { body: bodyFor('startVerification', { contact: poisoned }) }, 'contact_doubted');
      await expectAnswer(alex, 'askException', { body: { ...bodyFor('askException', { contact: poisoned }), doubts: ['ticket_differs'] } }, 'contact_doubted');
    });

    test('a second technician confirms, once', async () => {
      const { id } = await ask();
      await expectAnswer(alex, 'decideException', { id, body: { decision: 'confirm' } }, 'second_person_needed');
      await expectAnswer(sasha, 'decideException', { id, body: { decision: 'confirm' } });
      await expectAnswer(sasha, 'decideException', { id, body: { decision: 'refuse' } }, 'already_ended');
    });
    test('a second technician comes too late, or to what is not there', async () => {
      const { id } = await ask();
      clock.advance(900);
      await expectAnswer(sasha, 'decideException', { id, body: { decision: 'confirm' } }, 'exception_over');
      await expectAnswer(sasha, 'decideException', { id: tenant.id, body: { decision: 'confirm' } }, 'not_found');
    });
  });
}
