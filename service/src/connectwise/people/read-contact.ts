import type { CountryCode } from 'libphonenumber-js/max';
import { readEmail, readMobile, readText } from '../../directory/account-fields.ts';
import type { ReadContact } from '../../store/connectwise-store.ts';
import type { PersonRecord } from '../types.ts';

/** How a tenant keeps mobile numbers: the names of the communication types, lower case, the first that has a number counts; where a number without a country code belongs. */
export type NumberRule = { mobileTypes: readonly string[]; country: CountryCode };

/** Why somebody cannot be verified as ConnectWise has them. One without any address may still be known by name. */
export type Flaw = { kind: 'inactive' | 'no_address' | 'unreadable'; reason: string };
/** A contact as the directory sees it. Reasons are the end of a sentence, and never repeat an address or a number. */
export type Reading = { contact: ReadContact; flaw: Flaw | null; numberReason: string | null };

/** What the directory takes from a contact record: the default address, and the number that takes text messages. A guess here sends a code to a stranger, so what is not plain is left out, with the reason. */
export function readContact(person: PersonRecord, rule: NumberRule): Reading {
  const name = readText('name', person.name);
  const [first] = person.emails;
  const email = first === undefined || first.trim() === '' ? undefined : readEmail(first);
  const mobile = findMobile(person.phones, rule);
  const contact = { contactId: person.id, name: name.ok ? name.value : '', email: email?.ok ? email.value : null, mobile: mobile.number };
  return { contact, flaw: findFlaw(person.isInactive, name, email), numberReason: mobile.reason };
}

type Read = ReturnType<typeof readText>;

function findFlaw(isInactive: boolean, name: Read, email: Read | undefined): Flaw | null {
  if (isInactive) return { kind: 'inactive', reason: 'the contact is inactive' };
  if (!name.ok) return { kind: 'unreadable', reason: name.reason };
  if (!email) return { kind: 'no_address', reason: 'the contact has no e-mail address' };
  return email.ok ? null : { kind: 'unreadable', reason: email.reason };
}

type Mobile = { number: string | null; reason: string | null };

function findMobile(phones: PersonRecord['phones'], { mobileTypes, country }: NumberRule): Mobile {
  const filled = phones.filter(({ value }) => value.trim() !== '');
  const ofType = mobileTypes.map((type) => filled.filter((phone) => phone.type.trim().toLowerCase() === type)).find((some) => some.length > 0) ?? [];
  const defaults = ofType.filter(({ isDefault }) => isDefault);
  const read = (defaults.length === 1 ? defaults : ofType).map((phone) => readNumber(phone, country));
  const [only, second] = new Map(read.map((mobile) => [`${mobile.number} ${mobile.reason}`, mobile])).values();
  if (second) return { number: null, reason: 'there are several mobile numbers and none of them is the default' };
  return only ?? { number: null, reason: null };
}

function readNumber({ value, extension }: PersonRecord['phones'][number], country: CountryCode): Mobile {
  if (extension !== null && extension.trim() !== '') return { number: null, reason: 'the mobile number has an extension' };
  const read = readMobile(value.trim(), country);
  return read.ok ? { number: read.value, reason: null } : { number: null, reason: read.reason };
}
