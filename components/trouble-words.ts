import type { Trouble, TroubleCode } from '../utils/workflow/state';
import { connectwiseWords } from './note-words';
import { type Words, accessWords, limitWords } from './words';

/** What a technician reads about a refusal or a failure. */

/** What only a phone, a link, an administrator's program or the settings are told. */
type NeverHere =
  | 'pairing_code_invalid' | 'link_invalid' | 'invitation_over' | 'code_wrong' | 'push_endpoint_refused' | 'answer_invalid' | 'user_verification_required' | 'user_verification_failed'
  | 'not_administrator' | 'other_connectwise' | 'record_unknown' | 'already_matched' | 'other_company' | 'not_mapped';

const troubleWords: Record<Exclude<TroubleCode, NeverHere>, Words> = {
  bad_request: { what: 'The service did not understand the request.', next: 'Reload the ticket and try again. If it happens again, tell your administrator.' },
  token_invalid: { what: 'The sign-in has run out.', next: 'Try again; if that fails, sign in again.' },
  use_dpop_nonce: { what: 'The sign-in must be renewed.', next: 'Try again.' },
  device_unknown: { what: 'The service no longer knows this browser.', next: 'Pair it again in the settings.' },
  not_yours: { what: 'Another technician started this verification.', next: 'Only they can decide it.' },
  second_person_needed: { what: 'Somebody else must confirm this.', next: 'Ask another technician to open this ticket and confirm it in their own panel.' },
  not_found: { what: 'The service does not know this verification.', next: 'Cancel it and send a new code.' },
  account_not_found: { what: 'There is no account with this e-mail address.', next: 'Check the address on the ticket, or ask your administrator to add the account.' },
  ticket_unknown: { what: 'ConnectWise has no ticket with this number.', next: 'Check the number.' },
  customer_ambiguous: { what: 'This e-mail address stands in several customers.', next: 'Choose the customer. Your choice is recorded.' },
  company_mismatch: { what: 'The company on the ticket is not the customer of this account.', next: 'Nothing is sent until that is resolved: correct the company or the contact on the ticket, or ask your administrator.' },
  match_differs: { what: 'This contact is matched to another account than the one with its e-mail address.', next: 'Nothing is sent until your administrator has corrected the match or the address.' },
  contact_doubted: { what: 'The page, the ticket and the contact record do not agree.', next: 'Read what differs, then ask a second technician or choose the right contact.' },
  ticket_without_contact: { what: 'The ticket has no contact in ConnectWise.', next: 'Choose the caller among the contacts of the company, or set the contact on the ticket.' },
  exception_over: { what: 'This request to go on is over.', next: 'Ask again.' },
  verification_live: { what: 'Somebody is already being verified on this ticket.', next: 'Wait for that verification to end, then look again.' },
  already_ended: { what: 'This verification has already ended.', next: 'The result stands.' },
  idempotency_conflict: { what: 'The ticket changed while the code was being sent.', next: 'Cancel and send again.' },
  not_verified: { what: 'This result is too old to invite anybody on it.', next: 'Verify them again, then invite them.' },
  account_blocked: { what: 'They said “I did not ask for this” or “That was not me”, or denied repeatedly.', next: 'Invite nobody. Your administrator talks to them first, then allows it again.' },
  too_many_phones: { what: 'This account has as many phones as it may have.', next: 'They can remove one in the app, or your administrator does.' },
  code_expired: { what: 'The code has run out.', next: 'Send a new one.' },
  body_too_large: { what: 'The ticket has more text than the service accepts.', next: 'Tell your administrator.' },
  unsupported_media_type: { what: 'The service did not understand the request.', next: 'Tell your administrator.' },
  method_unavailable: { what: 'This method cannot be used now.', next: 'Choose another one.' },
  action_required: { what: 'Your policy requires saying what is being asked for.', next: 'Choose it and send again.' },
  wrong_code_check: { what: 'The policy for comparing codes has changed.', next: 'Cancel and send again.' },
  channel_missing: { what: 'The account has no mobile number that text messages may go to: the link goes by e-mail, its code by text message.', next: 'Ask your administrator to add a number or allow its country, or to add the phone in person.' },
  not_connected: { what: 'The service is not connected to ConnectWise.', next: 'Open a ticket page that can be read, or ask your administrator to connect the service.' },
  caller_not_found: { what: 'The company of this ticket has no such contact.', next: 'Search again.' },
  changed_recently: { what: 'An address or number of this account was changed less than 72 hours ago.', next: 'Wait until the 72 hours are over, or ask your administrator to add the phone in person.' },
  no_time_left: { what: 'There is no more time to give.', next: 'Finish this one, or cancel it and send a new code.' },
  too_soon: { what: 'Too soon after the last message.', next: 'Wait a moment and try again.' },
  too_many_sends: { what: 'Too many messages went to this destination.', next: 'Wait, or use another method.' },
  daily_limit: { what: 'A limit for one day is reached.', next: 'Try another method, or ask your administrator.' },
  too_many_attempts: { what: 'Too many wrong tries.', next: 'Wait before trying again.' },
  try_too_soon: { what: 'Too soon after the last wrong code.', next: 'This code was not compared and used up no try. Wait for CHECK, then press it again.' },
  internal: { what: 'The service made a mistake.', next: 'Try again. If it happens again, tell your administrator.' },
  unavailable: { what: 'The service is not available right now.', next: 'Try again in a moment.' },
  connectwise_unavailable: { what: 'ConnectWise does not answer the service.', next: 'Try again in a moment.' },
  unreachable: { what: 'The service cannot be reached.', next: 'Check the network and try again.' },
  page_changed: { what: 'The ticket changed. Nothing was sent.', next: 'Check who is on the ticket now, then send again.' },
  page_gone: { what: 'The ticket page is gone. Nothing was sent.', next: 'Open the ticket again, or reload its page.' },
  page_settling: { what: 'The ticket is still loading. Nothing was sent.', next: 'Wait a moment, then send again.' },
  signed_out: { what: 'You are signed out.', next: 'Sign in again in the settings. The ticket stays as it is.' },
};

/** Words for a refusal of any origin: an unknown code gets an honest general sentence. */
export function wordsFor(code: string): Words {
  const known = Object.hasOwn(troubleWords, code) ? troubleWords[code as keyof typeof troubleWords] : undefined;
  if (known) return known;
  if (code !== 'starting' && code !== 'signed_in' && Object.hasOwn(accessWords, code)) return accessWords[code as keyof typeof accessWords];
  return { what: 'The extension did not do that.', next: 'Try again. If it happens again, reload the ticket.' };
}

/** Words for why the last thing did not work. */
export function wordsOf({ code, limit, connectwise }: Trouble): Words {
  if (limit) return limitWords[limit];
  const words = wordsFor(code);
  if (!connectwise) return words;
  const { what, next } = connectwiseWords(connectwise);
  return { what, next: next || words.next };
}
