import * as z from 'zod/mini';
import { checks, endReasons, statuses } from './lifecycle.ts';
import { textUpTo } from './text.ts';
import { IdSchema, TimeSchema } from './values.ts';
import { CodeSchema, NumberSchema, TicketSchema } from './verification.ts';
import { ActionSchema, DirectionSchema } from './words.ts';

/** What the phone app and the service say to each other. */

/** A secret that came in a link: opaque, checked by the service that made it. */
export const LinkTokenSchema = z.string().check(z.regex(/^[\w-]{20,120}$/));
const base64url = (longest: number) => z.string().check(z.regex(/^[\w-]+$/), z.maxLength(longest));

/** What an invitation leads to, before anybody has proven anything: whose help desk it is, and where the code will go. */
export const InvitationSchema = z.object({
  tenant: z.string(),
  /** Where the code goes (masked), or null where the inviter shows it. */
  codeTo: z.nullable(z.string()),
  codesLeft: z.int(),
  /** When another code may be asked for. */
  nextCodeAt: z.nullable(TimeSchema),
  expiresAt: TimeSchema,
  now: TimeSchema,
});
export type Invitation = z.infer<typeof InvitationSchema>;
export const OpenInvitationSchema = z.object({ invitation: LinkTokenSchema });
export const EnrolSchema = z.object({ invitation: LinkTokenSchema, code: CodeSchema, phoneName: textUpTo(60) });

/** What a browser's PushSubscription says (W3C Push API). The endpoint is checked by the service: it is somebody's input. */
export const SubscriptionSchema = z.object({ endpoint: z.string().check(z.maxLength(1000)), p256dh: base64url(100), auth: base64url(40) });
export type Subscription = z.infer<typeof SubscriptionSchema>;
/** Null: this phone takes no notifications. */
export const SubscribeSchema = z.object({ subscription: z.nullable(SubscriptionSchema) });

export const PhoneSchema = z.object({ id: IdSchema, name: z.string(), createdAt: TimeSchema, lastSeenAt: z.nullable(TimeSchema), notifications: z.boolean(), userVerification: z.boolean() });
export type Phone = z.infer<typeof PhoneSchema>;
/** What a phone may know of itself and of the account's others. */
export const PhoneStateSchema = z.object({
  phone: PhoneSchema,
  others: z.array(PhoneSchema),
  tenant: z.string(),
  account: z.string(),
  /** The service's VAPID key (RFC 8292) as PushManager.subscribe takes it. */
  pushKey: z.string(),
  now: TimeSchema,
});
export type PhoneState = z.infer<typeof PhoneStateSchema>;

/** What an answer is about: shown to the person, signed by the phone, checked by the service field by field. */
export const AnswerTermsSchema = z.object({
  tenant: z.object({ id: IdSchema, name: z.string() }),
  account: IdSchema,
  verification: IdSchema,
  ticket: TicketSchema,
  action: z.nullable(ActionSchema),
  technician: z.object({ id: IdSchema, name: z.string() }),
  direction: DirectionSchema,
  /** The deadline that the person saw. */
  expiresAt: TimeSchema,
});
export type AnswerTerms = z.infer<typeof AnswerTermsSchema>;
export const answers = ['approve', 'deny', 'not_requested'] as const;
export type AnswerDecision = (typeof answers)[number];
/** The payload of the JWS (RFC 7515, ES256, compact) that the phone's key signs. */
export const AnswerStatementSchema = z.extend(AnswerTermsSchema, { decision: z.enum(answers) });
export type AnswerStatement = z.infer<typeof AnswerStatementSchema>;
/** `typ` of that JWS. */
export const answerType = 'countersign-answer+jws';

