import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { EffectivePolicy } from './policy.ts';

/**
 * The ISO 3166 country of an E.164 number, undefined where it is of none (satellite, unassigned). Countries that share a
 * calling code are told apart: +1 202 is US, +1 876 is JM. The import of accounts uses the same numbering plans: loaded once.
 */
export function countryOf(number: string): string | undefined {
  return parsePhoneNumberFromString(number)?.country;
}

/** Whether a text message may go to an E.164 number: only into the countries that policy names. */
export function mayText(number: string, { smsCountries }: Pick<EffectivePolicy, 'smsCountries'>): boolean {
  return smsCountries.includes(countryOf(number) ?? '');
}
