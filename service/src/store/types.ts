import type { AssuranceLabel } from '#contract/assurance';
import type { CodeCheck, Status } from '#contract/lifecycle';
import type { Action, DeliveryReason, DeliveryState, Method, Role } from '#contract/words';

/** Rows as the rest of the service sees them. Times are milliseconds since 1970; null means "not yet" or "none". */

export type Tenant = { id: string; name: string };
export type Customer = { id: string; tenantId: string; name: string };
export type Account = {
  id: string;
  tenantId: string;
  customerId: string;
  customerName: string;
  name: string;
  email: string;
  mobile: string | null;
  /** When an administrator last changed the address or the number; null: never since the account was added. */
  emailChangedAt: number | null;
  mobileChangedAt: number | null;
};
export type Technician = { id: string; tenantId: string; name: string; email: string; role: Role; revokedAt: number | null };
/** A technician's browser, known by its key's thumbprint (RFC 7638). */
export type Device = { thumbprint: string; tenantId: string; technicianId: string; name: string; createdAt: number };
export type SignedIn = { device: Device; technician: Technician; tenant: Tenant };

/** What a tenant or a customer sets; what is absent falls through to the tenant, then to the product's numbers. */
export type Policy = {
  codeCheck?: CodeCheck;
  actionRequired?: boolean;
  smsLifeSeconds?: number;
  emailLifeSeconds?: number;
  methods?: Method[];
  /** ISO 3166 countries that text messages may go to. */
  smsCountries?: string[];
  /** Tenant only: how many messages in a day (UTC). */
  technicianSendsPerDay?: number;
  tenantSendsPerDay?: number;
  /** Tenant only, in the MSP's own currency: what one part of a text message costs, and what a day (UTC) may cost. */
  smsPartPrice?: number;
  smsSpendPerDay?: number;
};

export type VerificationRow = {
  id: string;
  tenantId: string;
  customerId: string;
  accountId: string;
  technicianId: string;
  technicianName: string;
  idempotencyKey: string;
  /** SHA-256 of the request, so that one key with two requests is noticed. */
  requestHash: string;
  ticketHost: string;
  ticketNumber: string;
  contact: string;
  company: string;
  method: Method;
  maskedDestination: string;
  action: Action | null;
  codeCheck: CodeCheck;
  lifeSeconds: number;
  assurance: AssuranceLabel[];
  status: Status;
  endReason: 'too_many_attempts' | 'delivery_failed' | null;
  sendNumber: number;
  deliveryState: DeliveryState;
  deliveryReason: DeliveryReason | null;
  createdAt: number;
  lastSendAt: number;
  /** When the first message was handed over: nothing lives longer than 600 s from there. */
  firstHandedOverAt: number | null;
  /** Before hand-off: when an undelivered verification is given up. After: when the code dies. */
  expiresAt: number;
  extended: boolean;
  triesUsed: number;
  endedAt: number | null;
  receipt: string | null;
};

/** One message of one send: the outbox row. It holds neither code nor address: the account has that, and it is read when the message leaves. */
export type Message = {
  id: string;
  tenantId: string;
  verificationId: string;
  accountId: string;
  sendNumber: number;
  method: Method;
  state: DeliveryState;
  reason: DeliveryReason | null;
  createdAt: number;
  claimedAt: number | null;
  /** The process that sends it (see `Store.beginWork`). */
  claimedBy: string | null;
  attempts: number;
  /** A provider was busy and took nothing: not before this. */
  retryAt: number | null;
  doneAt: number | null;
  providerId: string | null;
};

/** A message that went out to an address or number lately, whichever account it belongs to. */
export type RecentSend = { messageId: string; method: Method; destination: string; createdAt: number };

/** What was sent today (UTC). Cost in millionths of the tenant's currency. */
export type DayTotals = { technicianSends: number; tenantSends: number; tenantCost: number };

export const noticeKinds = ['destination_changed'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Something that a person must be told and that may arrive twice rather than never. The destination is forgotten when it is done. */
export type Notice = {
  id: string;
  tenantId: string;
  accountId: string;
  kind: NoticeKind;
  method: Method;
  destination: string | null;
  details: Record<string, string>;
  attempts: number;
  nextAt: number;
  createdAt: number;
  doneAt: number | null;
  reason: DeliveryReason | null;
};

/** Wrong typed codes of one account by one method, over all verifications, since the last right one. */
export type WrongCodes = { accountId: string; method: Method; count: number; lastAt: number | null };

/** What happened, before it stands in the chain. Never a code, never an unmasked destination. */
export type AuditEvent = {
  type: string;
  at: number;
  technicianId: string | null;
  verificationId: string | null;
  details: Record<string, unknown>;
};

/** A link of a tenant's chain: `hash` is SHA-256 over `previousHash`, a line feed, and `body` exactly as stored. */
export type AuditEntry = { tenantId: string; sequence: number; previousHash: string; body: string; hash: string };

/** The newest entry of a chain. */
export type AuditHead = { tenantId: string; sequence: number; hash: string };

/**
 * What the service signs about a chain: `checkpoint` = the entry `sequence` had `hash`; `removal` = all up to that entry were
 * removed by retention; `restored` = a backup that ends with that entry took the place of what was there.
 */
export const statementKinds = ['checkpoint', 'removal', 'restored'] as const;
export type StatementKind = (typeof statementKinds)[number];
/** `signed` is the JWS (RFC 7515) that says the same and can be checked with the public key alone. */
export type Statement = { tenantId: string; kind: StatementKind; sequence: number; hash: string; at: number; signed: string };
