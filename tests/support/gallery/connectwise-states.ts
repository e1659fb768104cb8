import type { ContactRecord, Doubt, Exception, FoundContacts, Note } from '#contract/connectwise';
import type { PageContact } from '#contract/verification';
import type { Snapshot, TabView } from '../../../utils/workflow/snapshot';
import type { About, Offered, Ready } from '../../../utils/workflow/state';
import { about, contact, ended, endedFlow, live, localNow, of, options, serviceNow, snapshotOf, tabId, withoutSms } from './samples';

/** What the panel shows of ConnectWise's own records: whom it has, what speaks against that, another caller, a typed number, and the note of a result. */

const record: ContactRecord = { contactId: 7, name: 'Jo Doe', company: 'Acme Corporation', email: 'j•••@a•••.example', isTicketContact: true };
const otherRecord: ContactRecord = { contactId: 8, name: 'Sam Roe', company: 'Acme Corporation', email: 's•••@a•••.example', isTicketContact: false };
const recorded: Offered = { ...options, record };
const ready: Ready = { name: 'ready', about, options: recorded };
const changedLately = withoutSms('changed_recently', recorded);
const poisoned: PageContact = { ...contact, email: 'mallory@evil.example' };

/** The page says something else than the record. */
function doubted(doubts: Doubt[], changes: Partial<Offered> = {}, flow: Partial<Ready> = {}, page = contact): Snapshot {
  return snapshotOf({ kind: 'ticket', contact: page }, { ...ready, about: { contact: page }, options: { ...recorded, doubts, ...changes }, ...flow });
}

const asked: Exception = {
  id: '4c0f6f8a-2f43-4a8e-9c76-0d5a6c1d2e41', doubts: ['page_differs'], reason: 'She married last week; HR confirmed the new address by phone', state: 'asked', yours: true,
  askedBy: 'Alex', secondBy: null, askedAt: serviceNow - 100_000, expiresAt: serviceNow + 800_000,
};
const withException = (changes: Partial<Exception> = {}, flow: Partial<Ready> = {}) => doubted(['page_differs'], { exception: { ...asked, ...changes } }, flow, poisoned);

const found: FoundContacts = {
  company: 'Acme Corporation',
  contacts: [
    { contactId: 8, name: 'Sam Roe', email: 's•••@a•••.example', hasAccount: true },
    { contactId: 9, name: 'Samantha Roebuck-Featherstonehaugh', email: 's•••@a•••.example', hasAccount: true },
    { contactId: 10, name: 'Pat Roe', email: null, hasAccount: false },
  ],
  isComplete: true,
};
const byCaller: About = { contact, caller: { contactId: 8, reason: 'Jo is on leave' } };

const noTicket: TabView = { kind: 'not_ticket', why: 'other_screen' };
const typedAbout: About = { ticketNumber: '10482' };
const typed = (flow: Snapshot['flows'][string]): Snapshot => ({ ...snapshotOf(noTicket), typed: { [tabId]: '10482' }, flows: { '#10482': flow } });

const noted = (note: Note) => of(endedFlow({ status: 'approved', assurance: ['restricted', 'technician-attested'], note }, recorded));

