import type { Method, Role } from '#contract/words';
import type { ConnectwiseStore, ExceptionRow, TicketNote } from './connectwise-store.ts';
import type {
  Account, Alert, AuditEntry, AuditEvent, AuditHead, Customer, DayTotals, DecidedRow, Invitation, Message, Notice, Phone, Policy, PushState, RecentSend, SignedIn, SignedInPhone, Statement, Technician, Tenant,
  VerificationRow, WrongCodes,
} from './types.ts';

/** All that is known when a technician presses SEND, read in the transaction that writes the answer. */
export type StartFacts = {
  /** The verification that this technician's idempotency key already made. */
  repeated: VerificationRow | undefined;
  /** Accounts of the tenant with this address, over all customers, and the one that is matched to the contact. */
  accounts: Account[];
  tenantPolicy: Policy;
  customerPolicies: Record<string, Policy>;
  /** The companies of ConnectWise that the accounts' customers are mapped to. */
  companyIds: Record<string, number | null>;
  /** The pending verification on this ticket, overdue ones included. */
  live: VerificationRow | undefined;
  /** What went to any destination of these accounts in the last `sendWindowSeconds`. */
  recent: RecentSend[];
  wrongCodes: WrongCodes[];
  /** Of these accounts; without those that were removed. */
  phones: Phone[];
  pushStates: PushState[];
  /** The newest alert about this ticket that nobody has cleared. */
  flag: Alert | undefined;
  /** Wishes to go on in spite of doubts on this ticket that are not over, with whichever account, newest first. */
  exceptions: ExceptionRow[];
  today: DayTotals;
};

/** What is known when a contact is looked up. */
export type OfferFacts = StartFacts & {
  /** Of these accounts on this ticket: see `Store.listDecided`. */
  decided: DecidedRow[];
};

/** One send, counted against its day's limits. A store refuses to pass a limit even where two sends race: `decide` is then asked again. */
export type Counted = { day: number; technicianId: string; cost: number; mostTechnicianSends: number; mostTenantSends: number; mostTenantCost: number };

/** What a decision wants written. `audit` is appended in this order; a verification that ends gets the last entry's receipt. */
export type Plan<T> = {
  result: T;
  verification?: VerificationRow;
  /** A verification on the same ticket that turned out to be over (its entry comes first in `audit`). */
  overdue?: VerificationRow;
  newMessage?: Message;
  message?: Message;
  wrongCodes?: WrongCodes;
  counted?: Counted;
  pushState?: PushState;
  /** The phone that answered, where its credential's counter moved. */
  phone?: Phone;
  alert?: Alert;
  /** Open invitations of this account end. */
  endInvitations?: { accountId: string; at: number };
  notices?: Notice[];
  /** Of the verifications that end by this. */
  ticketNotes?: TicketNote[];
  audit: AuditEvent[];
};

export type StartKey = { tenantId: string; technicianId: string; idempotencyKey: string; ticketHost: string; ticketNumber: string; email: string; contactId: number | null; now: number };

export type DecidedKey = { ticketHost: string; ticketNumber: string; accountIds: readonly string[]; now: number };

/** What most decisions about a verification need. */
export type ChangeFacts = {
  verification: VerificationRow;
  /** The message that was asked for; otherwise that of the current send. */
  message: Message;
  wrongCodes: WrongCodes;
  /** Whether the phone that approved was removed since. */
  isAnswererGone: boolean;
};

/** What one more message needs as well. */
export type ResendFacts = ChangeFacts & { account: Account; tenantPolicy: Policy; customerPolicy: Policy; recent: RecentSend[]; today: DayTotals };

/** What an answer by a phone needs as well. `isReported`: somebody said that it was not asked for, or not they who were verified. */
export type AnswerFacts = ChangeFacts & { tenant: Tenant; account: Account; phones: Phone[]; pushState: PushState; isReported: boolean };
/** A push as its account's phones are told of it. */
export type ListedPush = { verification: VerificationRow; isReported: boolean };
/** How many are listed. No account gets as many in a day: a limit lets through 720. */
export const pushesListed = { since: 1000, before: 10 } as const;

export type Written<T> = { result: T; verification: VerificationRow | undefined };

export type NewAccount = { customerName: string; name: string; email: string; mobile: string | null };
export type AddedAccount = 'added' | 'unchanged' | 'differs';
export type AccountFilter = { customerId?: string; email?: string };
/** `notices` are queued in the same transaction, so that nobody's address changes without their being told. */
export type AccountPlan<T> = { result: T; account?: Account; notices: Notice[]; audit: AuditEvent[] };

