import { nameKey } from '../lib/name-key.ts';
import type { Account } from '../store/types.ts';
import type { LookUp } from './evidence.ts';
import type { Result } from './result.ts';

/** `chosen`: the technician said which customer, because the ticket's company could not tell. */
export type AccountChoice = { account: Account; chosen: boolean };
/** Accounts that may be meant, and the companies of ConnectWise that their customers are mapped to. */
export type Candidates = { accounts: readonly Account[]; companyIds: Readonly<Record<string, number | null>> };

/**
 * Which of the accounts is meant: those with the contact's address, or the one that it is matched to. The ticket's company decides;
 * where it cannot, the technician does. `match_differs`: address and match point to two accounts, which nobody may pass.
 */
export function chooseAccount({ accounts, companyIds }: Candidates, { email, contactId, company }: LookUp, customerId: string | undefined): Result<AccountChoice> {
  const byAddress = accounts.filter((account) => account.email === email);
  const matched = contactId === null ? undefined : accounts.find((account) => account.contactId === contactId);
  const meant = byAddress.length > 0 || !matched ? byAddress : [matched];
  if (matched && !meant.includes(matched)) return { ok: false, refusal: { code: 'match_differs' } };
  const choice = chooseByCompany(meant, findOf(meant, companyIds, company), customerId);
  return choice.ok && matched && choice.value.account !== matched ? { ok: false, refusal: { code: 'match_differs' } } : choice;
}

function chooseByCompany(meant: readonly Account[], named: Account | undefined, customerId: string | undefined): Result<AccountChoice> {
  if (meant.length === 0) return { ok: false, refusal: { code: 'account_not_found' } };
  if (named) return { ok: true, value: { account: named, chosen: false } };
  if (meant.length === 1) return { ok: false, refusal: { code: 'company_mismatch' } };
  const chosen = meant.find((account) => account.customerId === customerId);
  if (chosen) return { ok: true, value: { account: chosen, chosen: true } };
  const customers = meant.map((account) => ({ id: account.customerId, name: account.customerName }));
  return { ok: false, refusal: { code: 'customer_ambiguous', customers } };
}

/** The company's own: by ConnectWise's number where both sides have it, else by name. A customer who has the number comes before one who only has the name. */
function findOf(accounts: readonly Account[], companyIds: Candidates['companyIds'], company: LookUp['company']): Account | undefined {
  const idOf = ({ customerId }: Account) => companyIds[customerId] ?? null;
  const numbered = company.id === null ? undefined : accounts.find((account) => idOf(account) === company.id);
  return numbered ?? accounts.find((account) => (company.id === null || idOf(account) === null) && nameKey(account.customerName) === nameKey(company.name));
}
