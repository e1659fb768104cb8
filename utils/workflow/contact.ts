import type { PageContact } from '#contract/verification';

/** Whether two readings name the same ticket and the same person, in every field that is shown. */
export function sameContact(one: PageContact, other: PageContact): boolean {
  return (
    one.ticket.host === other.ticket.host &&
    one.ticket.number === other.ticket.number &&
    one.company === other.company &&
    one.contact === other.contact &&
    one.email === other.email
  );
}
