import type { Placement, RoundKind } from '#contract/connectwise-admin';
import type { Doubt, ExceptionState, NoteReason, NoteState } from '#contract/connectwise';
import type { AuditEvent, Account, Notice } from './types.ts';

/** What the service keeps about ConnectWise. Times are milliseconds since 1970; null means "not yet" or "none". */

/** How a tenant's ConnectWise is reached, one for each tenant. `sealedKey` is the private API key, encrypted with a key outside the database. */
export type Connection = {
  tenantId: string;
  /** The host that technicians see in the address bar, lower case. */
  site: string;
  /** Where the REST API is called: an https origin, http on loopback only. */
  apiOrigin: string;
  companyId: string;
  publicKey: string;
  sealedKey: string;
  clientId: string;
  /** As last read from the site: `v2025_1/`. */
  codebase: string;
  /** The names of the communication types whose numbers take text messages, lower case. */
  mobileTypes: string[];
  /** Where numbers without a country code belong (ISO 3166). */
  country: string;
  createdAt: number;
  /** The import or sync that is under way or, without a `cursor`, the last one: which it is, when it began, and what became of how many contacts. */
  roundKind: RoundKind | null;
  roundAt: number | null;
  counts: Partial<Record<Placement, number>>;
  /** The last contact that was dealt with in the round under way; null: none is under way. */
  cursor: number | null;
  /** Contacts that ConnectWise changed after this were not looked at yet; null: no import was completed. */
  syncedTo: number | null;
  nextSyncAt: number | null;
  /** Why the last round stopped, in a word; null: it did not. */
  syncProblem: NoteReason | null;
};

/** What must change before it is applied: `change` of an account's name, address or number, `link` of a contact that only has an account's name, `add` of an account. */
export const proposalKinds = ['change', 'link', 'add'] as const;
export type ProposalKind = (typeof proposalKinds)[number];
/** What a contact says beside what is held. There is one open proposal for each contact at the most. */
export type Proposal = {
  id: string;
  tenantId: string;
  kind: ProposalKind;
  contactId: number;
  /** Null with `add`. */
  accountId: string | null;
  customerId: string;
  /** As ConnectWise has it. */
  name: string;
  email: string | null;
  mobile: string | null;
  proposedAt: number;
  decidedAt: number | null;
  isAccepted: boolean | null;
};

/** A wish to go on in spite of doubts. */
export type ExceptionRow = {
  id: string;
  tenantId: string;
  ticketHost: string;
  ticketNumber: string;
  accountId: string;
  /** The contact as the page, or the record, named it (see `pageHash`). */
  pageHash: string;
  doubts: Doubt[];
  reason: string;
  technicianId: string;
  technicianName: string;
  state: ExceptionState;
  secondId: string | null;
  secondName: string | null;
  askedAt: number;
  expiresAt: number;
  decidedAt: number | null;
};

/** The ticket note of a verification that ended: one for each, with the verification's id. Its words are made when it is written. */
export type TicketNote = {
  id: string;
  tenantId: string;
  ticketNumber: string;
  state: NoteState;
  reason: NoteReason | null;
  /** Counts those that ConnectWise was not too busy for: after the first the ticket is searched for the note before it is written again. */
  attempts: number;
  nextAt: number;
  createdAt: number;
  doneAt: number | null;
};

/** A contact of ConnectWise that was read for the directory, already checked: an address is one bare address, a number is E.164. */
export type ReadContact = { contactId: number; name: string; email: string | null; mobile: string | null };
/** What is held beside it: the company that its customer is mapped to by now; the account that it is matched to, of whichever customer; that of its customer with its address; and those of its customer with its name (case and spaces do not count) that are matched to none, ten at the most; its open proposal, and the one that was refused last. */
export type ContactFacts = { companyId: number | null; matched: Account | undefined; byEmail: Account | undefined; byName: Account[]; open: Proposal | undefined; refused: Proposal | undefined };
/** `account` is added to the contact's customer, or replaced where it was seen, together with its match. `proposal` is added, or replaces the contact's open one; `dropProposal` removes that. */
export type ContactPlan<T> = { result: T; account?: Account; proposal?: Proposal; dropProposal?: boolean; notices?: Notice[]; audit: AuditEvent[] };

