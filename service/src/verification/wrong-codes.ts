import { longestTryWaitSeconds, wrongCodesUntilDisabled } from '#contract/numbers';
import type { Method } from '#contract/words';
import type { WrongCodes } from '../store/types.ts';

/** What the wrong codes of an account by one method lead to, whichever verification or send they were typed for. */

export function wrongCodesOf(all: readonly WrongCodes[], accountId: string, method: Method): WrongCodes {
  return all.find((one) => one.accountId === accountId && one.method === method) ?? { accountId, method, count: 0, lastAt: null };
}

/** Whether the method stays off for the account until an administrator switches it on again. */
export function isDisabled({ count }: WrongCodes): boolean {
  return count >= wrongCodesUntilDisabled;
}

/** When the next code may be compared, in milliseconds since 1970; null: at once (NIST SP 800-63B-4 §3.2.2). */
export function nextTryTime(wrongCodes: WrongCodes, now: number): number | null {
  const { count, lastAt } = wrongCodes;
  if (count === 0 || lastAt === null || isDisabled(wrongCodes)) return null;
  const at = lastAt + Math.min(2 ** count, longestTryWaitSeconds) * 1000;
  return now < at ? at : null;
}
