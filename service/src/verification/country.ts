import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * The ISO 3166 country of an E.164 number, undefined where it is of none (satellite, unassigned). Countries that share a
 * calling code are told apart: +1 202 is US, +1 876 is JM. The import of accounts uses the same numbering plans: loaded once.
 */
export function countryOf(number: string): string | undefined {
  return parsePhoneNumberFromString(number)?.country;
}
