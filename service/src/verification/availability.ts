import { changedDestinationSeconds, secondsBetweenSends, sendsPerWindow, sendWindowSeconds } from '#contract/numbers';
import type { Action, Method, UnavailableReason } from '#contract/words';
import type { Account, Phone, PushState, RecentSend, WrongCodes } from '../store/types.ts';
import { mayText } from './country.ts';
import type { EffectivePolicy } from './policy.ts';
import { nextPushTime, pushStateOf } from './push-state.ts';
import type { Refusal } from './result.ts';
import { secondsUntil } from './times.ts';
import { isDisabled, wrongCodesOf } from './wrong-codes.ts';

/** Where a method reaches an account: only ever what the account holds, never text from a page. Of a push that is the account itself: all its phones. */
export function destinationOf(account: Account, method: Method): string | null {
  return { push: account.id, sms: account.mobile, email: account.email }[method];
}

/** When the destination of `method` was last changed; null: never since the account was added. A phone says for itself how new it is. */
export function changedAtOf(account: Account, method: Method): number | null {
  return { push: null, sms: account.mobileChangedAt, email: account.emailChangedAt }[method];
}

export function phonesOf(all: readonly Phone[], { id }: Account): Phone[] {
  return all.filter(({ accountId }) => accountId === id);
}

export function takesNotifications({ endpoint }: Phone): boolean {
  return endpoint !== null;
}

/** What a method must not be used for: a code in the mailbox proves nothing to somebody who asks for the mailbox. */
export function excludedActions(method: Method): Action[] {
  return method === 'email' ? ['mailbox_access'] : [];
}

/** `phones` and `pushStates` count with a push only. */
export type MethodFacts = {
  account: Account;
  policy: EffectivePolicy;
  configured: ReadonlySet<Method>;
  wrongCodes: readonly WrongCodes[];
  phones: readonly Phone[];
  pushStates: readonly PushState[];
  /** A change of an address or number before this stops nothing: a second technician confirmed it. 0: there is none such. */
  changeAllowedBefore: number;
  now: number;
};

/** Why `method` cannot be used for the account, or undefined. */
export function whyUnavailable(method: Method, facts: MethodFacts): UnavailableReason | undefined {
  const { account, policy, configured, wrongCodes } = facts;
  const destination = destinationOf(account, method);
  if (destination === null) return 'no_mobile';
  if (method === 'push' && phonesOf(facts.phones, account).length === 0) return 'no_phone';
  if (!configured.has(method)) return 'not_configured';
  if (isDisabled(wrongCodesOf(wrongCodes, account.id, method))) return 'disabled';
  if (!policy.methods.includes(method)) return 'not_allowed';
  if (method === 'sms' && !mayText(destination, policy)) return 'country_not_allowed';
  if (method === 'push') return whyNoPush(facts);
  return isChanged(changedAtOf(account, method), facts) ? 'changed_recently' : undefined;
}

function isChanged(changedAt: number | null, { changeAllowedBefore, now }: MethodFacts): boolean {
  return changedAt !== null && changedAt >= changeAllowedBefore && now < changedAt + changedDestinationSeconds * 1000;
}

function whyNoPush({ account, phones, pushStates, now }: MethodFacts): UnavailableReason | undefined {
  const state = pushStateOf(pushStates, account.id);
  if (state.blockedAt !== null) return 'push_blocked';
  if (!phonesOf(phones, account).some(takesNotifications)) return 'notifications_off';
  return nextPushTime(state, now) === null ? undefined : 'push_unanswered';
}

/** The refusal of a method that cannot be used, with the time to wait where that helps. */
export function refuseMethod(reason: UnavailableReason, { account, pushStates, now }: MethodFacts): Refusal {
  const at = reason === 'push_unanswered' ? nextPushTime(pushStateOf(pushStates, account.id), now) : null;
  return { code: 'method_unavailable', detail: reason, ...(at !== null && { retryAfterSeconds: secondsUntil(at, now) }) };
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