/** Everything about the phones of one account. `phones` without those that were removed; `invitation` where one was asked for; `latestInvitation` that was made for the account. */
export type PhoneFacts = {
  tenant: Tenant; account: Account; tenantPolicy: Policy; customerPolicy: Policy; phones: Phone[]; pushState: PushState; lostReports: LostReports;
  invitation: Invitation | undefined; latestInvitation: Invitation | undefined;
  /** On the ticket that was asked for: see `Store.listDecided`. */
  decided: DecidedRow[];
};
/** What else a change of phones is decided by. */
export type PhoneKey = { invitationId?: string; ticket?: Omit<DecidedKey, 'accountIds'> };
/** When the account's latest e-mails about a lost phone were queued, and the tenant's latest text messages: newest first, as many as a day may have. */
export type LostReports = { mailsAt: number[]; textsAt: number[] };
/** `phones` and `invitation` are added or replaced; `clearAlertsAt` clears the account's alerts, `endInvitationsAt` ends its open invitations. */
export type PhonePlan<T> = { result: T; phones?: Phone[]; invitation?: Invitation; pushState?: PushState; alert?: Alert; clearAlertsAt?: number; endInvitationsAt?: number; notices?: Notice[]; audit: AuditEvent[] };

export type PhoneOwner = { tenantId: string; accountId: string };

/** What a message needs when it leaves. `phones` that take notifications. */
export type LetterFacts = { tenant: Tenant; verification: VerificationRow; account: Account; phones: Phone[] };

/** Undefined: anything may have changed, read again. */
export type Change = { tenantId: string; verificationId: string } | undefined;

/** How much waits. */
export type Backlog = { messages: number; oldestMessageAt: number | null; notices: number; ticketNotes: number; pending: number };

/** One row of a backup: equal in both databases. */
export type BackupRow = { table: string; row: Record<string, string | number | null> };

/**
 * Where the service keeps everything. Every call is one transaction; every call is scoped by tenant, except those that
 * find out which tenant is asking, and the service's own work. `decide` runs synchronous, pure, and may run more than once:
 * its plan is written only if the facts that it saw still stand.
 */
