import type { PageContact } from '#contract/verification';

/** A request of which the contact is known, whoever told it. */
export type About<R> = Omit<R, 'contact' | 'ticketNumber'> & { contact: PageContact };
