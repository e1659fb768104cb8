import type { CountryCode } from 'libphonenumber-js/max';
import type { Store } from '../store/store.ts';
import type { BadLine } from './read-accounts.ts';
import { readAccounts } from './read-accounts.ts';

export type ImportReport = { added: number; unchanged: number; bad: BadLine[] };

/** Adds the good lines of a CSV text. An account that is there already is never changed; where it differs, the line is reported. */
export async function importAccounts({ store, now }: { store: Store; now: () => number }, tenantId: string, text: string, country: CountryCode): Promise<ImportReport> {
  const report: ImportReport = { added: 0, unchanged: 0, bad: [] };
  for (const line of readAccounts(text, country)) {
    if ('reason' in line) {
      report.bad.push(line);
      continue;
    }
    const details = { customer: line.account.customerName, name: line.account.name, hasMobile: line.account.mobile !== null };
    const outcome = await store.addAccount(tenantId, line.account, { type: 'account_added', at: now(), technicianId: null, verificationId: null, details });
    if (outcome === 'differs') report.bad.push({ line: line.line, reason: 'an account with this address is there already and differs; it was left as it is' });
    else report[outcome] += 1;
  }
  return report;
}
