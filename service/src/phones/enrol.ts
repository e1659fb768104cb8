import { codesPerInvitation, mostPhones, triesPerVerification } from '#contract/numbers';
import type { PublicKey } from '../auth/proof.ts';
import type { PhoneFacts } from '../store/store.ts';
import type { Invitation, Phone } from '../store/types.ts';
import { deriveInvitationCode, sameCode } from '../verification/code.ts';
import { hasLiveCode, isOver } from './invitation.ts';
import { done, phoneEvent, refused, tellOnAllChannels } from './phone-plan.ts';
import type { By, Moment, Planned } from './phone-plan.ts';

/** What a phone says that wants to be added, and the key that its proof was made with. */
export type Enrolling = Moment & { code: string; phoneName: string; thumbprint: string; publicKey: PublicKey; codeKey: Uint8Array };
export type Enrolled = { phone: Phone; others: Phone[] };

/**
 * Adds a phone: the link alone does not, nor does the code alone. The invitation is used up in the same transaction, so that
 * of two that race one wins; the account is told on all its channels. The same request again (a lost reply) adds nothing, nor
 * does a phone that is there already.
 */
export function decideEnrol(facts: PhoneFacts, enrolling: Enrolling): Planned<Enrolled> {
  const { phones, invitation } = facts;
  const { now } = enrolling;
  const repeated = phones.find(({ thumbprint, createdAt }) => thumbprint === enrolling.thumbprint && createdAt === invitation?.endedAt);
  if (invitation && repeated && isRightCode(invitation, enrolling)) return done({ phone: repeated, others: othersOf(phones, repeated) });
  if (!invitation || isOver(invitation, facts, now)) return refused({ code: 'invitation_over' });
  if (!hasLiveCode(invitation, now)) return refused({ code: 'code_expired' });
  if (!isRightCode(invitation, enrolling)) return wrongCode(facts, invitation, now);
  const already = phones.find(({ thumbprint }) => thumbprint === enrolling.thumbprint);
  if (already) return done({ phone: already, others: othersOf(phones, already) }, { invitation: { ...invitation, endedAt: now } });
  if (phones.length >= mostPhones) return refused({ code: 'too_many_phones' });
  return addPhone(facts, invitation, enrolling);
}

function othersOf(phones: readonly Phone[], phone: Phone): Phone[] {
  return phones.filter(({ id }) => id !== phone.id);
}

function isRightCode({ id, codesSent }: Invitation, { code, codeKey }: Enrolling): boolean {
  return sameCode(code, deriveInvitationCode(codeKey, id, codesSent));
}

/** The last try of the last code is the end of the invitation. */
function wrongCode({ account }: PhoneFacts, before: Invitation, now: number): Planned<never> {
  const triesUsed = before.triesUsed + 1;
  const isLast = triesUsed >= triesPerVerification && (before.kind !== 'link' || before.codesSent >= codesPerInvitation);
  const entry = phoneEvent('phone_code_wrong', account, byOf(before), now, { invitationId: before.id, triesUsed });
  return { ...refused({ code: 'code_wrong' }, [entry]), invitation: { ...before, triesUsed, endedAt: isLast ? now : null } };
}

function addPhone({ account, phones }: PhoneFacts, invitation: Invitation, enrolling: Enrolling): Planned<Enrolled> {
  const { now, newId, phoneName, thumbprint, publicKey } = enrolling;
  const phone: Phone = {
    id: newId(), tenantId: account.tenantId, accountId: account.id, name: phoneName, thumbprint, publicKey, createdAt: now, lastSeenAt: now,
    endpoint: null, p256dh: null, auth: null, credential: null, invitedBy: invitation.phoneId, removedAt: null,
  };
  const details = { phoneId: phone.id, phoneName, thumbprint, publicKey, invitationId: invitation.id, kind: invitation.kind };
  return done({ phone, others: phones }, {
    phones: [phone],
    invitation: { ...invitation, endedAt: now },
    notices: tellOnAllChannels(account, { kind: 'phone_added', details: { phoneId: phone.id, phoneName } }, enrolling),
    audit: [phoneEvent('phone_added', account, byOf(invitation), now, details)],
  });
}

/** Who made the invitation answers for what came of it. */
function byOf({ technicianId, phoneId }: Invitation): By {
  if (phoneId !== null) return { how: 'phone', phoneId };
  return technicianId === null ? { how: 'administrator' } : { how: 'technician', technicianId };
}
