import type { Caller } from '#contract/connectwise';
import type { PageContact } from '#contract/verification';
import { sameContact } from './contact';
import type { About } from './state';

/** Whether `page` shows the ticket and the contact that `about` came from, whoever is the caller. */
export function isOnPage(about: About, page: PageContact): boolean {
  return 'contact' in about && sameContact(about.contact, page);
}

/** Whether `page` shows something else than what `about` came from. To a ticket whose number was typed no page says anything. */
export function isLeft(about: About, page: PageContact): boolean {
  return 'contact' in about && !sameContact(about.contact, page);
}

/** Whether two name the same ticket, the same person, and the same caller for the same reason. */
export function sameAbout(one: About, other: About): boolean {
  return sameTicket(one, other) && one.caller?.contactId === other.caller?.contactId && one.caller?.reason === other.caller?.reason;
}

/** The same, whoever is the caller. */
export function sameTicket(one: About, other: About): boolean {
  if ('contact' in one) return isOnPage(other, one.contact);
  return 'ticketNumber' in other && one.ticketNumber === other.ticketNumber;
}

/** `about` with this caller; without one, with the ticket's own contact. */
export function withCaller(about: About, caller?: Caller): About {
  const ticket = 'contact' in about ? { contact: about.contact } : { ticketNumber: about.ticketNumber };
  return caller ? { ...ticket, caller } : ticket;
}
