import type { AddressProblem } from '#contract/address';
import type { AssuranceLabel } from '#contract/assurance';
import type { Action, DailyLimit, Method, UnavailableReason } from '#contract/words';
import type { Access, FieldProblem, PageField } from '../utils/workflow/snapshot';
import type { Trouble, TroubleCode } from '../utils/workflow/state';

/** All words that a technician reads about states, in one place. `next` is what to do about it. */
export type Words = { what: string; next: string };

export const methodNames: Record<Method, string> = { sms: 'SMS', email: 'Email' };

export const actionNames: Record<Action, string> = {
  password_reset: 'Password reset',
  mfa_reset: 'MFA reset',
  mailbox_access: 'Mailbox access',
  remote_control: 'Remote control',
  other: 'Something else',
};

/** A day ends at midnight UTC. */
const limitWords: Record<DailyLimit, Words> = {
  technician: { what: 'You have sent as many messages as you may in one day.', next: 'Ask a colleague to verify the caller, or your administrator to raise the limit.' },
  tenant: { what: 'Your MSP has sent as many messages as it may in one day.', next: 'Ask your administrator to raise the limit.' },
  sms_spend: { what: "The day's budget for text messages is spent.", next: 'Use Email, or ask your administrator to raise the limit.' },
};

const asSentence = ({ what, next }: Words): string => `${what} ${next}`;

export const unavailableWords: Record<UnavailableReason, string> = {
  no_mobile: 'No mobile number on this account. An administrator can add one.',
  not_configured: 'Not set up on your service. Ask your administrator.',
  disabled: 'Switched off for this account after too many wrong codes. Only an administrator can switch it on again.',
  not_allowed: 'Your policy does not allow it for this account.',
  country_not_allowed: "Your policy sends no text messages to this number's country. Use Email, or ask your administrator to allow the country.",
  changed_recently: 'Changed less than 72 hours ago, perhaps by whoever is calling. Use another method, or wait until the 72 hours are over.',
  daily_limit_technician: asSentence(limitWords.technician),
  daily_limit_tenant: asSentence(limitWords.tenant),
  daily_limit_sms_spend: asSentence(limitWords.sms_spend),
};
export const excludedWords = 'Not for this request: a code by e-mail proves nothing to somebody who asks for the mailbox.';

export const addressWords: Record<AddressProblem, Words> = {
  empty: { what: 'The contact has no e-mail address.', next: 'Add it to the contact in ConnectWise.' },
  too_long: { what: 'The e-mail address is too long to be one.', next: 'Correct it on the contact in ConnectWise.' },
  hidden_characters: { what: 'The e-mail address contains invisible characters.', next: 'Delete the address on the contact and type it anew. Do not paste it.' },
  several: { what: 'There is more than one e-mail address.', next: 'Leave exactly one address on the contact.' },
  display_name: { what: 'The e-mail address has a name or brackets around it.', next: 'Leave only the bare address, like jo@acme.example.' },
  look_alike: { what: 'The e-mail address mixes letters that only look alike.', next: 'Treat this as a possible fraud. Ask for the right address in another way.' },
  not_an_address: { what: 'This is not an e-mail address.', next: 'Correct it on the contact in ConnectWise.' },
};

export const fieldNames: Record<PageField, string> = { company: 'Company', contact: 'Contact', email: 'E-mail' };
export const missingWords: Record<FieldProblem, string> = {
  empty: 'is empty on the ticket. Fill it in.',
  not_found: 'was not found on the page. Reload it; if that does not help, tell your administrator.',
};

export const accessWords: Record<Exclude<Access['kind'], 'signed_in'>, Words> = {
  starting: { what: 'Starting…', next: 'One moment.' },
  no_consent: { what: 'Before you start', next: 'Read what Countersign collects and agree to it. Nothing leaves this browser before that.' },
  not_paired: { what: 'Not signed in yet', next: 'Pair this browser with your verification service. Your administrator gives you a pairing code.' },
  signed_out: { what: 'You are signed out', next: 'Sign in again with a new pairing code. The ticket stays as it is.' },
  unreachable: { what: 'The service cannot be reached', next: 'Check the network and try again. A verification that is under way is picked up where it stands.' },
  extension_too_old: { what: 'This extension is too old', next: 'Update Countersign in the browser, then try again.' },
  service_too_old: { what: 'The service is too old', next: 'Ask your administrator to update the verification service, then try again.' },
};

