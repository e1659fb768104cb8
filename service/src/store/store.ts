import type { Role } from '#contract/words';
import type { Account, AuditEntry, AuditEvent, Customer, Message, Policy, SignedIn, Technician, Tenant, VerificationRow, WrongCodes } from './types.ts';

/** All that is known when a technician presses SEND, read in the transaction that writes the answer. */
export type StartFacts = {
  /** The verification that this technician's idempotency key already made. */
  repeated: VerificationRow | undefined;
  /** Accounts of the tenant with this address, over all customers. */
  accounts: Account[];
  tenantPolicy: Policy;
  customerPolicies: Record<string, Policy>;
  /** The pending verification on this ticket, overdue ones included. */
  live: VerificationRow | undefined;
  /** Messages of the last `sendWindowSeconds` to any destination of these accounts. */
  recent: Message[];
  wrongCodes: WrongCodes[];
};

/** What a decision wants written. `audit` is appended in this order; a verification that ends gets the last entry's receipt. */
export type Plan<T> = {
  result: T;
  verification?: VerificationRow;
  /** A verification on the same ticket that turned out to be over (its entry comes first in `audit`). */
  overdue?: VerificationRow;
  newMessage?: Message;
  message?: Message;
  wrongCodes?: WrongCodes;
  audit: AuditEvent[];
};

export type StartKey = { tenantId: string; technicianId: string; idempotencyKey: string; ticketHost: string; ticketNumber: string; email: string; now: number };

export type ChangeFacts = {
  verification: VerificationRow;
  account: Account;
  tenantPolicy: Policy;
  customerPolicy: Policy;
  /** The message of the current send number. */
  message: Message;
  recent: Message[];
  wrongCodes: WrongCodes;
};

export type Written<T> = { result: T; verification: VerificationRow | undefined };

export type NewAccount = { customerName: string; name: string; email: string; mobile: string | null };
export type AddedAccount = 'added' | 'unchanged' | 'differs';

/**
 * Where the service keeps everything. Every call is one transaction; every call is scoped by tenant, except those that
 * find out which tenant is asking. `decide` runs inside the transaction: synchronous, pure, may run more than once.
 */
export type Store = {
  /** Throws when the database cannot be written. */
  checkWritable(): Promise<void>;
  close(): Promise<void>;

  addTenant(name: string): Promise<Tenant>;
  listTenants(): Promise<Tenant[]>;
  listCustomers(tenantId: string): Promise<Customer[]>;
  readPolicy(tenantId: string, customerId: string | null): Promise<Policy>;
  writePolicy(tenantId: string, customerId: string | null, policy: Policy, audit: AuditEvent): Promise<void>;
  /** Adds what is new; never changes an account that is there. */
  addAccount(tenantId: string, account: NewAccount, audit: AuditEvent): Promise<AddedAccount>;

  addTechnician(technician: { tenantId: string; name: string; email: string; role: Role }, audit: AuditEvent): Promise<Technician>;
  listTechnicians(tenantId: string): Promise<Technician[]>;
  /** Ends the technician, every device and every pairing code at once. False: there is none such. */
  revokeTechnician(tenantId: string, technicianId: string, at: number, audit: AuditEvent): Promise<boolean>;
  addPairingCode(code: { tenantId: string; technicianId: string; codeHash: string; expiresAt: number }): Promise<void>;
  /** Uses a pairing code up and registers the device; undefined when there is no such code, used, expired or revoked. */
  redeemPairingCode(codeHash: string, device: { thumbprint: string; name: string }, now: number): Promise<SignedIn | undefined>;
  findDevice(thumbprint: string): Promise<SignedIn | undefined>;
  removeDevice(tenantId: string, thumbprint: string, audit: AuditEvent): Promise<void>;
  /** Counts one attempt of `key`; false when there were already `limit` within `windowMs`. */
  takeAttempt(key: string, limit: number, windowMs: number, now: number): Promise<boolean>;

  /** The facts of SEND without writing, for the panel's offer. */
  readStart(key: Omit<StartKey, 'idempotencyKey'>): Promise<StartFacts>;
  start<T>(key: StartKey, decide: (facts: StartFacts) => Plan<T>): Promise<Written<T>>;
  /** Undefined: the tenant has no such verification. */
  change<T>(tenantId: string, verificationId: string, decide: (facts: ChangeFacts) => Plan<T>): Promise<Written<T> | undefined>;
  findVerification(tenantId: string, verificationId: string): Promise<VerificationRow | undefined>;
  /** Pending verifications whose `expiresAt` is at or before `now`, oldest first. */
  listOverdue(now: number, limit: number): Promise<{ tenantId: string; id: string }[]>;

  /** Moves the oldest queued message to `sending` and returns it: exactly one caller gets it. */
  claimMessage(now: number): Promise<Message | undefined>;
  /** Messages that have been `sending` since before `claimedBefore`: whoever sent them died. */
  listInterrupted(claimedBefore: number, limit: number): Promise<Message[]>;

  /** A tenant's chain from `fromSequence` (1 = the first), in order. */
  listAudit(tenantId: string, fromSequence: number, limit: number): Promise<AuditEntry[]>;
  appendAudit(tenantId: string, event: AuditEvent): Promise<AuditEntry>;

  /** Calls back after the commit of every change to a verification in this process. Returns how to stop. */
  onChange(listener: (change: { tenantId: string; verificationId: string }) => void): () => void;
};
