import type { AssuranceLabel } from '#contract/assurance';
import type { CodeCheck, Status } from '#contract/lifecycle';
import type { Action, DeliveryReason, DeliveryState, Method, Role } from '#contract/words';

/** Rows as the rest of the service sees them. Times are milliseconds since 1970; null means "not yet" or "none". */

export type Tenant = { id: string; name: string };
export type Customer = { id: string; tenantId: string; name: string };
export type Account = { id: string; tenantId: string; customerId: string; customerName: string; name: string; email: string; mobile: string | null };
export type Technician = { id: string; tenantId: string; name: string; email: string; role: Role; revokedAt: number | null };
/** A technician's browser, known by its key's thumbprint (RFC 7638). */
export type Device = { thumbprint: string; tenantId: string; technicianId: string; name: string; createdAt: number };
export type SignedIn = { device: Device; technician: Technician; tenant: Tenant };

/** What a tenant or a customer sets; what is absent falls through to the tenant, then to the product's numbers. */
export type Policy = { codeCheck?: CodeCheck; actionRequired?: boolean; smsLifeSeconds?: number; emailLifeSeconds?: number; methods?: Method[] };

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

/** One message to one destination: the outbox row. It holds no code. */
export type Message = {
  id: string;
  tenantId: string;
  verificationId: string;
  sendNumber: number;
  method: Method;
  destination: string;
  state: DeliveryState;
  reason: DeliveryReason | null;
  createdAt: number;
  claimedAt: number | null;
  doneAt: number | null;
  providerId: string | null;
};

/** Wrong typed codes of one account by one method, over all verifications. */
export type WrongCodes = { accountId: string; method: Method; count: number };

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
