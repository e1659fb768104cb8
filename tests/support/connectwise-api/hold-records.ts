import { checkLengths } from './records.ts';
import type { ApiContact, ApiRecords, ApiTicket } from './records.ts';

export type HeldRecords = ReturnType<typeof holdRecords>;

/** The records as they stand, by id; a test may change them while it runs. */
export function holdRecords(given: ApiRecords, now: () => number) {
  checkLengths(given.tickets);
  const contacts = byId(given.contacts);
  const tickets = byId(given.tickets);
  return {
    companies: byId(given.companies),
    communicationTypes: byId(given.communicationTypes),
    contacts,
    tickets,
    /** Oldest first, of all tickets. */
    notes: [...given.notes],
    addContact(contact: Omit<ApiContact, 'lastUpdated'>): void {
      checkLengths(contact);
      contacts.set(contact.id, { ...contact, lastUpdated: now() });
    },
    /** Somebody edits a contact; the copies that tickets keep stay as they are. */
    editContact(id: number, changes: Partial<ApiContact>): void {
      const edited = { ...need(contacts, id), lastUpdated: now(), ...changes };
      checkLengths(edited);
      contacts.set(id, edited);
    },
    /** Somebody, or an e-mail parser, edits a ticket, its own copy of the contact with it. */
    editTicket(id: number, changes: Partial<ApiTicket>): void {
      const edited = { ...need(tickets, id), ...changes };
      checkLengths(edited);
      tickets.set(id, edited);
    },
  };
}

function byId<T extends { id: number }>(records: T[]): Map<number, T> {
  return new Map(records.map((record) => [record.id, record]));
}

function need<T>(records: Map<number, T>, id: number): T {
  const record = records.get(id);
  if (!record) throw new Error(`There is no record ${id}`);
  return record;
}
