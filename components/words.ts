import type { AddressProblem } from '#contract/address';
import type { Check } from '#contract/lifecycle';
import type { Verification } from '#contract/verification';
import type { Action, DailyLimit, Direction, Method, UnavailableReason } from '#contract/words';
import type { Access, FieldProblem, NotTicketReason, PageField } from '../utils/workflow/snapshot';

/** All words that a technician reads about states, in one place. `next` is what to do about it. */
export type Words = { what: string; next: string };

export const methodNames: Record<Method, string> = { push: 'Push', sms: 'SMS', email: 'Email' };

const checkNames: Record<Check, string> = { compare: ' + code', typed: ' + code', number: ' + number', none: '' };

/** The method with what decided: `Push + code`. A text message or e-mail always carries a code. */
export function methodOf({ method, codeCheck }: Pick<Verification, 'method' | 'codeCheck'>): string {
  return method === 'push' ? methodNames.push + checkNames[codeCheck] : methodNames[method];
}

export const directionNames: Record<Direction, string> = { inbound: 'They called us', outbound: 'We called them' };

export const actionNames: Record<Action, string> = {
  password_reset: 'Password reset',
  mfa_reset: 'MFA reset',
  mailbox_access: 'Mailbox access',
  remote_control: 'Remote control',
  other: 'Something else',
};

/** A day ends at midnight UTC. */
export const limitWords: Record<DailyLimit, Words> = {
  technician: { what: 'You have sent as many messages as you may in one day.', next: 'Ask a colleague to verify the caller, or your administrator to raise the limit.' },
  tenant: { what: 'Your MSP has sent as many messages as it may in one day.', next: 'Ask your administrator to raise the limit.' },
  sms_spend: { what: "The day's budget for text messages is spent.", next: 'Use another method, or ask your administrator to raise the limit.' },
};

const asSentence = ({ what, next }: Words): string => `${what} ${next}`;

export const unavailableWords: Record<UnavailableReason, string> = {
  no_mobile: 'No mobile number on this account. An administrator can add one.',
  no_phone: 'No phone app on this account. After a success you can invite them to it.',
  notifications_off: 'The phone app takes no notifications. They can turn them on in the app.',
  push_blocked: 'Stopped after “I did not ask for this” or repeated denials. Only an administrator can allow it again.',
  push_unanswered: 'Several requests stayed unanswered. Use another method, or wait ten minutes.',
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
  not_found: 'was not found on the page. Reload it.',
  no_pod: 'stands in the company pod, which was not found on the page.',
  differs: 'is on the page more than once, with different values. Save the ticket, or reload the page.',
  too_long: 'is too long to be one. Correct it in ConnectWise.',
  hidden_characters: 'contains invisible characters. Type it anew in ConnectWise. Do not paste it.',
};
export const noPodWords: Words = {
  what: 'The company pod is not on the page',
  next: 'Company, contact and e-mail are read from it. Add the company pod to your layout of the ticket screen in ConnectWise, then reload the page.',
};

export const screenWords: Record<NotTicketReason, Words> = {
  no_banner: { what: 'No ticket in this tab', next: 'Open one service ticket in ConnectWise that has:' },
  other_screen: { what: 'This screen is no service ticket', next: 'Open one service ticket in ConnectWise that has:' },
  no_number: { what: 'Save the ticket first', next: 'It has no number yet. Save it in ConnectWise; it is then read by itself.' },
  several_tickets: { what: 'Several tickets are open here', next: 'Countersign does not guess which one you mean. Close the others, or reload the page.' },
  several_pods: { what: 'The ticket shows two company pods', next: 'Countersign does not guess which one is right. Reload the page; if both stay, remove one from your layout in ConnectWise.' },
  numbers_differ: { what: 'The ticket is changing', next: 'The top of the page and the ticket pod show different numbers. This passes by itself; if it stays, reload the page.' },
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
