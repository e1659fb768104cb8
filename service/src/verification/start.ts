import { longestLifeSeconds } from '#contract/numbers';
import type { StartVerification } from '#contract/verification';
import type { Method } from '#contract/words';
import type { StartFacts } from '../store/store.ts';
import type { Account, AuditEvent, Message, SignedIn, VerificationRow } from '../store/types.ts';
import { chooseAccount } from './account-choice.ts';
import type { AccountChoice } from './account-choice.ts';
import { destinationOf, excludedActions, sendLimit, whyUnavailable } from './availability.ts';
import type { Wording } from './day-limits.ts';
import { costOf, countSend, findDayLimit, refuseForToday } from './day-limits.ts';
import { endBy, eventOf, keep, refuse, save } from './events.ts';
import type { RowPlan } from './events.ts';
import { maskDestination } from './mask.ts';
import { effectivePolicy } from './policy.ts';
import type { EffectivePolicy } from './policy.ts';
import type { Refusal, Result } from './result.ts';
import { isOverdue } from './times.ts';

export type StartInput = {
  who: SignedIn;
  request: StartVerification;
  idempotencyKey: string;
  requestHash: string;
  verificationId: string;
  messageId: string;
  configured: ReadonlySet<Method>;
  now: number;
};

type Allowed = AccountChoice & { policy: EffectivePolicy; destination: string; cost: number };

/** SEND: one verification with its first message, or the reason why not. Either stands in the audit chain. */
export function decideStart(input: StartInput, facts: StartFacts): RowPlan {
  if (facts.repeated) return repeat(input, facts, facts.repeated);
  const over = facts.live && isOverdue(facts.live, input.now) ? endBy('expire', facts.live, input.now) : undefined;
  const allowed = checkStart(input, facts, over === undefined);
  const plan = allowed.ok ? sendFirst(input, allowed.value) : refuse(allowed.refusal, [refusedStart(input, facts, allowed.refusal)]);
  return over ? { ...plan, overdue: over.row, audit: [over.entry, ...plan.audit] } : plan;
}

function repeat(input: StartInput, facts: StartFacts, row: VerificationRow): RowPlan {
  if (row.requestHash === input.requestHash) return keep(row);
  const refusal: Refusal = { code: 'idempotency_conflict' };
  return refuse(refusal, [refusedStart(input, facts, refusal)]);
}

function checkStart(input: StartInput, facts: StartFacts, liveCounts: boolean): Result<Allowed> {
  const { request, configured, now } = input;
  const choice = chooseAccount(facts.accounts, request.contact.company, request.customerId);
  if (!choice.ok) return choice;
  const { account } = choice.value;
  const policy = effectivePolicy(facts.tenantPolicy, facts.customerPolicies[account.customerId] ?? {});
  const destination = destinationOf(account, request.method);
  const no = (refusal: Refusal): Result<Allowed> => ({ ok: false, refusal });
  if (facts.live && liveCounts) return no({ code: 'verification_live' });
  if (policy.actionRequired && request.action === null) return no({ code: 'action_required' });
  const unavailable = whyUnavailable(request.method, { account, policy, configured, wrongCodes: facts.wrongCodes, now });
  if (unavailable || destination === null) return no({ code: 'method_unavailable', detail: unavailable ?? 'no_mobile' });
  if (request.action !== null && excludedActions(request.method).includes(request.action)) return no({ code: 'method_unavailable', detail: 'excluded_action' });
  const limit = sendLimit(facts.recent, destination, now);
  if (limit) return no(limit);
  const cost = costOf(request.method, wordingOf(input, policy), policy);
  const reached = findDayLimit(facts.today, policy.daily, cost);
  return reached ? no(refuseForToday(reached, now)) : { ok: true, value: { ...choice.value, policy, destination, cost } };
}

function wordingOf({ who, request }: StartInput, { lifeSeconds }: EffectivePolicy): Wording {
  const { method, action, contact } = request;
  return { tenantName: who.tenant.name, technicianName: who.technician.name, ticketNumber: contact.ticket.number, action, lifeSeconds: lifeSeconds[method] };
}

function sendFirst(input: StartInput, allowed: Allowed): RowPlan {
  const row = newRow(input, allowed);
  const entry = eventOf('send_queued', row, input.now, { customerChosen: allowed.chosen });
  const counted = countSend(allowed.policy.daily, row.technicianId, allowed.cost, input.now);
  return { ...save(row, [entry]), newMessage: messageOf(row, input.messageId, input.now), counted };
}

function newRow({ who, request, idempotencyKey, requestHash, verificationId, now }: StartInput, { account, policy, destination }: Allowed): VerificationRow {
  const { method, contact, action } = request;
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
    method,
    maskedDestination: maskDestination(method, destination),
    action,
    codeCheck: policy.codeCheck,
    lifeSeconds: policy.lifeSeconds[method],
    assurance: [],
    status: 'pending',
    endReason: null,
    sendNumber: 1,
    deliveryState: 'queued',
    deliveryReason: null,
    createdAt: now,
    lastSendAt: now,
    firstHandedOverAt: null,
    expiresAt: now + longestLifeSeconds * 1000,
    extended: false,
    triesUsed: 0,
    endedAt: null,
    receipt: null,
  };
}

/** The outbox row of the verification's current send. */
export function messageOf(row: VerificationRow, id: string, now: number): Message {
  const { tenantId, accountId, method, sendNumber } = row;
  return {
    id, tenantId, verificationId: row.id, accountId, sendNumber, method, state: 'queued', reason: null, createdAt: now,
    claimedAt: null, claimedBy: null, attempts: 0, retryAt: null, doneAt: null, providerId: null,
  };
}

function refusedStart({ who, request, now }: StartInput, facts: StartFacts, refusal: Refusal): AuditEvent {
  const only: Account | undefined = facts.accounts.length === 1 ? facts.accounts[0] : undefined;
  const { host, number } = request.contact.ticket;
  const details = { intent: 'send', code: refusal.code, ticketHost: host, ticketNumber: number, method: request.method, action: request.action, accountId: only?.id ?? null };
  return { type: 'refused', at: now, technicianId: who.technician.id, verificationId: null, details };
}
