import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Doubt } from '#contract/connectwise';
import type { PageContact } from '#contract/verification';
import type { PersonRecord, TicketRecord } from '../../../service/src/connectwise/types.ts';
import { findDoubts } from '../../../service/src/verification/doubts.ts';
import type { Evidence, Located } from '../../../service/src/verification/evidence.ts';
import { accountFor } from './accounts.ts';

const site = 'na.myconnectwise.net';
const acme = { id: 7, name: 'Acme' };
const page: PageContact = { ticket: { host: site, number: '4711' }, company: 'Acme', contact: 'Jo Doe', email: 'jo@acme.example' };
const ticket: TicketRecord = { id: 4711, kind: 'service', company: acme, contactId: 42, copiedName: 'Jo Doe', copiedEmail: 'jo@acme.example' };
const record: PersonRecord = { id: 42, name: 'Jo Doe', firstName: 'Jo', lastName: 'Doe', company: acme, isInactive: false, emails: ['jo@acme.example'], phones: [] };
const account = accountFor({ contactId: 42 });

type Change = { page?: Partial<PageContact> | null; ticket?: Partial<TicketRecord> | null; record?: Partial<PersonRecord> | null; account?: string | null; matchedTo?: number; site?: string };

function doubtsOf(change: Change = {}): Doubt[] {
  const said = change.page === null ? null : { ...page, ...change.page };
  const evidence: Evidence = { site: change.site ?? site, ticket: change.ticket === null ? null : { ...ticket, ...change.ticket }, record: change.record === null ? null : { ...record, ...change.record } };
  const located: Located = { contact: said ?? page, page: said, evidence };
  return findDoubts(located, change.account === null ? undefined : { ...account, email: change.account ?? account.email, contactId: change.matchedTo ?? null });
}

describe('nothing speaks against', () => {
  test.each<[string, Change]>([
    ['a page, a ticket, a record and an account that agree', {}],
    ['a name in other letters and spaces', { page: { contact: '  JO   doe ' }, ticket: { copiedName: 'jo DOE' } }],
    ['an address in other letters, with spaces around', { page: { email: 'JO@Acme.example' }, ticket: { copiedEmail: ' Jo@ACME.example ' } }],
    ['a company in other letters and spaces', { page: { company: ' ACME ' } }],
    ['a name whose accents are written in two ways', { page: { contact: 'Zoé' }, ticket: { copiedName: 'Zoe\u0301' }, record: { name: 'Zoé' } }],
    ['the record’s second address, on page, ticket and account', { record: { emails: ['doe@acme.example', 'jo@acme.example'] } }],
    ['a ticket that copied nothing', { ticket: { copiedName: null, copiedEmail: null } }],
    ['a ticket whose copy is empty', { ticket: { copiedName: ' ', copiedEmail: '' } }],
    ['a ticket that was named by its number alone', { page: null }],
    ['an account that is matched to this contact', { matchedTo: 42 }],
    ['an account that is not found', { account: null }],
    ['another contact of the company, whatever the page and the ticket’s copy say of the ticket’s own', { ticket: { contactId: 1, copiedName: 'Eve', copiedEmail: 'eve@evil.example' }, page: { contact: 'Eve', email: 'eve@evil.example' } }],
  ])('%s', (_, change) => expect(doubtsOf(change)).toEqual([]));

  test('where ConnectWise is not connected, nothing is known', () => {
    expect(findDoubts({ contact: page, page, evidence: null }, account)).toEqual([]);
  });
});

