import { codesPerInvitation, invitationCodeSeconds, secondsBetweenSends, triesPerVerification } from '#contract/numbers';
import type { Invitation as InvitationView } from '#contract/phone';
import type { PhoneFacts } from '../store/store.ts';
import type { Invitation } from '../store/types.ts';
import { maskDestination } from '../verification/mask.ts';
import type { Refusal } from '../verification/result.ts';
import { secondsUntil } from '../verification/times.ts';
import { done, mayBeTexted, phoneEvent, refused, tell } from './phone-plan.ts';
import type { By, Moment, Planned } from './phone-plan.ts';

/**
 * Whether nobody can use `invitation` any more: it was used, time is over, the phone that made it was removed, or the account
 * is reached elsewhere now than when it was made.
 */
export function isOver(invitation: Invitation, { account, phones }: Pick<PhoneFacts, 'account' | 'phones'>, now: number): boolean {
  if (invitation.endedAt !== null || now >= invitation.expiresAt) return true;
  if (invitation.phoneId !== null && !phones.some(({ id }) => id === invitation.phoneId)) return true;
  return invitation.kind === 'link' && [account.emailChangedAt, account.mobileChangedAt].some((at) => at !== null && at >= invitation.createdAt);
}

/** Whether its code can still be compared. */
export function hasLiveCode({ codeSentAt, triesUsed }: Invitation, now: number): boolean {
  return codeSentAt !== null && now < codeSentAt + invitationCodeSeconds * 1000 && triesUsed < triesPerVerification;
}

/** What an invitation tells whoever holds its link. */
export function viewInvitation(invitation: Invitation, { tenant, account }: Pick<PhoneFacts, 'tenant' | 'account'>, now: number): InvitationView {
  const isSent = invitation.kind === 'link';
  return {
    tenant: tenant.name,
    codeTo: isSent && account.mobile !== null ? maskDestination('sms', account.mobile) : null,
    codesLeft: isSent ? codesPerInvitation - invitation.codesSent : 0,
    nextCodeAt: isSent ? nextCodeTime(invitation) : null,
    expiresAt: invitation.expiresAt,
    now,
  };
}

/** One more code, by the channel that the link did not take. The one before it is dead. */
export function decideSendCode(facts: PhoneFacts, moment: Moment): Planned<InvitationView> {
  const { account, invitation } = facts;
  const { now } = moment;
  if (!invitation || isOver(invitation, facts, now)) return refused({ code: 'invitation_over' });
  const refusal = whyNoCode(invitation, facts, now);
  if (refusal) return refused(refusal);
  const next = { ...invitation, codesSent: invitation.codesSent + 1, codeSentAt: now, triesUsed: 0 };
  const details = { invitationId: next.id, codesSent: String(next.codesSent) };
  return done(viewInvitation(next, facts, now), {
    invitation: next,
    notices: [tell(account, 'sms', { kind: 'phone_code', details }, moment)],
    audit: [phoneEvent('phone_code_queued', account, byLink, now, { invitationId: next.id, codesSent: next.codesSent })],
  });
}

const byLink: By = { how: 'link' };

function whyNoCode(invitation: Invitation, facts: PhoneFacts, now: number): Refusal | undefined {
  if (invitation.kind !== 'link' || !mayBeTexted(facts)) return { code: 'channel_missing' };
  if (invitation.codesSent >= codesPerInvitation) return { code: 'too_many_sends', retryAfterSeconds: secondsUntil(invitation.expiresAt, now) };
  const nextAt = nextCodeTime(invitation);
  return nextAt !== null && now < nextAt ? { code: 'too_soon', retryAfterSeconds: secondsUntil(nextAt, now) } : undefined;
}

function nextCodeTime({ codeSentAt }: Invitation): number | null {
  return codeSentAt === null ? null : codeSentAt + secondsBetweenSends * 1000;
}
