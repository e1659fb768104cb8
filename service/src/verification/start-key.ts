import type { StartVerification } from '#contract/requests';
import { sha256Hex } from '../lib/sha256.ts';
import type { StartKey } from '../store/store.ts';
import type { SignedIn } from '../store/types.ts';
import { lookUpOf } from './evidence.ts';
import type { Located } from './evidence.ts';

type Key = Omit<StartKey, 'idempotencyKey'>;

/** What the store is asked for to judge a contact. */
export function startKeyFor({ technician, tenant }: SignedIn, located: Located, now: number): Key {
  const { email, contactId } = lookUpOf(located);
  const { host, number } = located.contact.ticket;
  return { tenantId: tenant.id, technicianId: technician.id, ticketHost: host, ticketNumber: number, email, contactId, now };
}

/** The same where it is not known whom a request is about: nobody has an empty address. */
export function unlocatedKey({ technician, tenant }: SignedIn, { contact, ticketNumber = '' }: StartVerification, now: number): Key {
  const { host, number } = contact?.ticket ?? { host: '', number: ticketNumber };
  return { tenantId: tenant.id, technicianId: technician.id, ticketHost: host, ticketNumber: number, email: '', contactId: null, now };
}

/** The fields in a fixed order, so that equal requests have equal hashes however they were written. */
export function hashRequest({ contact, ticketNumber, customerId, caller, method, action, direction, check }: StartVerification): string {
  const page = contact && [contact.ticket.host, contact.ticket.number, contact.company, contact.contact, contact.email];
  const other = caller && [caller.contactId, caller.reason];
  return sha256Hex(JSON.stringify([page ?? ticketNumber, other ?? null, customerId ?? null, method, action, direction, check]));
}