export const connectwiseStates: Record<string, Snapshot> = {
  'record, ready': of(ready),
  'record, live': of(live({}, { options: recorded })),
  'doubt, page differs': doubted(['page_differs'], {}, {}, poisoned),
  'doubt, names differ': doubted(['page_differs', 'ticket_differs'], {}, {}, { ...contact, contact: 'Mallory Doe', company: 'Acme Holding' }),
  'doubt, everything': doubted(['page_differs', 'ticket_differs', 'company_differs', 'contact_inactive', 'record_differs', 'other_contact'], { methods: changedLately.methods, record: { ...record, company: 'Evil Corporation' } }),
  'doubt, record unread': doubted(['record_unread'], { record: null }),
  'doubt, other site': doubted(['other_site'], { record: null }),
  'doubt, asking': doubted(['page_differs'], {}, { busy: 'ask' }, poisoned),
  'doubt, refused by the service': doubted(['page_differs'], {}, { trouble: { code: 'contact_doubted' } }, poisoned),
  'exception, asked': withException(),
  'exception, no longer waiting': withException({}, { left: asked.id }),
  'exception, running out': withException({ expiresAt: serviceNow + 20_000 }),
  'exception, confirmed': withException({ state: 'confirmed', secondBy: 'Sam' }),
  'exception, over': withException({ state: 'confirmed', secondBy: 'Sam', expiresAt: serviceNow - 1 }),
  'exception, refused': withException({ state: 'refused', secondBy: 'Sam' }),
  'exception, to answer': withException({ yours: false }),
  'exception, confirming': withException({ yours: false }, { busy: 'confirm' }),
  'exception, confirmed for a colleague': withException({ yours: false, state: 'confirmed', secondBy: 'Sam' }),
  'exception, refused to a colleague': withException({ yours: false, state: 'refused', secondBy: 'Sam' }),
  'changed lately': of({ ...ready, options: changedLately }),
  'changed lately, asked': of({ ...ready, options: { ...changedLately, exception: { ...asked, doubts: ['changed_recently'] } } }),
  'changed lately, refused': of({ ...ready, options: { ...changedLately, exception: { ...asked, doubts: ['changed_recently'], state: 'refused', secondBy: 'Sam' } } }),
  'changed lately, confirmed for a colleague': of({ ...ready, options: { ...changedLately, exception: { ...asked, doubts: ['changed_recently'], state: 'confirmed', secondBy: 'Sam', yours: false } } }),
  'changed lately, to answer': of({ ...ready, options: { ...changedLately, exception: { ...asked, doubts: ['changed_recently'], yours: false } } }),
  'record, somebody else’s account': of({ ...ready, options: { ...recorded, account: { name: 'Eve Moe' } } }),
  'caller, searching': of({ ...ready, search: { text: 'roe' } }),
  'caller, found': of({ ...ready, search: { text: 'roe', found } }),
  'caller, more than shown': of({ ...ready, search: { text: 'roe', found: { ...found, isComplete: false } } }),
  'caller, none found': of({ ...ready, search: { text: 'xyz', found: { ...found, contacts: [] } } }),
  'caller, search failed': of({ ...ready, search: { text: 'roe', trouble: { code: 'connectwise_unavailable', connectwise: 'keys_refused' } } }),
  'caller, chosen': of({ ...ready, about: byCaller, options: { ...recorded, record: otherRecord, account: { name: 'Sam Roe' } } }),
  'caller, exception asked': of({ ...ready, about: byCaller, options: { ...recorded, record: otherRecord, account: { name: 'Sam Roe' }, doubts: ['contact_inactive'], exception: { ...asked, doubts: ['contact_inactive'] } } }),
  'caller, looking up': of({ name: 'looking_up', about: byCaller }),
  'caller, no account': of({ name: 'not_found', about: byCaller, trouble: { code: 'account_not_found' } }),
  'caller, live, page differs': snapshotOf({ kind: 'ticket', contact: poisoned }, live({ contact: 'Sam Roe' }, { about: byCaller, options: { ...recorded, record: otherRecord } })),
  'poisoned, no account': of({ name: 'not_found', about, trouble: { code: 'account_not_found', doubts: ['page_differs', 'ticket_differs'] } }),
  'poisoned, company mismatch': of({ name: 'not_found', about, trouble: { code: 'company_mismatch', doubts: ['page_differs'] } }),
  'record, no account': of({ name: 'not_found', about, trouble: { code: 'account_not_found', doubts: [] } }),
  'record, company mismatch': of({ name: 'not_found', about, trouble: { code: 'company_mismatch', doubts: [] } }),
  'other site, no account': of({ name: 'not_found', about, trouble: { code: 'account_not_found', doubts: ['other_site'] } }),
  'ticket without contact': of({ name: 'not_found', about, trouble: { code: 'ticket_without_contact' } }),
  'match differs': of({ name: 'not_found', about, trouble: { code: 'match_differs', doubts: [] } }),
  'typed, ready': typed({ name: 'ready', about: typedAbout, options: recorded }),
  'typed, looking up': typed({ name: 'looking_up', about: typedAbout }),
  'typed, doubt': typed({ name: 'ready', about: typedAbout, options: { ...recorded, doubts: ['ticket_differs'] } }),
  'typed, not connected': typed({ name: 'not_found', about: typedAbout, trouble: { code: 'not_connected' } }),
  'typed, unknown ticket': typed({ name: 'not_found', about: typedAbout, trouble: { code: 'ticket_unknown' } }),
  'typed, without contact': typed({ name: 'not_found', about: typedAbout, trouble: { code: 'ticket_without_contact' }, search: { text: 'roe', found } }),
  'typed, ConnectWise unavailable': typed({ name: 'not_found', about: typedAbout, trouble: { code: 'connectwise_unavailable', connectwise: 'keys_refused' } }),
  'typed, live': typed(live({}, { about: typedAbout, options: recorded })),
  'typed, approved': typed({ name: 'ended', about: typedAbout, options: recorded, received: { verification: ended({ status: 'approved', assurance: ['restricted'], note: { state: 'written', reason: null } }), receivedAt: localNow } }),
  'note waiting': noted({ state: 'waiting', reason: null }),
  'note written': noted({ state: 'written', reason: null }),
  'note failed': noted({ state: 'failed', reason: 'busy' }),
  'note given up': noted({ state: 'given_up', reason: 'role_refused' }),
};
