import { parse } from 'csv-parse/sync';
import type { CsvError, InfoRecord } from 'csv-parse/sync';
import type { CountryCode } from 'libphonenumber-js/max';
import { Told } from '../lib/told.ts';
import type { NewAccount } from '../store/store.ts';
import { readAccount } from './account-fields.ts';

export type AccountLine = { line: number; account: NewAccount } | { line: number; reason: string };
export type BadLine = Extract<AccountLine, { reason: string }>;

const needed = ['customer', 'name', 'email'];

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
  const account = readAccount(record, country);
  return account.ok ? { line, account: account.value } : { line, reason: account.reason };
}
