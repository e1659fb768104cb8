import { changedDestinationSeconds, secondsBetweenSends, sendsPerWindow, sendWindowSeconds } from '#contract/numbers';
import type { Action, Method, UnavailableReason } from '#contract/words';
import type { Account, RecentSend, WrongCodes } from '../store/types.ts';
import { countryOf } from './country.ts';
import type { EffectivePolicy } from './policy.ts';
import type { Refusal } from './result.ts';
import { secondsUntil } from './times.ts';
import { isDisabled, wrongCodesOf } from './wrong-codes.ts';

/** Where a method reaches an account: only ever what the account holds, never text from a page. */
export function destinationOf(account: Account, method: Method): string | null {
  return method === 'sms' ? account.mobile : account.email;
}

/** When the destination of `method` was last changed; null: never since the account was added. */
export function changedAtOf(account: Account, method: Method): number | null {
  return method === 'sms' ? account.mobileChangedAt : account.emailChangedAt;
}

/** What a method must not be used for: a code in the mailbox proves nothing to somebody who asks for the mailbox. */
export function excludedActions(method: Method): Action[] {
  return method === 'email' ? ['mailbox_access'] : [];
}

export type MethodFacts = { account: Account; policy: EffectivePolicy; configured: ReadonlySet<Method>; wrongCodes: readonly WrongCodes[]; now: number };

/** Why `method` cannot be used for the account, or undefined. */
export function whyUnavailable(method: Method, { account, policy, configured, wrongCodes, now }: MethodFacts): UnavailableReason | undefined {
  const destination = destinationOf(account, method);
  if (destination === null) return 'no_mobile';
  if (!configured.has(method)) return 'not_configured';
  if (isDisabled(wrongCodesOf(wrongCodes, account.id, method))) return 'disabled';
  if (!policy.methods.includes(method)) return 'not_allowed';
  if (method === 'sms' && !policy.smsCountries.includes(countryOf(destination) ?? '')) return 'country_not_allowed';
  const changedAt = changedAtOf(account, method);
  return changedAt !== null && now < changedAt + changedDestinationSeconds * 1000 ? 'changed_recently' : undefined;
}

/** Whether one more message may go to `destination` now. */
export function sendLimit(recent: readonly RecentSend[], destination: string, now: number): Refusal | undefined {
  const sentAt = recent.filter((send) => send.destination === destination).map((send) => send.createdAt);
  const inWindow = sentAt.filter((at) => at > now - sendWindowSeconds * 1000).sort((a, b) => b - a);
  const [newest] = inWindow;
  const oldestCounted = inWindow.at(sendsPerWindow - 1);
  if (oldestCounted !== undefined) return { code: 'too_many_sends', retryAfterSeconds: secondsUntil(oldestCounted + sendWindowSeconds * 1000, now) };
  if (newest === undefined || now >= newest + secondsBetweenSends * 1000) return undefined;
  return { code: 'too_soon', retryAfterSeconds: secondsUntil(newest + secondsBetweenSends * 1000, now) };
}