describe('it is noticed', () => {
  test.each<[string, Change, Doubt[]]>([
    ['that the page names another person', { page: { contact: 'Jo Roe' } }, ['page_differs']],
    ['that the page names another address', { page: { email: 'jo@evil.example' } }, ['page_differs']],
    ['that the page names another company than the ticket’s', { page: { company: 'Acme Inc' } }, ['page_differs']],
    ['that the page names another company, also beside another contact', { page: { company: 'Evil' }, ticket: { contactId: 1 } }, ['page_differs']],
    ['that the page names a company beside a record that was not read', { page: { company: 'Evil' }, record: null }, ['page_differs', 'record_unread']],
    ['that the ticket’s copy has another name', { ticket: { copiedName: 'Eve' } }, ['ticket_differs']],
    ['that the ticket’s copy has another address', { ticket: { copiedEmail: 'jo@evil.example' } }, ['ticket_differs']],
    ['that the ticket’s copy is no bare address', { ticket: { copiedEmail: 'Jo <jo@acme.example>' } }, ['ticket_differs']],
    ['that the ticket’s copy holds two addresses', { ticket: { copiedEmail: 'jo@acme.example, jo@evil.example' } }, ['ticket_differs']],
    ['that the ticket’s copy has a look-alike address', { ticket: { copiedEmail: 'jо@acme.example' } }, ['ticket_differs']],
    ['that the page and the ticket’s copy agree against the record', { page: { email: 'jo@evil.example' }, ticket: { copiedEmail: 'jo@evil.example' } }, ['page_differs', 'ticket_differs']],
    ['that the contact is of another company', { record: { company: { id: 8, name: 'Acme' } } }, ['company_differs']],
    ['that the contact is of no company', { record: { company: null } }, ['company_differs']],
    ['that the ticket is of no company', { ticket: { company: null } }, ['company_differs']],
    ['that the contact is inactive', { record: { isInactive: true } }, ['contact_inactive']],
    ['that the account has another address than the record', { account: 'old@acme.example' }, ['record_differs']],
    ['that the record has no address any more', { record: { emails: [] } }, ['page_differs', 'ticket_differs', 'record_differs']],
    ['that the record’s address is no bare address', { record: { emails: ['Jo <jo@acme.example>'] } }, ['page_differs', 'ticket_differs', 'record_differs']],
    ['that the account with its address is matched to another contact', { matchedTo: 43 }, ['other_contact']],
    ['that the record was not read', { record: null }, ['record_unread']],
    ['that nothing was read', { record: null, ticket: null }, ['record_unread']],
    ['that the ticket is on another site, of which nothing was read', { site: 'eu.myconnectwise.net', record: null, ticket: null }, ['other_site']],
    ['all at once', { page: { contact: 'X' }, ticket: { copiedName: 'Y' }, record: { isInactive: true, company: null }, account: 'old@acme.example' }, ['page_differs', 'ticket_differs', 'company_differs', 'contact_inactive', 'record_differs']],
  ])('%s', (_, change, expected) => expect(doubtsOf(change)).toEqual(expected));
});

/** One text written in another way that means the same. */
const respelled = (text: string) => fc.tuple(fc.boolean(), fc.constantFrom('', ' ', '\t')).map(([isUpper, space]) => `${space}${isUpper ? text.toUpperCase() : text}${space}`);
const oneOf = (isRight: boolean, right: string, wrong: string) => respelled(isRight ? right : wrong);

test('exactly the doubts that were put in come out, however the rest is spelled', () => {
  const flags = fc.record({
    hasPage: fc.boolean(), pageName: fc.boolean(), pageAddress: fc.boolean(), pageCompany: fc.boolean(), copyName: fc.boolean(), copyAddress: fc.boolean(),
    isOwn: fc.boolean(), isSameCompany: fc.boolean(), isInactive: fc.boolean(), accountAddress: fc.boolean(),
  });
  const made = flags.chain((right) => fc.record({
    contact: oneOf(right.pageName, 'Jo Doe', 'Eve Doe'), email: oneOf(right.pageAddress, 'jo@acme.example', 'eve@evil.example'), company: oneOf(right.pageCompany, 'Acme', 'Evil'),
    copiedName: oneOf(right.copyName, 'Jo Doe', 'Eve Doe'), copiedEmail: oneOf(right.copyAddress, 'jo@acme.example', 'eve@evil.example'),
  }).map((texts) => ({ right, texts })));
  fc.assert(fc.property(made, ({ right, texts: { copiedName, copiedEmail, ...said } }) => {
    const found = doubtsOf({
      page: right.hasPage ? said : null, ticket: { copiedName, copiedEmail, contactId: right.isOwn ? 42 : 1 },
      record: { isInactive: right.isInactive, company: right.isSameCompany ? acme : { id: 8, name: 'Acme' } }, account: right.accountAddress ? 'jo@acme.example' : 'old@acme.example',
    });
    const expected = new Set<Doubt>();
    if (right.hasPage && (!right.pageCompany || (right.isOwn && !(right.pageName && right.pageAddress)))) expected.add('page_differs');
    if (right.isOwn && !(right.copyName && right.copyAddress)) expected.add('ticket_differs');
    if (!right.isSameCompany) expected.add('company_differs');
    if (right.isInactive) expected.add('contact_inactive');
    if (!right.accountAddress) expected.add('record_differs');
    expect(new Set(found)).toEqual(expected);
  }), { numRuns: 500 });
});
