import { changedDestinationSeconds, invitationCodeSeconds, invitationSeconds, mostPhones, secondsBetweenSends } from '#contract/numbers';
import type { Channel } from '#contract/words';
import type { PhoneFacts } from '../store/store.ts';
import type { Account, Invitation, InvitationKind } from '../store/types.ts';
import type { Refusal } from '../verification/result.ts';
import { secondsUntil } from '../verification/times.ts';
import { done, mayBeTexted, phoneEvent, refused, tell } from './phone-plan.ts';
import type { By, Moment, Planned } from './phone-plan.ts';

/** `configured`: the channels that this service has a provider for. */
export type Inviting = Moment & { kind: InvitationKind; by: By; configured: ReadonlySet<Channel> };

/**
 * A new invitation to add a phone. By link it needs two channels that nobody changed lately: the link goes by one, the code by
 * the other, into a country that policy allows. Otherwise whoever invites shows both, for as long as a code lives.
 */
export function decideInvite(facts: PhoneFacts, inviting: Inviting): Planned<Invitation> {
  const refusal = whyNotInvited(facts, inviting);
  if (refusal) return refused(refusal);
  const { account } = facts;
  const invitation = newInvitation(account, inviting);
  const { kind, by, now } = inviting;
  const audit = [phoneEvent('phone_invited', account, by, now, { invitationId: invitation.id, kind })];
  const notices = kind === 'link' ? [tell(account, 'email', { kind: 'phone_invited', details: { invitationId: invitation.id } }, inviting)] : [];
  return done(invitation, { invitation, notices, audit });
}

/** Why the account cannot be invited now, or undefined. Whoever reported or denied pushes is talked to first: somebody else may be let in. */
function whyNotInvited(facts: PhoneFacts, { kind, configured, now }: Pick<Inviting, 'kind' | 'configured' | 'now'>): Refusal | undefined {
  const { account, phones, latestInvitation, pushState } = facts;
  if (pushState.blockedAt !== null) return { code: 'account_blocked' };
  if (phones.length >= mostPhones) return { code: 'too_many_phones' };
  if (kind === 'link' && (!mayBeTexted(facts) || !configured.has('sms') || !configured.has('email'))) return { code: 'channel_missing' };
  if (kind === 'link' && wasChangedLately(account, now)) return { code: 'changed_recently' };
  const nextAt = latestInvitation && kind !== 'in_person' ? latestInvitation.createdAt + secondsBetweenSends * 1000 : 0;
  return now < nextAt ? { code: 'too_soon', retryAfterSeconds: secondsUntil(nextAt, now) } : undefined;
}

function newInvitation({ id: accountId, tenantId }: Account, { kind, by, now, newId }: Inviting): Invitation {
  const isShown = kind !== 'link';
  return {
    id: newId(), tenantId, accountId, kind, technicianId: by.technicianId ?? null, phoneId: by.phoneId ?? null,
    codesSent: isShown ? 1 : 0, codeSentAt: isShown ? now : null, triesUsed: 0,
    createdAt: now, expiresAt: now + (isShown ? invitationCodeSeconds : invitationSeconds) * 1000, endedAt: null,
  };
}

/** Whoever changed an address or a number may be the one who is invited. */
function wasChangedLately({ emailChangedAt, mobileChangedAt }: Account, now: number): boolean {
  return [emailChangedAt, mobileChangedAt].some((at) => at !== null && now < at + changedDestinationSeconds * 1000);
}
