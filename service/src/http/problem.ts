import { problemStatuses } from '#contract/problem';
import type { Problem, ProblemCode } from '#contract/problem';
import type { Refusal } from '../verification/result.ts';
import type { FieldError } from './refused.ts';

const titles: Record<ProblemCode, string> = {
  bad_request: 'The request is malformed',
  token_invalid: 'The access token or its proof is not valid',
  use_dpop_nonce: 'The proof needs the nonce of this answer',
  device_unknown: 'This browser or phone is not registered, or no longer',
  pairing_code_invalid: 'The pairing code is wrong, used or too old',
  link_invalid: 'The link is not one of this service',
  invitation_over: 'The invitation was used, or is too old',
  not_yours: 'Another technician started this verification',
  second_person_needed: 'Somebody else must confirm this',
  not_administrator: 'Only an administrator may do this',
  not_found: 'There is nothing at this address',
  account_not_found: 'No account has this e-mail address',
  ticket_unknown: 'ConnectWise has no such ticket',
  customer_ambiguous: 'The address stands in several customers',
  company_mismatch: "The ticket's company is not the account's customer",
  match_differs: 'The contact is matched to another account than the one with its address',
  contact_doubted: 'What is known of the contact does not agree',
  ticket_without_contact: 'The ticket has no contact in ConnectWise',
  exception_over: 'This wish to go on is over',
  already_matched: 'Another customer or account has this company or contact',
  other_company: "The contact belongs to another company than the customer's",
  other_connectwise: 'Another ConnectWise is connected',
  record_unknown: 'ConnectWise has no such record',
  not_mapped: 'The customer has no company in ConnectWise',
  verification_live: 'A verification is already pending on this ticket',
  already_ended: 'This was decided already, or has ended',
  idempotency_conflict: 'This idempotency key belongs to another request',
  not_verified: 'The account was not verified just now',
  account_blocked: 'Something was reported or denied: an administrator talks to the person first',
  too_many_phones: 'The account has as many phones as it may have',
  code_expired: 'The code has expired',
  body_too_large: 'The request body is too large',
  unsupported_media_type: 'The request body must be application/json',
  method_unavailable: 'This method cannot be used for this account now',
  action_required: 'Policy asks for what the caller wants',
  wrong_code_check: 'This verification compares its code the other way',
  code_wrong: 'The code is wrong',
  channel_missing: 'There is no second channel that the code could take',
  not_connected: 'The service is not connected to ConnectWise',
  caller_not_found: "The ticket's company has no such contact",
  changed_recently: 'The address or the number was changed lately',
  push_endpoint_refused: 'The push subscription is not of a known push service',
  answer_invalid: 'The answer is not a statement of this phone about this verification',
  user_verification_required: 'Policy asks for fingerprint, face or PIN',
  user_verification_failed: 'Fingerprint, face or PIN were not proven',
  no_time_left: 'This verification cannot get more time',
  too_soon: 'The last message was sent a moment ago',
  too_many_sends: 'Too many messages were sent',
  daily_limit: 'The limit of the day is reached',
  too_many_attempts: 'Too many attempts',
  try_too_soon: 'The last wrong code was a moment ago: nothing was compared',
  internal: 'The service made a mistake',
  unavailable: 'The service cannot answer now',
  connectwise_unavailable: 'ConnectWise cannot be asked now',
};

export const problemTypePrefix = 'urn:countersign:problem:';

/** A problem document (RFC 9457) for `refusal`. */
export function makeProblem({ code, detail, retryAfterSeconds, customers, doubts }: Refusal, errors?: FieldError[]): Problem {
  return {
    type: problemTypePrefix + code,
    title: titles[code],
    status: problemStatuses[code],
    code,
    ...(detail !== undefined && { detail }),
    ...(errors && { errors }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(customers && { customers }),
    ...(doubts && { doubts }),
  };
}
