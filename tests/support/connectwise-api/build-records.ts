import type { FakeTicket } from '../connectwise/tickets.ts';
import { communicationTypes, makeItem } from './records.ts';
import type { ApiCompany, ApiContact, ApiRecords, ApiReference, ApiTicket } from './records.ts';

const firstEdit = Date.UTC(2026, 0, 5, 8);
const firstContactId = 501;

/**
 * The records behind the tickets that the page shows. A company or contact is one record by its name; the first ticket that names
 * a contact says what its record holds, later ones only what their own copy says, so that a ticket can be poisoned in the list.
 */
export function recordsOf(tickets: readonly FakeTicket[]): ApiRecords {
  const companies = new Map<string, ApiCompany>();
  const contacts = new Map<string, ApiContact>();
  const list = tickets.map((ticket) => {
    const company = keep(companies, ticket.company, () => ({ id: 19 + companies.size, identifier: ticket.company.replace(/\W/g, ''), name: ticket.company, deletedFlag: false }));
    const contact = ticket.contact === '' ? undefined : keep(contacts, `${ticket.company}\n${ticket.contact}`, () => makeContact(firstContactId + contacts.size, ticket, company));
    return makeTicket(ticket, company, contact);
  });
  return { companies: [...companies.values()], contacts: [...contacts.values()], communicationTypes: [...communicationTypes], tickets: list, notes: [] };
}

/** `count` contacts, spread over `companyCount` companies: each an address, every second one a number, every tenth one inactive. */
export function manyRecords(count: number, companyCount = 40): ApiRecords {
  const companies = Array.from({ length: companyCount }, (_, at) => ({ id: 100 + at, identifier: `company${at}`, name: `Company ${at} Example`, deletedFlag: false }));
  const contacts = Array.from({ length: count }, (_, at) => {
    const company = companies[at % companyCount]!;
    const email = makeItem(2 * at + 1, 'Email', `person${at}@${company.identifier}.example`);
    const items = at % 2 === 0 ? [email, makeItem(2 * at + 2, 'Cell', `+1202555${String(at % 10_000).padStart(4, '0')}`)] : [email];
    return { id: 1_000 + at, firstName: `First${at}`, lastName: `Last${at}`, company: refer(company), inactiveFlag: at % 10 === 9, communicationItems: items, lastUpdated: firstEdit };
  });
  return { companies, contacts, communicationTypes: [...communicationTypes], tickets: [], notes: [] };
}

function makeContact(id: number, { contact, email, phone }: FakeTicket, company: ApiCompany): ApiContact {
  const [firstName = '', ...rest] = contact.split(' ');
  const items = [...(email ? [makeItem(2 * id, 'Email', email)] : []), ...(phone ? [makeItem(2 * id + 1, 'Direct', phone)] : [])];
  return { id, firstName, lastName: rest.join(' '), company: refer(company), inactiveFlag: false, communicationItems: items, lastUpdated: firstEdit };
}

function makeTicket(ticket: FakeTicket, company: ApiCompany, contact: ApiContact | undefined): ApiTicket {
  const copy = contact && {
    contact: { id: contact.id, name: ticket.contact },
    contactName: ticket.contact,
    contactEmailAddress: ticket.email,
    ...(ticket.phone !== undefined && { contactPhoneNumber: ticket.phone }),
  };
  return { id: Number(ticket.number), summary: ticket.summary, recordType: 'ServiceTicket', company: refer(company), closedFlag: false, ...copy };
}

function refer({ id, identifier, name }: ApiCompany): ApiReference {
  return { id, identifier, name };
}

function keep<T>(map: Map<string, T>, key: string, make: () => T): T {
  const kept = map.get(key) ?? make();
  map.set(key, kept);
  return kept;
}
