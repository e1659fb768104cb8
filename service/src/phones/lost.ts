import { lostPhoneLinkSeconds, lostPhoneMailsPerDay, lostPhoneTextsPerDay, secondsBetweenLostReports } from '#contract/numbers';
import { dayOf } from '../store/day.ts';
import type { PhoneFacts } from '../store/store.ts';
import type { Account, Notice, Phone } from '../store/types.ts';
import { done, mayBeTexted, phoneEvent, tellOnAllChannels } from './phone-plan.ts';
import type { Moment, Planned } from './phone-plan.ts';

/**
 * A report that the account's phones are lost: it is told how to remove them, unless it was lately or often enough today. Anybody may
 * report, so text messages have a limit of their own: a stranger uses up nothing that technicians need.
 */
export function decideLost(facts: PhoneFacts, moment: Moment): Planned<null> {
  const { account, phones, lostReports: { mailsAt, textsAt } } = facts;
  const isEnough = countToday(mailsAt, moment.now) >= lostPhoneMailsPerDay;
  if (phones.length === 0 || isEnough || isToldLately(facts, moment.now)) return done(null);
  const notices = tellOnAllChannels(account, { kind: 'lost_phone', details: {} }, moment);
  return done(null, {
    notices: mayBeTexted(facts) && countToday(textsAt, moment.now) < lostPhoneTextsPerDay ? notices : notices.filter(({ method }) => method !== 'sms'),
    audit: [phoneEvent('phone_reported_lost', account, { how: 'link' }, moment.now)],
  });
}

/** Not after a day, and not where the account is reached elsewhere now: whoever reads the old mailbox may be somebody else. */
export function isLostLinkGood({ kind, createdAt }: Notice, account: Account, now: number): boolean {
  return kind === 'lost_phone' && now < createdAt + lostPhoneLinkSeconds * 1000 && isReachedAsAt(createdAt, account);
}

/**
 * Which of the account's phones stay when the link of a report is used: those that were added since, and not by an invitation that came
 * from a phone that is removed. Who holds a stolen phone sees the report on it, and may have used it to bring in another one.
 */
export function phonesThatStay({ createdAt }: Notice, phones: readonly Phone[]): Phone[] {
  const stays = (phone: Phone): boolean =>
    phone.createdAt > createdAt && (phone.invitedBy === null || phones.some((other) => other.id === phone.invitedBy && stays(other)));
  return phones.filter(stays);
}

/** Whether the account has a link, not an hour old, that does all that another one would do. */
function isToldLately({ account, phones, lostReports: { mailsAt: [toldAt] } }: PhoneFacts, now: number): boolean {
  if (toldAt === undefined || now >= toldAt + secondsBetweenLostReports * 1000) return false;
  return isReachedAsAt(toldAt, account) && phones.every(({ createdAt }) => createdAt <= toldAt);
}

/** Whether neither the address nor the number was changed since `at`. */
export function isReachedAsAt(at: number, { emailChangedAt, mobileChangedAt }: Account): boolean {
  return [emailChangedAt, mobileChangedAt].every((changedAt) => changedAt === null || changedAt < at);
}

function countToday(times: readonly number[], now: number): number {
  return times.filter((at) => dayOf(at) === dayOf(now)).length;
}