/** Part of `Store`: what belongs to ConnectWise. The same rules hold. */
export type ConnectwiseStore = {
  findConnection(tenantId: string): Promise<Connection | undefined>;
  /** Adds or replaces; null removes it. Without it, and with another site or company, the numbers of companies and contacts mean nothing: mappings, matches and open proposals go too. */
  writeConnection(tenantId: string, connection: Connection | null, audit: AuditEvent): Promise<void>;
  /** Writes `codebase`, of the round all, `syncedTo`, `nextSyncAt`, `syncProblem`, unless the connection was removed or replaced (`createdAt`), or another round than `roundAt` was begun meanwhile. */
  updateConnection(connection: Connection, roundAt?: number | null): Promise<boolean>;
  /** The connection whose sync is due the longest, not due again before `now + leaseMs`. */
  claimSync(now: number, leaseMs: number): Promise<Connection | undefined>;

  /** Maps a company of ConnectWise to a customer; null takes the mapping away. What was proposed for the customer goes: it came from another company's contacts. Throws where another customer has the company, or where there is no such customer. */
  mapCompany(tenantId: string, customerId: string, companyId: number | null, audit: AuditEvent): Promise<void>;
  /** A customer of this name, added where there is none. */
  ensureCustomer(tenantId: string, name: string): Promise<string>;
  /** Decides what becomes of a contact of a mapped company, in one transaction. Throws where there is no such customer, or where another account has the contact or the address. */
  placeContact<T>(tenantId: string, customerId: string, contact: ReadContact, decide: (facts: ContactFacts) => ContactPlan<T>): Promise<T>;
  /** Accounts that are matched to contacts after `after`, up to and with `upTo`, by contact. */
  listMatched(tenantId: string, range: { after: number; upTo: number }, limit: number): Promise<Account[]>;
  /** Matches an account to a contact by hand; null takes the match away. False: no such account. Throws where another account has the contact. */
  matchAccount(tenantId: string, accountId: string, contactId: number | null, audit: AuditEvent): Promise<boolean>;
  /** Open ones, by id, those after `afterId` (all: ''). */
  listProposals(tenantId: string, afterId: string, limit: number): Promise<Proposal[]>;
  /** Undefined: there is no such open proposal. `account` is the one it is about, where there is one. */
  decideProposal<T>(tenantId: string, proposalId: string, decide: (proposal: Proposal, account: Account | undefined) => ContactPlan<T>): Promise<T | undefined>;

  /** Adds it; an open one of the same technician for the same account and ticket is replaced. */
  addException(row: ExceptionRow, audit: AuditEvent): Promise<void>;
  findException(tenantId: string, id: string): Promise<ExceptionRow | undefined>;
  /** Undefined: there is no such. Throws where a row that does not stand as `asked` would be written. Writes `state`, `secondId`, `secondName`, `decidedAt`. */
  changeException<T>(tenantId: string, id: string, decide: (row: ExceptionRow) => { result: T; row?: ExceptionRow; audit: AuditEvent[] }): Promise<T | undefined>;

  /** The oldest note that is due, not due again before `now + leaseMs`; its `attempts` counts this one. */
  claimTicketNote(now: number, leaseMs: number): Promise<TicketNote | undefined>;
  findTicketNote(tenantId: string, verificationId: string): Promise<TicketNote | undefined>;
  /** Writes `state`, `reason`, `attempts`, `nextAt`, `doneAt`; whoever watches the verification is told. False: it is not as it was `claimed` any more, because it is done or somebody else has claimed it since. */
  updateTicketNote(note: TicketNote, claimed: TicketNote): Promise<boolean>;
};