export type Store = ConnectwiseStore & {
  /** Throws when the database cannot be written, or when its tables are not those of this version any more. */
  checkWritable(): Promise<void>;
  /** Milliseconds since 1970 by the database's own clock; undefined where it has none. */
  readTime(): Promise<number | undefined>;
  close(): Promise<void>;

  addTenant(name: string): Promise<Tenant>;
  listTenants(): Promise<Tenant[]>;
  listCustomers(tenantId: string): Promise<Customer[]>;
  readPolicy(tenantId: string, customerId: string | null): Promise<Policy>;
  writePolicy(tenantId: string, customerId: string | null, policy: Policy, audit: AuditEvent): Promise<void>;

  /** Adds what is new; never changes an account that is there. */
  addAccount(tenantId: string, account: NewAccount, audit: AuditEvent): Promise<AddedAccount>;
  /** Accounts ordered by id, those after `afterId` (all: ''). */
  listAccounts(tenantId: string, filter: AccountFilter, afterId: string, limit: number): Promise<Account[]>;
  findAccount(tenantId: string, accountId: string): Promise<Account | undefined>;
  /** Undefined: the tenant has no such account. Throws when the customer has another account with the new address. */
  changeAccount<T>(tenantId: string, accountId: string, decide: (account: Account) => AccountPlan<T>): Promise<T | undefined>;
  listWrongCodes(tenantId: string, accountId: string): Promise<WrongCodes[]>;
  /** Forgets the wrong codes of an account by one method. False: there were none. */
  clearWrongCodes(tenantId: string, accountId: string, method: Method, audit: AuditEvent): Promise<boolean>;

  addTechnician(technician: { tenantId: string; name: string; email: string; role: Role }, audit: AuditEvent): Promise<Technician>;
  listTechnicians(tenantId: string): Promise<Technician[]>;
  /** Ends the technician, every device and every pairing code at once. False: there is none such. */
  revokeTechnician(tenantId: string, technicianId: string, at: number, audit: AuditEvent): Promise<boolean>;
  addPairingCode(code: { tenantId: string; technicianId: string; codeHash: string; expiresAt: number }): Promise<void>;
  /** Uses a pairing code up and registers the device; undefined when there is no such code, used, expired or revoked. */
  redeemPairingCode(codeHash: string, device: { thumbprint: string; name: string }, now: number): Promise<SignedIn | undefined>;
  findDevice(thumbprint: string): Promise<SignedIn | undefined>;
  removeDevice(tenantId: string, thumbprint: string, audit: AuditEvent): Promise<void>;
  /** The phone with this key, unless it was removed. */
  findPhone(thumbprint: string): Promise<SignedInPhone | undefined>;
  /** Whose phone this is or was, removed ones included. */
  findPhoneOwner(phoneId: string): Promise<PhoneOwner | undefined>;
  findInvitation(invitationId: string): Promise<Invitation | undefined>;
  /** Undefined: the tenant has no such account. Throws where a phone's key belongs to another phone already, or the invitation to another account. */
  changePhones<T>(tenantId: string, accountId: string, decide: (facts: PhoneFacts) => PhonePlan<T>, key?: PhoneKey): Promise<T | undefined>;
  /** Notes that a phone spoke with the service. */
  touchPhone(tenantId: string, phoneId: string, at: number): Promise<void>;

  /** Counts one attempt of `key`; false when there were already `limit` within `windowMs`. */
  takeAttempt(key: string, limit: number, windowMs: number, now: number): Promise<boolean>;

  /** The facts of SEND without writing, for the panel's offer. */
  readStart(key: Omit<StartKey, 'idempotencyKey'>): Promise<OfferFacts>;
  start<T>(key: StartKey, decide: (facts: StartFacts) => Plan<T>): Promise<Written<T>>;
  /** Undefined: the tenant has no such verification. Throws where `messageId` is none of its messages. */
  change<T>(tenantId: string, verificationId: string, decide: (facts: ChangeFacts) => Plan<T>, messageId?: string): Promise<Written<T> | undefined>;
  /** The same for one more message. `now` says what is recent and which day is `today`. */
  resend<T>(tenantId: string, verificationId: string, now: number, decide: (facts: ResendFacts) => Plan<T>): Promise<Written<T> | undefined>;
  /** The same for what a phone says to a push. */
  answer<T>(tenantId: string, verificationId: string, decide: (facts: AnswerFacts) => Plan<T>): Promise<Written<T> | undefined>;
  /** Verifications by push of one account, newest first: those made after `since`, `pushesListed.since` at the most, and the newest before. */
  listPushes(tenantId: string, accountId: string, since: number): Promise<ListedPush[]>;
  findVerification(tenantId: string, verificationId: string): Promise<VerificationRow | undefined>;
  /** What was approved or denied of these accounts, or ended otherwise and was reported, on one ticket within `longestVerifiedMinutes` before `now`, newest first. */
  listDecided(tenantId: string, key: DecidedKey): Promise<DecidedRow[]>;
  /** Pending verifications whose `expiresAt` is at or before `now`, oldest first. */
  listOverdue(now: number, limit: number): Promise<{ tenantId: string; id: string }[]>;

  /** Registers this process as one that sends, until it closes the store or dies. Throws where the database takes only one. Returns its name. */
  beginWork(): Promise<string>;
  /** Moves the oldest message that is due to `sending` and returns it: exactly one caller gets it. */
  claimMessage(now: number): Promise<Message | undefined>;
  /** Messages that are being sent by a worker that is no more. */
  listInterrupted(limit: number): Promise<Message[]>;
  /** For a provider that reports back and knows nothing but the message's id. */
  findMessage(messageId: string): Promise<Message | undefined>;
  readLetter(tenantId: string, verificationId: string): Promise<LetterFacts | undefined>;
  /** The oldest notice that is due, not due again before `now + leaseMs`; its `attempts` counts this one. */
  claimNotice(now: number, leaseMs: number): Promise<Notice | undefined>;
  /** Of whichever tenant: for a link that names nothing but it. */
  findNotice(noticeId: string): Promise<Notice | undefined>;
  /** Writes `attempts`, `nextAt`, `doneAt` and `reason`; with `doneAt` the destination is forgotten. */
  updateNotice(notice: Notice): Promise<void>;

  findAlert(tenantId: string, alertId: string): Promise<Alert | undefined>;
  /** The oldest alert that somebody must still be told of, not due again before `now + leaseMs`; its `attempts` counts this one. */
  claimAlert(now: number, leaseMs: number): Promise<Alert | undefined>;
  /** Writes what telling came to; `clearedAt` stays as it is. */
  updateAlert(alert: Alert): Promise<void>;
  /** A tenant's alerts that nobody has cleared, newest first. */
  listAlerts(tenantId: string, limit: number): Promise<Alert[]>;

  /** A tenant's chain from `fromSequence` (1 = the first), in order. */
  listAudit(tenantId: string, fromSequence: number, limit: number): Promise<AuditEntry[]>;
  appendAudit(tenantId: string, event: AuditEvent): Promise<AuditEntry>;
  listAuditHeads(): Promise<AuditHead[]>;
  /** Keeps a signed statement; the same one twice is one. */
  addStatement(statement: Statement): Promise<void>;
  /** A tenant's statements in the order in which they were made, those that follow `after`. */
  listStatements(tenantId: string, limit: number, after?: Pick<Statement, 'at' | 'sequence' | 'signed'>): Promise<Statement[]>;
  findNewestStatement(tenantId: string): Promise<Statement | undefined>;
  /** A tenant's removals and restored backups: what explains that entries are missing. */
  listExplanations(tenantId: string): Promise<Statement[]>;
  /** Removes all entries up to `removal.sequence` and keeps the statement that says so. Returns how many. */
  removeAudit(removal: Statement, audit: AuditEvent): Promise<number>;

  countBacklog(): Promise<Backlog>;
  /** Every row of every table as of one moment, parents before children. */
  backup(): AsyncIterable<BackupRow>;
  /** Fills an empty database; throws, and leaves it empty, where it is not or a row does not fit. */
  restore(rows: AsyncIterable<BackupRow>): Promise<void>;

  /** Calls back after the commit of every change to a verification by this process; with PostgreSQL, after `beginWork`, by any. Returns how to stop. */
  onChange(listener: (change: Change) => void): () => void;
};
