import type { AssuranceLabel } from '#contract/assurance';
import { situationOf } from '#contract/lifecycle';
import type { Check, EndReason, Status } from '#contract/lifecycle';
import type { Action, DeliveryReason, Direction, Method } from '#contract/words';
import { plainName } from '../delivery/names.ts';
import type { VerificationRow } from '../store/types.ts';

const longestName = 30;

/**
 * The ticket note of a verification that ended, on one line: ConnectWise shows a line break as a blank. `secondName`: the technician
 * who confirmed going on in spite of doubts. It ends with the receipt, by which it is found again.
 */
export function noteText(row: VerificationRow, secondName: string | null): string {
  return [
    headOf(row),
    `Method: ${methodOf(row)}, ${comparing[row.codeCheck]}.`,
    ...assuranceSentence(row),
    `Purpose: ${row.action === null ? 'not stated' : purposes[row.action]} (${calls[row.direction]}).`,
    `Technician: ${nameOf(row.technicianName)}.`,
    ...(secondName === null ? [] : [`Second technician: ${nameOf(secondName)}.`]),
    `${timeOf(row.endedAt ?? row.createdAt)}.`,
    `Receipt: ${row.receipt ?? ''}`,
  ].join(' ');
}

function headOf(row: VerificationRow): string {
  const contact = plainName(row.contact, 'the contact', longestName);
  return row.status === 'approved' ? `User identity verified: ${contact}.` : `User identity NOT verified: ${contact}, ${whyNot(row)}.`;
}

function whyNot(row: VerificationRow): string {
  if (row.endReason === 'delivery_failed') return `the ${messages[row.method]} did not arrive${row.deliveryReason === null ? '' : ` (${deliveryProblems[row.deliveryReason]})`}`;
  if (row.endReason === 'too_many_attempts') return row.codeCheck === 'number' ? 'too many wrong numbers' : 'too many wrong codes';
  if (row.endReason !== null) return endReasons[row.endReason];
  return row.status === 'expired' && situationOf(row).awaitsPhone ? 'nobody answered on the phone in time' : statuses[row.status];
}

const statuses: Record<Status, string> = {
  pending: 'not decided yet',
  approved: 'approved',
  denied: 'denied by the technician',
  expired: 'time ran out',
  cancelled: 'cancelled by the technician',
  failed: 'the message did not arrive',
};

const endReasons: Record<Exclude<EndReason, 'delivery_failed' | 'too_many_attempts'>, string> = {
  phone_denied: 'denied on the phone',
  not_requested: '“I did not ask for this” on the phone',
  phone_removed: 'the phone that approved was removed',
};

const messages: Record<Method, string> = { push: 'push', sms: 'text message', email: 'e-mail' };

const deliveryProblems: Record<DeliveryReason, string> = {
  unreachable: 'provider not reached',
  provider_refused_us: 'provider refused the sender',
  address_refused: 'address refused',
  not_a_mobile: 'not a mobile number',
  opted_out: 'opted out by STOP',
  country_not_allowed: 'country not allowed',
  handset_unreachable: 'phone not reached',
  unknown_number: 'unknown number',
  landline: 'landline',
  filtered: 'held back as spam',
  sender_not_registered: 'sender not registered',
  not_delivered: 'reason unknown',
  destination_changed: 'address or number changed meanwhile',
  subscription_gone: 'no phone takes notifications',
  refused: 'refused by the provider',
  busy: 'provider too busy',
  timeout: 'no answer from the provider',
  provider_error: 'provider failed',
  interrupted: 'interrupted',
};

function methodOf({ method, codeCheck, maskedDestination }: VerificationRow): string {
  if (method !== 'push') return `code by ${messages[method]} to ${maskedDestination}`;
  return `push${pushChecks[codeCheck]} to ${maskedDestination}`;
}

const pushChecks: Record<Check, string> = { none: '', compare: ' + code', typed: ' + code', number: ' + number' };
const comparing: Record<Check, string> = { none: 'nothing compared', compare: 'technician compares by eye', typed: 'service compares', number: 'service compares' };

/** What a success proved. That a technician compared, or nobody, is said beside the method. */
function assuranceSentence({ assurance }: VerificationRow): string[] {
  const said = assurance.flatMap((label) => assurances[label] ?? []);
  return said.length === 0 ? [] : [`Assurance: ${said.join('; ')}.`];
}

const assurances: Partial<Record<AssuranceLabel, string>> = {
  'user-verified-device': 'phone of the account, unlocked by fingerprint, face or PIN',
  device: 'phone of the account, its holder not checked',
  restricted: 'access to the phone number only',
  'address-only': 'access to the mailbox only',
  'new-device': 'new within 72 hours',
  'page-only': 'contact record not read',
  exception: 'in spite of doubts',
};

const purposes: Record<Action, string> = {
  password_reset: 'password reset',
  mfa_reset: 'MFA reset',
  mailbox_access: 'mailbox access',
  remote_control: 'remote control',
  other: 'other',
};

const calls: Record<Direction, string> = { inbound: 'call from the user', outbound: 'call to the user' };

function nameOf(name: string): string {
  return plainName(name, 'without a name', longestName);
}

/** "25 Nov 2026, 14:51 UTC". */
function timeOf(at: number): string {
  const day = new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${new Date(at).toISOString().slice(11, 16)} UTC`;
}
