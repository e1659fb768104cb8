import type { Connection } from '../store/connectwise-store.ts';

/** What went wrong, in a word: each where somebody would do something else. `not_found`: there is no such record. */
export type ConnectwiseProblem = 'unreachable' | 'busy' | 'keys_refused' | 'role_refused' | 'site_wrong' | 'not_found' | 'refused';
/** `maybeDone`: it may have been written all the same. */
export type Asked<T> = { ok: true; value: T } | { ok: false; problem: ConnectwiseProblem; retryAfterSeconds?: number; maybeDone?: boolean };

/** A company as other records name it. */
export type CompanyRef = { id: number; name: string };
/** A ticket. Its own copy of the contact's name and address is not the contact record: anybody who edits a ticket can write it. */
export type TicketRecord = {
  id: number;
  kind: 'service' | 'project';
  company: CompanyRef | null;
  contactId: number | null;
  copiedName: string | null;
  copiedEmail: string | null;
};
/** A contact. `emails`: the default one first. `type` is the tenant's own word: "Direct", "Mobile", "Cell". */
export type PersonRecord = {
  id: number;
  name: string;
  firstName: string;
  lastName: string;
  company: CompanyRef | null;
  isInactive: boolean;
  emails: string[];
  phones: { type: string; value: string; extension: string | null; isDefault: boolean }[];
};
/** What a site says about itself before anybody signs in. */
export type Discovered = { apiOrigin: string; codebase: string; companyName: string };

/** Who waits for the answer: a technician with a caller on the line, or the service's own work, which leaves room for them. */
export type Urgency = 'caller' | 'work';

/** All that is ever asked of ConnectWise. Never throws for what ConnectWise or the network does. */
export type Connectwise = {
  discover(site: string, companyId: string): Promise<Asked<Discovered>>;
  readTicket(connection: Connection, number: string, urgency: Urgency): Promise<Asked<TicketRecord>>;
  readContact(connection: Connection, contactId: number, urgency: Urgency): Promise<Asked<PersonRecord>>;
  /** Active contacts of a company whose name or address contains `text`; one more than `limit` tells that there are more. */
  searchContacts(connection: Connection, search: { companyId: number; text: string; limit: number }): Promise<Asked<PersonRecord[]>>;
  /** By id, those after `afterId`; with `changedAfter` only those that were changed since. */
  listContacts(connection: Connection, page: { afterId: number; changedAfter: number | null; size: number }): Promise<Asked<PersonRecord[]>>;
  listCompanies(connection: Connection, page: { afterId: number; size: number }): Promise<Asked<CompanyRef[]>>;
  listCommunicationTypes(connection: Connection): Promise<Asked<string[]>>;
  /** The id of the ticket's note that contains `mark`; undefined: there is none. */
  findNote(connection: Connection, ticket: TicketRecord, mark: string): Promise<Asked<number | undefined>>;
  /** Adds an internal note and returns its id. */
  addNote(connection: Connection, ticket: TicketRecord, text: string): Promise<Asked<number>>;
};
