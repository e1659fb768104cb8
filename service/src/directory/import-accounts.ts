import type { CountryCode } from 'libphonenumber-js/max';
import { addAccount } from './accounts.ts';
import type { Deps } from './accounts.ts';
import { readAccounts } from './read-accounts.ts';
import type { BadLine } from './read-table.ts';

export type ImportReport = { added: number; unchanged: number; bad: BadLine[] };

/** Adds the good lines of a CSV text. An account that is there already is never changed; where it differs, the line is reported. */
export async function importAccounts(deps: Deps, tenantId: string, text: string, country: CountryCode): Promise<ImportReport> {
  const report: ImportReport = { added: 0, unchanged: 0, bad: [] };
  for (const line of readAccounts(text, country)) {
    if ('reason' in line) {
      report.bad.push(line);
      continue;
    }
    const outcome = await addAccount(deps, tenantId, line.account);
    if (outcome === 'differs') report.bad.push({ line: line.line, reason: 'an account with this address is there already and differs; it was left as it is' });
    else report[outcome] += 1;
  }
  return report;
}
