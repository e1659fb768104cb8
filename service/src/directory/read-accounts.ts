import type { CountryCode } from 'libphonenumber-js/max';
import type { NewAccount } from '../store/store.ts';
import { readAccount } from './account-fields.ts';
import { readTable } from './read-table.ts';
import type { BadLine } from './read-table.ts';

export type AccountLine = { line: number; account: NewAccount } | BadLine;

const columns = { needed: ['customer', 'name', 'email'], names: ['customer', 'name', 'email', 'mobile'] };

/** Every line of a CSV text with the columns customer, name, email, mobile: an account, or why it is none. Never an address in a reason. */
export function readAccounts(text: string, country: CountryCode): AccountLine[] {
  const { good, bad } = readTable(text, columns);
  const lines = good.map(({ line, record }) => readLine(line, record, country));
  return [...lines, ...bad].sort((left, right) => left.line - right.line);
}

function readLine(line: number, record: Record<string, string>, country: CountryCode): AccountLine {
  const account = readAccount(record, country);
  return account.ok ? { line, account: account.value } : { line, reason: account.reason };
}
