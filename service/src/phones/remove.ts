import type { PhoneFacts } from '../store/store.ts';
import type { Phone } from '../store/types.ts';
import { done, phoneEvent, refused, tellOnAllChannels } from './phone-plan.ts';
import type { By, Moment, Planned } from './phone-plan.ts';

/**
 * Removes those phones of the account that `isMeant` picks; the account is told on all its channels. None: nothing is written.
 * Whoever does it may have lost control of a phone, and what was invited by it or on its word is in reserve: all open invitations end.
 */
export function decideRemove({ account, phones }: PhoneFacts, isMeant: (phone: Phone) => boolean, by: By, moment: Moment): Planned<Phone[]> {
  const { now } = moment;
  const removed = phones.filter(isMeant).map((phone) => ({ ...phone, endpoint: null, p256dh: null, auth: null, removedAt: now }));
  return done(removed, {
    phones: removed,
    ...(removed.length > 0 && { endInvitationsAt: now }),
    notices: removed.flatMap(({ name }) => tellOnAllChannels(account, { kind: 'phone_removed', details: { phoneName: name } }, moment)),
    audit: removed.map(({ id, name, thumbprint }) => phoneEvent('phone_removed', account, by, now, { phoneId: id, phoneName: name, thumbprint })),
  });
}

/** The same for one phone that must be there. */
export function decideRemoveOne(facts: PhoneFacts, phoneId: string, by: By, moment: Moment): Planned<Phone[]> {
  const isThere = facts.phones.some(({ id }) => id === phoneId);
  return isThere ? decideRemove(facts, ({ id }) => id === phoneId, by, moment) : refused({ code: 'not_found' });
}
