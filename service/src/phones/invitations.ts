import type { Invitation as InvitationView, PhoneState } from '#contract/phone';
import type { PhoneFacts } from '../store/store.ts';
import type { Invitation, SignedIn, SignedInPhone, VerificationRow } from '../store/types.ts';
import { deriveInvitationCode } from '../verification/code.ts';
import { maskDestination } from '../verification/mask.ts';
import type { Result } from '../verification/result.ts';
import { effectivePolicy } from '../verification/policy.ts';
import { verifiedUntilOf } from '../verification/verified-window.ts';
import { decideEnrol } from './enrol.ts';
import { decideSendCode, isOver, viewInvitation } from './invitation.ts';
import { decideInvite } from './invite.ts';
import { joinLink } from './join-link.ts';
import { done, refused } from './phone-plan.ts';
import type { Planned } from './phone-plan.ts';
import type { ByKey, Phones, PhonesDeps } from './types.ts';
import { viewPhoneState } from './view-phone.ts';

type Deps = PhonesDeps & { newId: () => string };
type InvitationCalls = Pick<Phones, 'openInvitation' | 'sendInvitationCode' | 'enrol' | 'inviteByPhone' | 'inviteByTechnician'>;

const linkInvalid: Result<never> = { ok: false, refusal: { code: 'link_invalid' } };
const keyTaken: Result<never> = { ok: false, refusal: { code: 'bad_request', detail: 'This key belongs to a phone already: make a new one.' } };

/** Inviting a phone, and what whoever holds an invitation may do. */
export function createInvitations(deps: Deps): InvitationCalls {
  const { store, now, newId } = deps;
  const onInvitation = onInvitationOf(deps);
  return {
    openInvitation: (token) => onInvitation<InvitationView>(token, (facts) => {
      const { invitation } = facts;
      return invitation && !isOver(invitation, facts, now()) ? done(viewInvitation(invitation, facts, now())) : refused({ code: 'invitation_over' });
    }),
    sendInvitationCode: async (token) => {
      const sent = await onInvitation(token, (facts) => decideSendCode(facts, { now: now(), newId }));
      if (sent.ok) deps.kick();
      return sent;
    },
    enrol: (key, request) => enrol(deps, key, request),
    inviteByPhone: async ({ tenant, account, phone }) => {
      const invited = await store.changePhones(tenant.id, account.id, (facts) => decideInvite(facts, { kind: 'phone', by: { how: 'phone', phoneId: phone.id }, configured: deps.configured, now: now(), newId }));
      if (!invited?.ok) return invited ?? { ok: false, refusal: { code: 'device_unknown' } };
      const { id, codesSent, expiresAt } = invited.value;
      return { ok: true, value: { link: joinLink(deps, id), code: deriveInvitationCode(deps.codeKey, id, codesSent), expiresAt } };
    },
    inviteByTechnician: (who, verificationId) => inviteByTechnician(deps, who, verificationId),
  };
}

/** Runs `decide` on the invitation that `token` names, with its account. */
function onInvitationOf({ store, links }: Deps) {
  return async <T>(token: string, decide: (facts: PhoneFacts) => Planned<T>): Promise<Result<T>> => {
    const invitation = await findInvitation({ store, links }, token);
    if (!invitation) return linkInvalid;
    return (await store.changePhones(invitation.tenantId, invitation.accountId, decide, { invitationId: invitation.id })) ?? linkInvalid;
  };
}

async function findInvitation({ store, links }: Pick<Deps, 'store' | 'links'>, token: string): Promise<Invitation | undefined> {
  const id = links.read('join', token);
  return id === undefined ? undefined : store.findInvitation(id);
}

async function enrol(deps: Deps, key: ByKey, { invitation: token, code, phoneName }: { invitation: string; code: string; phoneName: string }): Promise<Result<PhoneState>> {
  const { store, now, newId, codeKey } = deps;
  const invitation = await findInvitation(deps, token);
  if (!invitation) return linkInvalid;
  const isTaken = async () => isOfAnotherAccount(await store.findPhone(key.thumbprint), invitation);
  if (await isTaken()) return keyTaken;
  const added = await store.changePhones(invitation.tenantId, invitation.accountId, (facts) => {
    const plan = decideEnrol(facts, { code, phoneName, ...key, codeKey, now: now(), newId });
    return { ...plan, result: { result: plan.result, facts } };
  }, { invitationId: invitation.id }).catch(async (error: unknown) => {
    // the same key at once with another account: the database takes one of them
    if (await isTaken()) return 'taken' as const;
    throw error;
  });
  if (added === 'taken') return keyTaken;
  if (!added) return linkInvalid;
  const { result, facts } = added;
  if (!result.ok) return result;
  deps.kick();
  return { ok: true, value: viewPhoneState({ ...facts, phone: result.value.phone }, result.value.others, { ...deps, now: now() }) };
}

function isOfAnotherAccount(holder: SignedInPhone | undefined, { accountId }: Invitation): boolean {
  return holder !== undefined && holder.account.id !== accountId;
}

/** Only whom this technician verified a moment ago, and nobody took it back: a technician alone makes nobody's phone a trusted one. */
async function inviteByTechnician(deps: Deps, who: SignedIn, verificationId: string): ReturnType<Phones['inviteByTechnician']> {
  const { store, now, newId, configured } = deps;
  const row = await store.findVerification(who.tenant.id, verificationId);
  if (!row) return { ok: false, refusal: { code: 'not_found' } };
  if (row.technicianId !== who.technician.id) return { ok: false, refusal: { code: 'not_yours' } };
  const by = { how: 'technician', technicianId: who.technician.id, verificationId } as const;
  const invited = await store.changePhones(who.tenant.id, row.accountId, (facts) => {
    const plan = isVerified(row, facts, now()) ? decideInvite(facts, { kind: 'link', by, configured, now: now(), newId }) : refused({ code: 'not_verified' });
    return { ...plan, result: { result: plan.result, account: facts.account } };
  }, { ticket: { ticketHost: row.ticketHost, ticketNumber: row.ticketNumber, now: now() } });
  if (!invited) return { ok: false, refusal: { code: 'not_found' } };
  const { account: { email, mobile }, result } = invited;
  if (!result.ok) return result;
  deps.kick();
  const { expiresAt } = result.value;
  return { ok: true, value: { linkTo: maskDestination('email', email), codeTo: maskDestination('sms', mobile ?? ''), expiresAt } };
}

function isVerified(row: VerificationRow, { decided, tenantPolicy, customerPolicy }: PhoneFacts, now: number): boolean {
  return verifiedUntilOf(row, { decided, verifiedMinutes: effectivePolicy(tenantPolicy, customerPolicy).verifiedMinutes, now }) !== null;
}