export const troubleWords: Record<TroubleCode, Words> = {
  bad_request: { what: 'The service did not understand the request.', next: 'Reload the ticket and try again. If it happens again, tell your administrator.' },
  token_invalid: { what: 'The sign-in has run out.', next: 'Try again; if that fails, sign in again.' },
  use_dpop_nonce: { what: 'The sign-in must be renewed.', next: 'Try again.' },
  device_unknown: { what: 'The service no longer knows this browser.', next: 'Pair it again in the settings.' },
  pairing_code_invalid: { what: 'This pairing code is wrong, used or too old.', next: 'Check it, or ask your administrator for a new one.' },
  not_yours: { what: 'Another technician started this verification.', next: 'Only they can decide it.' },
  not_found: { what: 'The service does not know this verification.', next: 'Cancel it and send a new code.' },
  account_not_found: { what: 'There is no account with this e-mail address.', next: 'Check the address on the ticket, or ask your administrator to add the account.' },
  customer_ambiguous: { what: 'This e-mail address stands in several customers.', next: 'Choose the customer. Your choice is recorded.' },
  company_mismatch: { what: 'The company on the ticket is not the customer of this account.', next: 'Nothing is sent until that is resolved: correct the company or the contact on the ticket, or ask your administrator.' },
  verification_live: { what: 'Somebody is already being verified on this ticket.', next: 'Wait for that verification to end, then look again.' },
  already_ended: { what: 'This verification has already ended.', next: 'The result stands.' },
  idempotency_conflict: { what: 'The ticket changed while the code was being sent.', next: 'Cancel and send again.' },
  code_expired: { what: 'The code has run out.', next: 'Send a new one.' },
  body_too_large: { what: 'The ticket has more text than the service accepts.', next: 'Tell your administrator.' },
  unsupported_media_type: { what: 'The service did not understand the request.', next: 'Tell your administrator.' },
  method_unavailable: { what: 'This method cannot be used now.', next: 'Choose another one.' },
  action_required: { what: 'Your policy requires saying what is being asked for.', next: 'Choose it and send again.' },
  wrong_code_check: { what: 'The policy for comparing codes has changed.', next: 'Cancel and send again.' },
  no_time_left: { what: 'There is no more time to give.', next: 'Finish this one, or cancel it and send a new code.' },
  too_soon: { what: 'Too soon after the last message.', next: 'Wait a moment and try again.' },
  too_many_sends: { what: 'Too many messages went to this destination.', next: 'Wait, or use another method.' },
  daily_limit: { what: 'A limit for one day is reached.', next: 'Try another method, or ask your administrator.' },
  too_many_attempts: { what: 'Too many wrong tries.', next: 'Wait before trying again.' },
  try_too_soon: { what: 'Too soon after the last wrong code.', next: 'This code was not compared and used up no try. Wait for CHECK, then press it again.' },
  internal: { what: 'The service made a mistake.', next: 'Try again. If it happens again, tell your administrator.' },
  unavailable: { what: 'The service is not available right now.', next: 'Try again in a moment.' },
  unreachable: { what: 'The service cannot be reached.', next: 'Check the network and try again.' },
  page_changed: { what: 'The ticket changed. Nothing was sent.', next: 'Check who is on the ticket now, then send again.' },
  page_gone: { what: 'The ticket page is gone. Nothing was sent.', next: 'Open the ticket again, or reload its page.' },
  page_settling: { what: 'The ticket is still loading. Nothing was sent.', next: 'Wait a moment, then send again.' },
  signed_out: { what: 'You are signed out.', next: 'Sign in again in the settings. The ticket stays as it is.' },
};

const addressDiffers: Words = {
  what: 'The service knows itself by another address.',
  next: 'Check the address. If it is right, your administrator sets COUNTERSIGN_PUBLIC_ORIGIN to it.',
};

/** Words for a refusal of any origin: an unknown code gets an honest general sentence. */
export function wordsFor(code: string): Words {
  const known = Object.hasOwn(troubleWords, code) ? troubleWords[code as TroubleCode] : undefined;
  if (known) return known;
  if (code !== 'starting' && code !== 'signed_in' && Object.hasOwn(accessWords, code)) return accessWords[code as keyof typeof accessWords];
  if (code === 'address_differs') return addressDiffers;
  return { what: 'The extension did not do that.', next: 'Try again. If it happens again, reload the ticket.' };
}

/** Words for why the last thing did not work. */
export function wordsOf({ code, limit }: Trouble): Words {
  return limit ? limitWords[limit] : wordsFor(code);
}

export const assuranceWords: Record<AssuranceLabel, { proven?: string; unproven: string }> = {
  restricted: {
    proven: 'The caller knew a code that was sent as a text message to the number on the account.',
    unproven: 'That the number is still in the right hands: numbers can be taken over or redirected.',
  },
  'address-only': {
    proven: 'The caller knew a code that was sent to the e-mail address on the account.',
    unproven: 'Who reads that mailbox: anybody with access to it could know the code.',
  },
  'technician-attested': { unproven: 'The comparison itself: the technician compared the codes by eye, the service did not.' },
};
export const comparedByService = 'The service compared the code, not a person.';
export const relayWarning = 'None of this stops a caller who relays the code from the real person.';
