import * as z from 'zod/mini';
import { AddressSchema } from './address.ts';
import { AssuranceLabelSchema } from './assurance.ts';
import { ContactRecordSchema, DoubtSchema, ExceptionSchema, NoteSchema } from './connectwise.ts';
import { checks, codeChecks, endReasons, statuses } from './lifecycle.ts';
import { textUpTo } from './text.ts';
import { IdSchema, TimeSchema } from './values.ts';
import { ActionSchema, DeliveryReasonSchema, DeliveryStateSchema, DirectionSchema, MethodSchema, UnavailableReasonSchema } from './words.ts';

export const CodeSchema = z.string().check(z.regex(/^\d{6}$/));
export const NumberSchema = z.string().check(z.regex(/^\d{3}$/));

/** A ticket as the technician's browser sees it. The host is ConnectWise's, lower case. */
export const TicketSchema = z.object({
  host: z.string().check(z.regex(/^[a-z0-9.-]{1,253}$/)),
  number: z.string().check(z.regex(/^\d{1,12}$/)),
});
export type Ticket = z.infer<typeof TicketSchema>;

/** Who the page says is calling. Everything in it is untrusted. */
export const PageContactSchema = z.object({
  ticket: TicketSchema,
  company: textUpTo(200),
  contact: textUpTo(200),
  email: AddressSchema,
});
export type PageContact = z.infer<typeof PageContactSchema>;

export const MethodOptionSchema = z.object({
  method: MethodSchema,
  available: z.boolean(),
  /** Masked: `j•••@a•••.example`, `•••• 0199`; the phone's name, or how many there are. Absent where the account has none. */
  destination: z.optional(z.string()),
  /** With a push: when a phone of the account last spoke with the service; null: not since it was added. */
  lastSeenAt: z.optional(z.nullable(TimeSchema)),
  reason: z.optional(UnavailableReasonSchema),
  /** What this method must not be used for: a code by e-mail proves nothing to somebody who asks for the mailbox. */
  excludedActions: z.array(ActionSchema),
});
export type MethodOption = z.infer<typeof MethodOptionSchema>;

export const VerificationSchema = z.object({
  id: IdSchema,
  ticket: TicketSchema,
  /** Who is being verified: the account's name, and the page's words at the time of SEND. */
  contact: z.string(),
  company: z.string(),
  method: MethodSchema,
  destination: z.string(),
  action: z.nullable(ActionSchema),
  direction: DirectionSchema,
  codeCheck: z.enum(checks),
  status: z.enum(statuses),
  endReason: z.nullable(z.enum(endReasons)),
  /** Whether the asking technician started it: only then is there a code, and only then may they decide. */
  yours: z.boolean(),
  technician: z.string(),
  /** The digits the caller must read out. Only to its own technician, only while pending, only where they compare; of a push, after Approve on the phone. */
  code: z.nullable(CodeSchema),
  /** The digits the technician must read to the caller. Only to its own technician, only while the phone is waited for. */
  number: z.nullable(NumberSchema),
  /** When Approve was pressed on the phone; null: not yet, or no push. */
  answeredAt: z.nullable(TimeSchema),
  delivery: z.object({ state: DeliveryStateSchema, reason: z.nullable(DeliveryReasonSchema) }),
  /** Counts from 1; a resend makes it one more and the old code dead. */
  sendNumber: z.int(),
  createdAt: TimeSchema,
  /** Null until the message was handed over: life counts from there. */
  expiresAt: z.nullable(TimeSchema),
  /** Null when a resend is no longer possible. */
  resendAt: z.nullable(TimeSchema),
  canExtend: z.boolean(),
  triesLeft: z.int(),
  /** Before this no typed code is compared; null when the next try may be made at once. A try before it costs none. */
  nextTryAt: z.nullable(TimeSchema),
  endedAt: z.nullable(TimeSchema),
  /** Until when this success counts; null where it is none, or counts no more. */
  verifiedUntil: z.nullable(TimeSchema),
  assurance: z.array(AssuranceLabelSchema),
  /** Names the audit entry that ended it. */
  receipt: z.nullable(z.string()),
  /** Its ticket note; null: none is wanted, or it has not ended. */
  note: z.nullable(NoteSchema),
  /** Whether its technician may now invite this account to the phone app: after a success, for a while, and where two channels are there to invite by. */
  canInvite: z.boolean(),
  /** The service's clock when it answered, so that a wrong clock on the technician's desk changes nothing. */
  now: TimeSchema,
});
export type Verification = z.infer<typeof VerificationSchema>;

/** A success that still counts, for this contact on this ticket, and for what it was asked for. */
export const VerifiedSchema = z.object({
  id: IdSchema,
  at: TimeSchema,
  until: TimeSchema,
  method: MethodSchema,
  check: z.enum(checks),
  action: z.nullable(ActionSchema),
  technicianName: z.string(),
  assurance: z.array(AssuranceLabelSchema),
});
export type Verified = z.infer<typeof VerifiedSchema>;

/** What the panel may offer for a contact, said before SEND. */
export const ContactOptionsSchema = z.object({
  ticket: TicketSchema,
  /** Who ConnectWise says it is; null: it is not connected, or did not answer. */
  record: z.nullable(ContactRecordSchema),
  /** What must be confirmed by a second technician before SEND, `changed_recently` apart. */
  doubts: z.array(DoubtSchema),
  /** The newest wish to go on with this account on this ticket that is not over. */
  exception: z.nullable(ExceptionSchema),
  account: z.object({ name: z.string() }),
  customer: z.object({ id: IdSchema, name: z.string(), chosen: z.boolean() }),
  methods: z.array(MethodOptionSchema),
  codeCheck: z.enum(codeChecks),
  actionRequired: z.boolean(),
  /** Since when this ticket is flagged: somebody said "I did not ask for this". */
  flaggedAt: z.nullable(TimeSchema),
  /** This account's verification that is pending on this ticket, by whomever. Another account's would pass for this contact's. */
  live: z.nullable(VerificationSchema),
  /** The newest success that still counts, by whomever. */
  verified: z.nullable(VerifiedSchema),
  /** The service's clock when it answered. */
  now: TimeSchema,
});
export type ContactOptions = z.infer<typeof ContactOptionsSchema>;

/** Where an invitation to the phone app went: the link by one channel, the code by the other, both masked. */
export const InvitedSchema = z.object({ linkTo: z.string(), codeTo: z.string(), expiresAt: TimeSchema });
export type Invited = z.infer<typeof InvitedSchema>;
