import { parseAddress } from '#contract/address';
import type { ContactRecord } from '#contract/connectwise';
import type { PageContact, Ticket } from '#contract/verification';
import type { PersonRecord, TicketRecord } from '../connectwise/types.ts';
import { maskDestination } from './mask.ts';

/** What ConnectWise itself says of a ticket; `site` is the host that is connected. Null: it was not read, because it did not answer or is another site. */
export type Evidence = { site: string; ticket: TicketRecord | null; record: PersonRecord | null };

/** Whom a request is about. */
export type Located = {
  /** As the page named it; where there was no page, or somebody else calls, as the contact record does. */
  contact: PageContact;
  /** What the page said, whoever calls. */
  page: PageContact | null;
  /** Null: ConnectWise is not connected. */
  evidence: Evidence | null;
};

/** Where to look for the account, and which company it must be of. `contactId`: null where it is not known. */
export type LookUp = { email: string; contactId: number | null; company: { id: number | null; name: string } };

/** The contact record decides, then the page: an address of the record's that the page names too, else the record's first. */
export function lookUpOf({ contact, evidence }: Located): LookUp {
  const { ticket = null, record = null } = evidence ?? {};
  const company = ticket ? { id: ticket.company?.id ?? null, name: ticket.company?.name ?? '' } : { id: null, name: contact.company };
  const contactId = record?.id ?? ticket?.contactId ?? null;
  return { email: record && !hasAddress(record, contact.email) ? firstAddressOf(record) : readAddress(contact.email), contactId, company };
}

/** One bare address as accounts hold it; empty where a text is none. */
function readAddress(text: string): string {
  const parsed = parseAddress(text);
  return parsed.ok ? parsed.address : '';
}

/** Whether a text is an address of the record's. What is no bare address is none. */
export function hasAddress({ emails }: PersonRecord, text: string): boolean {
  const address = readAddress(text);
  return address !== '' && emails.some((email) => readAddress(email) === address);
}

/** Its default one; empty where it has none that can be used. */
function firstAddressOf({ emails: [first = ''] }: PersonRecord): string {
  return readAddress(first);
}

/** The contact as its record names it, in the form in which a page would. */
export function contactOf(record: PersonRecord, { company }: TicketRecord, ticket: Ticket): PageContact {
  return { ticket, company: (company ?? record.company)?.name ?? '', contact: record.name, email: firstAddressOf(record) };
}

/** Whether the record is the ticket's own contact, and not another one that the technician chose. */
export function isTicketContact({ ticket, record }: Evidence): boolean {
  return ticket !== null && record !== null && ticket.contactId === record.id;
}

/** The contact record as a technician may see it. */
export function viewRecord(evidence: Evidence | null): ContactRecord | null {
  if (!evidence?.record) return null;
  const { id, name, company } = evidence.record;
  return { contactId: id, name, company: company?.name ?? '', email: maskedAddress(evidence.record), isTicketContact: isTicketContact(evidence) };
}

/** The record's first address, masked: where a message goes is the account's business. */
export function maskedAddress(record: PersonRecord): string | null {
  const email = firstAddressOf(record);
  return email === '' ? null : maskDestination('email', email);
}