/** A verification as the phone that must answer it sees it. */
export const PhoneRequestSchema = z.object({
  terms: AnswerTermsSchema,
  createdAt: TimeSchema,
  check: z.enum(checks),
  /** Policy wants fingerprint, face or PIN with the answer. */
  userVerificationRequired: z.boolean(),
  status: z.enum(statuses),
  endReason: z.nullable(z.enum(endReasons)),
  /** Somebody said that this was not asked for: in time, afterwards, or by the link in the message that follows a success. */
  reported: z.boolean(),
  answeredAt: z.nullable(TimeSchema),
  endedAt: z.nullable(TimeSchema),
  /** The digits to read to the technician: after Approve, while they can still be compared. */
  code: z.nullable(CodeSchema),
  /** With a number: how many wrong ones are left. */
  triesLeft: z.int(),
  now: TimeSchema,
});
export type PhoneRequest = z.infer<typeof PhoneRequestSchema>;
/** Newest first; what is pending, and the last ones that are over. */
export const PhoneRequestsSchema = z.object({ requests: z.array(PhoneRequestSchema), now: TimeSchema });

/** A WebAuthn assertion (W3C WebAuthn Level 3 §5.1, JSON form). Its challenge is the SHA-256 of `statement`. */
export const AssertionSchema = z.object({
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  response: z.object({ authenticatorData: base64url(2000), clientDataJSON: base64url(3000), signature: base64url(1000), userHandle: z.optional(base64url(200)) }),
  authenticatorAttachment: z.optional(z.string().check(z.maxLength(40))),
  clientExtensionResults: z.record(z.string(), z.unknown()),
});
export type Assertion = z.infer<typeof AssertionSchema>;

export const AnswerSchema = z.object({
  /** The signed AnswerStatement. */
  statement: z.string().check(z.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/), z.maxLength(4000)),
  /** With Approve, where a number was read out. `attempt` counts from 1: the same attempt sent twice is compared once. */
  number: z.optional(NumberSchema),
  attempt: z.optional(z.int().check(z.minimum(1), z.maximum(99))),
  assertion: z.optional(AssertionSchema),
});
export type Answer = z.infer<typeof AnswerSchema>;

/** Another phone is invited by this one: it shows the link and the code on its screen. */
export const PhoneInvitationSchema = z.object({ link: z.string(), code: CodeSchema, expiresAt: TimeSchema });
export type PhoneInvitation = z.infer<typeof PhoneInvitationSchema>;

/** Options of navigator.credentials.create in their JSON form (W3C WebAuthn Level 3 §5.1). */
export const CredentialOptionsSchema = z.looseObject({ challenge: z.string(), rp: z.object({ id: z.optional(z.string()), name: z.string() }) });
/** A registration's answer in its JSON form. */
export const CredentialSchema = z.object({
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  response: z.object({
    attestationObject: base64url(6000), clientDataJSON: base64url(3000),
    transports: z.optional(z.array(z.string().check(z.maxLength(40))).check(z.maxLength(10))),
    authenticatorData: z.optional(base64url(4000)), publicKey: z.optional(base64url(2000)), publicKeyAlgorithm: z.optional(z.int()),
  }),
  authenticatorAttachment: z.optional(z.string().check(z.maxLength(40))),
  clientExtensionResults: z.record(z.string(), z.unknown()),
});
export type Credential = z.infer<typeof CredentialSchema>;

/** "Lost your phone?": the answer is the same whoever asks. */
export const LostPhoneSchema = z.object({ email: z.string().check(z.minLength(3), z.maxLength(250)) });
/** What a link from a message does: removes a phone, removes all phones, or says "that was not me". */
export const LinkSchema = z.object({ token: LinkTokenSchema });
/** `earlier_phones_removed`: phones that were added since the report are still there. */
export const linkOutcomes = ['phone_removed', 'phones_removed', 'earlier_phones_removed', 'reported'] as const;
export const LinkDoneSchema = z.object({ done: z.enum(linkOutcomes), tenant: z.string() });
export type LinkDone = z.infer<typeof LinkDoneSchema>;
