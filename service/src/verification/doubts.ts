import { doubts } from '#contract/connectwise';
import type { Doubt } from '#contract/connectwise';
import type { PersonRecord, TicketRecord } from '../connectwise/types.ts';
import { nameKey } from '../lib/name-key.ts';
import type { Account } from '../store/types.ts';
import { hasAddress, isTicketContact } from './evidence.ts';
import type { Evidence, Located } from './evidence.ts';

/**
 * What speaks against the contact, in the contract's order; `changed_recently` is no part of it. Without a connection nothing is known.
 * `account`: the one that was found, where there is one.
 */
export function findDoubts({ page, evidence, contact }: Located, account: Account | undefined): Doubt[] {
  if (!evidence) return [];
  if (contact.ticket.host !== evidence.site) return ['other_site'];
  const held: Partial<Record<Doubt, boolean>> = {
    page_differs: page !== null && pageDiffers(page, evidence),
    record_unread: evidence.record === null,
    ...(evidence.ticket && evidence.record && doubtsOfRecord(evidence.ticket, evidence.record, account)),
  };
  return doubts.filter((doubt) => held[doubt]);
}

function doubtsOfRecord(ticket: TicketRecord, record: PersonRecord, account: Account | undefined): Partial<Record<Doubt, boolean>> {
  return {
    ticket_differs: ticket.contactId === record.id && copyDiffers(ticket, record),
    company_differs: record.company?.id !== ticket.company?.id,
    contact_inactive: record.isInactive,
    record_differs: account !== undefined && !hasAddress(record, account.email),
    other_contact: account !== undefined && account.contactId !== null && account.contactId !== record.id,
  };
}

/** Of another contact than the ticket's, the page says nothing but the company. */
function pageDiffers(page: { company: string; contact: string; email: string }, evidence: Evidence): boolean {
  const { ticket, record } = evidence;
  if (ticket?.company && !isSameName(page.company, ticket.company.name)) return true;
  return record !== null && isTicketContact(evidence) && (!isSameName(page.contact, record.name) || !hasAddress(record, page.email));
}

/** What the ticket does not hold differs from nothing. */
function copyDiffers({ copiedName, copiedEmail }: TicketRecord, record: PersonRecord): boolean {
  const name = copiedName !== null && copiedName.trim() !== '' && !isSameName(copiedName, record.name);
  return name || (copiedEmail !== null && copiedEmail.trim() !== '' && !hasAddress(record, copiedEmail));
}

/** Case and white space do not count. */
function isSameName(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other);
}
