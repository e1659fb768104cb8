import type { Check } from '#contract/lifecycle';
import type { StartVerification } from '#contract/verification';
import type { Method } from '#contract/words';
import type { StartFacts } from '../store/store.ts';
import type { Account, AuditEvent, Message, SignedIn, VerificationRow } from '../store/types.ts';
import type { About } from './about.ts';
import { chooseAccount } from './account-choice.ts';
import type { AccountChoice } from './account-choice.ts';
import { destinationOf, excludedActions, phonesOf, refuseMethod, sendLimit, takesNotifications, whyUnavailable } from './availability.ts';
import { costOf, countSend, findDayLimit, refuseForToday } from './day-limits.ts';
import { endBy, eventOf, keep, refuse, save } from './events.ts';
import type { RowPlan } from './events.ts';
import { describePhones, maskDestination } from './mask.ts';
import { newRow } from './new-row.ts';
import { effectivePolicy } from './policy.ts';
import type { EffectivePolicy } from './policy.ts';
import { afterPush, pushStateOf } from './push-state.ts';
import type { Refusal, Result } from './result.ts';
import { isOverdue } from './times.ts';

export type StartInput = {
  who: SignedIn;
  request: About<StartVerification>;
  idempotencyKey: string;
  requestHash: string;
  verificationId: string;
  messageId: string;
  configured: ReadonlySet<Method>;
  now: number;
};

/** For whom, and by which rules. */
type Chosen = AccountChoice & { policy: EffectivePolicy; codeCheck: Check };
export type Allowed = Chosen & { masked: string; cost: number };

/** SEND: one verification with its first message, or the reason why not. Either stands in the audit chain. */
export function decideStart(input: StartInput, facts: StartFacts): RowPlan {
  if (facts.repeated) return repeat(input, facts, facts.repeated);
  const over = facts.live && isOverdue(facts.live, input.now) ? endBy('expire', facts.live, input.now) : undefined;
  const allowed = checkStart(input, facts, over === undefined);
  const plan = allowed.ok ? sendFirst(input, facts, allowed.value) : refuse(allowed.refusal, [refusedStart(input, facts, allowed.refusal)]);
  return over ? { ...plan, overdue: over.row, audit: [over.entry, ...plan.audit] } : plan;
}

function repeat(input: StartInput, facts: StartFacts, row: VerificationRow): RowPlan {
  if (row.requestHash === input.requestHash) return keep(row);
  const refusal: Refusal = { code: 'idempotency_conflict' };
  return refuse(refusal, [refusedStart(input, facts, refusal)]);
}

function checkStart(input: StartInput, facts: StartFacts, liveCounts: boolean): Result<Allowed> {
  const { request } = input;
  const choice = chooseAccount(facts.accounts, request.contact.company, request.customerId);
  if (!choice.ok) return choice;
  const policy = effectivePolicy(facts.tenantPolicy, facts.customerPolicies[choice.value.account.customerId] ?? {});
  const codeCheck = resolveCheck(request, policy);
  const no = (refusal: Refusal): Result<Allowed> => ({ ok: false, refusal });
  if (codeCheck === undefined) return no({ code: 'bad_request', detail: 'What is sent by SMS or e-mail is a code: check must be "code".' });
  if (facts.live && liveCounts) return no({ code: 'verification_live' });
  if (policy.actionRequired && request.action === null) return no({ code: 'action_required' });
  return checkMethod(input, facts, { ...choice.value, policy, codeCheck });
}

function checkMethod({ who, request, configured, now }: StartInput, facts: StartFacts, chosen: Chosen): Result<Allowed> {
  const { method, action, contact } = request;
  const { account, policy } = chosen;
  const no = (refusal: Refusal): Result<Allowed> => ({ ok: false, refusal });
  const methodFacts = { account, policy, configured, wrongCodes: facts.wrongCodes, phones: facts.phones, pushStates: facts.pushStates, now };
  const destination = destinationOf(account, method);
  const unavailable = whyUnavailable(method, methodFacts);
  if (unavailable || destination === null) return no(refuseMethod(unavailable ?? 'no_mobile', methodFacts));
  if (action !== null && excludedActions(method).includes(action)) return no({ code: 'method_unavailable', detail: 'excluded_action' });
  const limit = sendLimit(facts.recent, destination, now);
  if (limit) return no(limit);
  const names = { tenantName: who.tenant.name, technicianName: who.technician.name, ticketNumber: contact.ticket.number };
  const cost = costOf(method, { ...names, action, direction: request.direction, lifeSeconds: policy.lifeSeconds[method] }, policy);
  const reached = findDayLimit(facts.today, policy.daily, cost);
  if (reached) return no(refuseForToday(reached, now));
  const masked = method === 'push' ? describePhones(phonesOf(facts.phones, account).filter(takesNotifications)) : maskDestination(method, destination);
  return { ok: true, value: { ...chosen, masked, cost } };
}

/** What decides, by what was asked for and policy; undefined: a message by a channel can only carry a code. */
function resolveCheck({ method, check }: Pick<StartVerification, 'method' | 'check'>, { codeCheck }: EffectivePolicy): Check | undefined {
  if (check === 'code') return codeCheck;
  return method === 'push' ? check : undefined;
}

function sendFirst(input: StartInput, facts: StartFacts, allowed: Allowed): RowPlan {
  const { now } = input;
  const row = newRow(input, allowed);
  const entry = eventOf('send_queued', row, now, { customerChosen: allowed.chosen });
  const counted = countSend(allowed.policy.daily, row.technicianId, allowed.cost, now);
  const pushed = row.method === 'push' ? { pushState: afterPush(pushStateOf(facts.pushStates, row.accountId), now) } : {};
  return { ...save(row, [entry]), newMessage: messageOf(row, input.messageId, now), counted, ...pushed };
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
  const details = { intent: 'send', code: refusal.code, ticketHost: host, ticketNumber: number, method: request.method, action: request.action, direction: request.direction, accountId: only?.id ?? null };
  return { type: 'refused', at: now, technicianId: who.technician.id, verificationId: null, details };
}
