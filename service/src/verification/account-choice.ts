import { nameKey } from '../lib/name-key.ts';
import type { Account } from '../store/types.ts';
import type { Result } from './result.ts';

/** `chosen`: the technician said which customer, because the ticket's company could not tell. */
export type AccountChoice = { account: Account; chosen: boolean };

/** Which of the accounts with the contact's address is meant. The ticket's company decides; where it cannot, the technician does. */
export function chooseAccount(accounts: readonly Account[], company: string, customerId: string | undefined): Result<AccountChoice> {
  const [first] = accounts;
  if (!first) return { ok: false, refusal: { code: 'account_not_found' } };
  const named = accounts.find((account) => nameKey(account.customerName) === nameKey(company));
  if (named) return { ok: true, value: { account: named, chosen: false } };
  if (accounts.length === 1) return { ok: false, refusal: { code: 'company_mismatch' } };
  const chosen = accounts.find((account) => account.customerId === customerId);
  if (chosen) return { ok: true, value: { account: chosen, chosen: true } };
  const customers = accounts.map((account) => ({ id: account.customerId, name: account.customerName }));
  return { ok: false, refusal: { code: 'customer_ambiguous', customers } };
}
