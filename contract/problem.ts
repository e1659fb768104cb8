import * as z from 'zod/mini';
import { DoubtSchema } from './connectwise.ts';

/** Every refusal has a code, and every code has its HTTP status here and nowhere else. */
export const problemStatuses = {
  bad_request: 400,
  token_invalid: 401,
  use_dpop_nonce: 401,
  device_unknown: 401,
  pairing_code_invalid: 403,
  link_invalid: 403,
  invitation_over: 403,
  not_yours: 403,
  second_person_needed: 403,
  not_administrator: 403,
  not_found: 404,
  account_not_found: 404,
  ticket_unknown: 404,
  customer_ambiguous: 409,
  company_mismatch: 409,
  match_differs: 409,
  contact_doubted: 409,
  ticket_without_contact: 409,
  exception_over: 409,
  already_matched: 409,
  other_company: 409,
  other_connectwise: 409,
  verification_live: 409,
  already_ended: 409,
  idempotency_conflict: 409,
  not_verified: 409,
  too_many_phones: 409,
  account_blocked: 409,
  code_expired: 410,
  body_too_large: 413,
  unsupported_media_type: 415,
  method_unavailable: 422,
  action_required: 422,
  wrong_code_check: 422,
  code_wrong: 422,
  channel_missing: 422,
  not_connected: 422,
  caller_not_found: 422,
  record_unknown: 422,
  not_mapped: 422,
  changed_recently: 422,
  push_endpoint_refused: 422,
  answer_invalid: 422,
  user_verification_required: 422,
  user_verification_failed: 422,
  no_time_left: 422,
  too_soon: 429,
  too_many_sends: 429,
  daily_limit: 429,
  too_many_attempts: 429,
  try_too_soon: 429,
  internal: 500,
  unavailable: 503,
  connectwise_unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problemStatuses;
export const problemCodes = Object.keys(problemStatuses) as [ProblemCode, ...ProblemCode[]];

/** A problem document (RFC 9457). `detail` never repeats what the caller sent; with `daily_limit` it is a `DailyLimit`, with `connectwise_unavailable` a `NoteReason`. */
export const ProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.enum(problemCodes),
  detail: z.optional(z.string()),
  /** Which fields of the request are wrong, as JSON pointers (RFC 6901) with the reason. */
  errors: z.optional(z.array(z.object({ pointer: z.string(), detail: z.string() }))),
  retryAfterSeconds: z.optional(z.number()),
  /** With `customer_ambiguous`: what to choose from. */
  customers: z.optional(z.array(z.object({ id: z.string(), name: z.string() }))),
  /** With `contact_doubted`: all that speaks against the contact. Also where no account was found, or not the right one, and ConnectWise is connected: then it may be nothing. */
  doubts: z.optional(z.array(DoubtSchema)),
});
export type Problem = z.infer<typeof ProblemSchema>;
