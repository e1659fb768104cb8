import type { Doubt } from '#contract/connectwise';
import { chooseAccount } from './account-choice.ts';
import type { AccountChoice, Candidates } from './account-choice.ts';
import { findDoubts } from './doubts.ts';
import { lookUpOf } from './evidence.ts';
import type { Located } from './evidence.ts';
import type { Result } from './result.ts';

/** The account that is meant, and what speaks against the contact. */
export type Judged = AccountChoice & { doubts: Doubt[] };

/** A refusal names the doubts too, none where ConnectWise knows of none: no account may have the record's address because the page's is somebody else's. */
export function judgeContact(located: Located, candidates: Candidates, customerId: string | undefined): Result<Judged> {
  const choice = chooseAccount(candidates, lookUpOf(located), customerId);
  const doubts = findDoubts(located, choice.ok ? choice.value.account : undefined);
  if (choice.ok) return { ok: true, value: { ...choice.value, doubts } };
  return located.evidence ? { ok: false, refusal: { ...choice.refusal, doubts } } : choice;
}
