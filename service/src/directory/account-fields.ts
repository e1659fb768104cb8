import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { parseAddress } from '#contract/address';
import type { AddressProblem } from '#contract/address';
import { Told } from '../lib/told.ts';
import type { NewAccount } from '../store/store.ts';

/** The fields of an account as people write them. A reason never repeats an address or a number. */
export type Field<T> = { ok: true; value: T } | { ok: false; reason: string };

const longest = 200;
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u;
const textable = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE', 'PERSONAL_NUMBER']);
const addressReasons: Record<AddressProblem, string> = {
  empty: 'the e-mail address is missing',
  too_long: 'the e-mail address is too long',
  hidden_characters: 'the e-mail address contains invisible characters',
  several: 'more than one e-mail address',
  display_name: 'the e-mail address must stand alone, without a name or brackets',
  look_alike: 'the e-mail address mixes look-alike letters',
  not_an_address: 'the e-mail address is malformed',
};

export function readText(field: 'customer' | 'name', given: string): Field<string> {
  const text = given.trim();
  if (text === '') return no(`the ${field} is missing`);
  if (text.length > longest) return no(`the ${field} is longer than ${longest} characters`);
  return unprintable.test(text) ? no(`the ${field} contains invisible characters`) : yes(text);
}

export function readEmail(text: string): Field<string> {
  const parsed = parseAddress(text);
  return parsed.ok ? yes(parsed.address) : no(addressReasons[parsed.problem]);
}

/** A number that takes text messages, in E.164; '' is none. `country` is where a number without a country code belongs. */
export function readMobile(text: string, country: CountryCode): Field<string | null> {
  if (text === '') return yes(null);
  const number = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
  if (!number?.isValid()) return no('the mobile number is not valid');
  if (number.ext) return no('the mobile number has an extension');
  return textable.has(number.getType() ?? '') ? yes(number.number) : no('the number is not a mobile number');
}

/** All fields of a new account, or the first reason why it is none. */
export function readAccount(texts: { customer?: string; name?: string; email?: string; mobile?: string }, country: CountryCode): Field<NewAccount> {
  const customer = readText('customer', texts.customer ?? '');
  if (!customer.ok) return customer;
  const name = readText('name', texts.name ?? '');
  if (!name.ok) return name;
  const email = readEmail(texts.email ?? '');
  if (!email.ok) return email;
  const mobile = readMobile(texts.mobile ?? '', country);
  return mobile.ok ? yes({ customerName: customer.value, name: name.value, email: email.value, mobile: mobile.value }) : mobile;
}

/** A two-letter country (ISO 3166), US where none is said. Throws `Told`. */
export function readCountry(text: string | undefined): CountryCode {
  const country = (text ?? 'US').toUpperCase();
  if (!isSupportedCountry(country)) throw new Told('The country must be a two-letter code such as US, GB or DE.');
  return country;
}

function yes<T>(value: T): Field<T> {
  return { ok: true, value };
}

function no(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
