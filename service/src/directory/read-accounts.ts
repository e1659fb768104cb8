import { parse } from 'csv-parse/sync';
import type { CsvError, InfoRecord } from 'csv-parse/sync';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { parseAddress } from '#contract/address';
import type { AddressProblem } from '#contract/address';
import { Told } from '../lib/told.ts';
import type { NewAccount } from '../store/store.ts';

export type AccountLine = { line: number; account: NewAccount } | { line: number; reason: string };
export type BadLine = Extract<AccountLine, { reason: string }>;

const needed = ['customer', 'name', 'email'];
const longest = 200;
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u;
const reasons: Record<AddressProblem, string> = {
  empty: 'the e-mail address is missing',
  too_long: 'the e-mail address is too long',
  hidden_characters: 'the e-mail address contains invisible characters',
  several: 'more than one e-mail address',
  display_name: 'the e-mail address must stand alone, without a name or brackets',
  look_alike: 'the e-mail address mixes look-alike letters',
  not_an_address: 'the e-mail address is malformed',
};

/** Every line of a CSV text with the columns customer, name, email, mobile: an account, or why it is none. Never an address in a reason. */
export function readAccounts(text: string, country: CountryCode): AccountLine[] {
  const bad: BadLine[] = [];
  const good = parseCsv(text, (error) => void bad.push({ line: lineOf(error), reason: 'the line has the wrong number of columns or a stray quote' }));
  const lines = good.map(({ record, info }) => readLine(info.lines, record, country));
  return [...lines, ...bad].sort((left, right) => left.line - right.line);
}

type CsvRecord = { record: Record<string, string>; info: InfoRecord };

function parseCsv(text: string, onSkip: (error: CsvError | undefined) => undefined): CsvRecord[] {
  if (text.trim() === '') readHeader([]);
  try {
    const records: unknown = parse(text, {
      bom: true, info: true, trim: true, delimiter: findDelimiter(text), skip_empty_lines: true, skip_records_with_empty_values: true,
      columns: (header: string[]) => readHeader(header), skip_records_with_error: true, on_skip: onSkip,
    });
    // The typings know no `info` together with `columns`.
    return records as CsvRecord[];
  } catch (error) {
    throw error instanceof Told ? error : new Told('The file is not a table of comma-separated values.');
  }
}

function lineOf(error: CsvError | undefined): number {
  return Number((error as { lines?: number } | undefined)?.lines ?? 0);
}

function findDelimiter(text: string): string {
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function readHeader(header: string[]): string[] {
  const names = header.map((name) => name.trim().toLowerCase().replace(/[\s_-]/g, ''));
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Told(`The first line must name the columns customer, name, email, mobile; missing: ${missing.join(', ')}.`);
  return names;
}

function readLine(line: number, record: Record<string, string>, country: CountryCode): AccountLine {
  const { customer = '', name = '', email = '', mobile = '' } = record;
  const nameProblem = findTextProblem('customer', customer) ?? findTextProblem('name', name);
  if (nameProblem) return { line, reason: nameProblem };
  const address = parseAddress(email);
  if (!address.ok) return { line, reason: reasons[address.problem] };
  const number = readMobile(mobile, country);
  if (!number.ok) return { line, reason: number.reason };
  return { line, account: { customerName: customer, name, email: address.address, mobile: number.mobile } };
}

function findTextProblem(field: string, text: string): string | undefined {
  if (text === '') return `the ${field} is missing`;
  if (text.length > longest) return `the ${field} is longer than ${longest} characters`;
  return unprintable.test(text) ? `the ${field} contains invisible characters` : undefined;
}

type Mobile = { ok: true; mobile: string | null } | { ok: false; reason: string };

const textable = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE', 'PERSONAL_NUMBER']);

function readMobile(text: string, country: CountryCode): Mobile {
  if (text === '') return { ok: true, mobile: null };
  const number = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
  if (!number?.isValid()) return { ok: false, reason: 'the mobile number is not valid' };
  if (number.ext) return { ok: false, reason: 'the mobile number has an extension' };
  if (!textable.has(number.getType() ?? '')) return { ok: false, reason: 'the number is not a mobile number' };
  return { ok: true, mobile: number.number };
}
