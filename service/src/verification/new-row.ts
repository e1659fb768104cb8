import { longestLifeSeconds } from '#contract/numbers';
import type { Channel } from '#contract/words';
import type { VerificationRow } from '../store/types.ts';
import { destinationOf } from './availability.ts';
import { mayText } from './country.ts';
import type { EffectivePolicy } from './policy.ts';
import { lookUpOf } from './evidence.ts';
import { pageHash } from './page-hash.ts';
import type { Allowed, StartInput } from './start.ts';

/** The verification that SEND makes. */
export function newRow(input: StartInput, allowed: Allowed): VerificationRow {
  const { who, idempotencyKey, requestHash, verificationId } = input;
  const { account, policy, masked, codeCheck } = allowed;
  const { contact, evidence } = input.located;
  const { method, action, direction } = input.request;
  return {
    id: verificationId,
    tenantId: who.tenant.id,
    customerId: account.customerId,
    accountId: account.id,
    technicianId: who.technician.id,
    technicianName: who.technician.name,
    idempotencyKey,
    requestHash,
    ticketHost: contact.ticket.host,
    ticketNumber: contact.ticket.number,
    contact: account.name,
    company: contact.company,
    pageHash: pageHash(contact),
    contactId: lookUpOf(input.located).contactId,
    isPageOnly: !evidence?.record,
    callerReason: input.request.caller?.reason ?? null,
    exceptionId: allowed.exceptionId,
    notePolicy: evidence?.site === contact.ticket.host ? policy.ticketNote : 'off',
    method,
    maskedDestination: masked,
    action,
    direction,
    codeCheck,
    lifeSeconds: policy.lifeSeconds[method],
    userVerificationRequired: method === 'push' && policy.userVerificationRequired,
    noticeMethod: noticeMethod(input, allowed),
    ...unsent(input, allowed),
  };
}

/** Before hand-off a code is given up after ten minutes; a push is not worth more than the minute that it asks for. */
function unsent({ request, now }: StartInput, { policy }: Allowed) {
  const waitSeconds = request.method === 'push' ? policy.lifeSeconds.push : longestLifeSeconds;
  return {
    answeredAt: null,
    answeredBy: null,
    assurance: [],
    status: 'pending',
    endReason: null,
    sendNumber: 1,
    deliveryState: 'queued',
    deliveryReason: null,
    createdAt: now,
    lastSendAt: now,
    firstHandedOverAt: null,
    expiresAt: now + waitSeconds * 1000,
    extended: false,
    triesUsed: 0,
    endedAt: null,
    receipt: null,
  } satisfies Partial<VerificationRow>;
}

/** Another channel than the one that was verified by, so that whoever holds that one alone is noticed. */
function noticeMethod({ request, configured }: StartInput, { account, policy }: Allowed): Channel | null {
  if (!policy.noticeAfterwards) return null;
  const others = (['email', 'sms'] as const).filter((channel) => channel !== request.method && configured.has(channel));
  return others.find((channel) => isReached(destinationOf(account, channel), channel, policy)) ?? null;
}

function isReached(destination: string | null, channel: Channel, policy: EffectivePolicy): boolean {
  return destination !== null && (channel !== 'sms' || mayText(destination, policy));
}
