import type { AssuranceLabel } from '#contract/assurance';
import type { NotePolicy } from '#contract/connectwise';
import type { Check, CodeCheck, EndReason, Status } from '#contract/lifecycle';
import type { Action, Channel, DeliveryReason, DeliveryState, Direction, Method, Role } from '#contract/words';

/** Rows as the rest of the service sees them. Times are milliseconds since 1970; null means "not yet" or "none". */

export type Tenant = { id: string; name: string };
/** `companyId`: the company of ConnectWise that is mapped to it. */
export type Customer = { id: string; tenantId: string; name: string; companyId: number | null };
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
  /** The contact of ConnectWise that it is matched to. */
  contactId: number | null;
};
export type Technician = { id: string; tenantId: string; name: string; email: string; role: Role; revokedAt: number | null };
/** A technician's browser, known by its key's thumbprint (RFC 7638). */
export type Device = { thumbprint: string; tenantId: string; technicianId: string; name: string; createdAt: number };
export type SignedIn = { device: Device; technician: Technician; tenant: Tenant };

/** What a platform authenticator registered (W3C WebAuthn): `publicKey` is COSE in base64url. One that an earlier version of the service stored has no `createdAt`. */
export type Credential = { id: string; publicKey: string; counter: number; transports: string[]; createdAt?: number | undefined };
/** An end user's phone, known by its key's thumbprint (RFC 7638). Without an `endpoint` it takes no notifications. */
export type Phone = {
  id: string;
  tenantId: string;
  accountId: string;
  name: string;
  thumbprint: string;
  /** The P-256 key as a JWK. */
  publicKey: { x: string; y: string };
  createdAt: number;
  lastSeenAt: number | null;
  /** Its push subscription (RFC 8030, RFC 8291). */
  endpoint: string | null;
  p256dh: string | null;
  auth: string | null;
  credential: Credential | null;
  /** The phone that invited it; null: none did, or it was added before this was kept. */
  invitedBy: string | null;
  removedAt: number | null;
};
export type SignedInPhone = { phone: Phone; account: Account; tenant: Tenant };

export const invitationKinds = ['link', 'in_person', 'phone'] as const;
/** `link`: the link by one channel, the code by the other. `in_person`, `phone`: an administrator or another phone shows both. */
export type InvitationKind = (typeof invitationKinds)[number];
/** An invitation to add a phone. Neither its link nor its codes are kept: both are derived from keys outside the database. */
export type Invitation = {
  id: string;
  tenantId: string;
  accountId: string;
  kind: InvitationKind;
  /** Who made it: a technician, or the phone that shows it; both null: an administrator. */
  technicianId: string | null;
  phoneId: string | null;
  /** Codes sent so far; the last one counts. */
  codesSent: number;
  codeSentAt: number | null;
  /** Wrong codes since the last one was sent. */
  triesUsed: number;
  createdAt: number;
  expiresAt: number;
  /** When it was used, or became worthless. */
  endedAt: number | null;
};

export const pushBlocks = ['not_requested', 'denied'] as const;
export type PushBlock = (typeof pushBlocks)[number];
/** What an account's phones did with the latest pushes: the times of those that nobody answered, and of denials since the last approval. */
export type PushState = { accountId: string; unanswered: number[]; denials: number[]; blockedAt: number | null; blockedBecause: PushBlock | null };

/** `not_you`: from the link in the notice after a success. */
export const alertKinds = ['not_requested', 'denied', 'not_you'] as const;
export type AlertKind = (typeof alertKinds)[number];
/** Those by which a person says that a verification was none of theirs. There is one for each verification, which has its id. */
export const reportKinds = ['not_requested', 'not_you'] as const satisfies AlertKind[];
/** Something that the MSP must look at. It flags its ticket until an administrator clears it, and is told by webhook and e-mail. */
export type Alert = {
  id: string;
  tenantId: string;
  accountId: string;
  verificationId: string;
  kind: AlertKind;
  ticketHost: string;
  ticketNumber: string;
  at: number;
  clearedAt: number | null;
  /** Telling: done when both ways are done or given up. */
  attempts: number;
  nextAt: number;
  doneAt: number | null;
  emailedAt: number | null;
  postedAt: number | null;
};

/** What a tenant or a customer sets; what is absent falls through to the tenant, then to the product's numbers. */
export type Policy = {
  codeCheck?: CodeCheck;
  actionRequired?: boolean;
  smsLifeSeconds?: number;
  emailLifeSeconds?: number;
  pushLifeSeconds?: number;
  /** Whether a phone's answer counts only with fingerprint, face or PIN. */
  userVerificationRequired?: boolean;
  /** Whether somebody who was verified is told so by a second channel. */
  noticeAfterwards?: boolean;
  /** How long a success counts. */
  verifiedMinutes?: number;
  /** Which ended verifications get a note on their ticket. */
  ticketNote?: NotePolicy;
  methods?: Method[];
  /** ISO 3166 countries that text messages may go to. */
  smsCountries?: string[];
  /** Tenant only: how many messages in a day (UTC). */
  technicianSendsPerDay?: number;
  tenantSendsPerDay?: number;
  /** Tenant only, in the MSP's own currency: what one part of a text message costs, and what a day (UTC) may cost. */
  smsPartPrice?: number;
  smsSpendPerDay?: number;
  /** Tenant only: who is told of alerts. */
  alertEmail?: string;
  alertWebhook?: string;
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
  /** SHA-256 of the contact as the page named it: a success counts for no other. Empty: made before this was kept. */
  pageHash: string;
  /** The contact record that decided; null: none was read. */
  contactId: number | null;
  /** Whether ConnectWise itself was not asked, or did not answer. */
  isPageOnly: boolean;
  /** Why another contact than the ticket's was verified, where one was. */
  callerReason: string | null;
  /** In spite of doubts: what a second technician confirmed. */
  exceptionId: string | null;
  /** Which ends get a ticket note, as policy said at SEND. */
  notePolicy: NotePolicy;
  method: Method;
  maskedDestination: string;
  action: Action | null;
  direction: Direction;
  codeCheck: Check;
  lifeSeconds: number;
  /** With a push this waits for: fingerprint, face or PIN. */
  userVerificationRequired: boolean;
  /** When and by which phone Approve was pressed. */
  answeredAt: number | null;
  answeredBy: string | null;
  /** What was proven so far; of an ended one, what its success proved. */
  assurance: AssuranceLabel[];
  /** How the person is told afterwards that they were verified; null: not at all. */
  noticeMethod: Channel | null;
  status: Status;
  endReason: EndReason | null;
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

/**
 * A verification that somebody decided, or that was reported, whatever came of it. `reportedAt`: when the person said that it was none of
 * theirs. `answererGone`: the phone that approved was removed since.
 */
export type DecidedRow = VerificationRow & { reportedAt: number | null; answererGone: boolean };

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

export const noticeKinds = ['destination_changed', 'verified', 'phone_invited', 'phone_code', 'phone_added', 'phone_removed', 'lost_phone'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/**
 * Something that a person must be told and that may arrive twice rather than never. The destination is forgotten when it is
 * done; null from the beginning: where the account is reached by `method` when it leaves.
 */
export type Notice = {
  id: string;
  tenantId: string;
  accountId: string;
  kind: NoticeKind;
  method: Channel;
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
