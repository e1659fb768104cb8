import type { Channel } from '#contract/words';
import { plainName } from '../delivery/names.ts';
import type { Phone } from '../store/types.ts';

const longestPhoneName = 30;

/** A destination as a technician may see it: `j•••@a•••.example`, `•••• 0199`. */
export function maskDestination(channel: Channel, destination: string): string {
  return channel === 'sms' ? `•••• ${destination.slice(-4)}` : maskEmail(destination);
}

/** Where a push goes, as a technician may see it: the phone's name, which somebody typed, or how many there are. */
export function describePhones(phones: readonly Phone[]): string {
  const [only, ...others] = phones;
  return only && others.length === 0 ? plainName(only.name, '1 phone', longestPhoneName) : `${phones.length} phones`;
}

function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  const [top = '', ...rest] = domain.split('.').reverse();
  const host = rest.length > 0 ? `${firstOf(domain)}•••.${top}` : `${firstOf(domain)}•••`;
  return `${firstOf(local)}•••@${host}`;
}

function firstOf(text: string): string {
  return [...text][0] ?? '';
}
