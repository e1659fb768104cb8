import type { Check } from '#contract/lifecycle';
import type { StartVerification } from '#contract/requests';
import type { Ticket } from '#contract/verification';
import type { Method } from '#contract/words';
import type { ExceptionRow } from '../store/connectwise-store.ts';
import type { StartFacts } from '../store/store.ts';
import type { Account, AuditEvent, Message, SignedIn, VerificationRow } from '../store/types.ts';
import { destinationOf, excludedActions, phonesOf, refuseMethod, sendLimit, takesNotifications, whyUnavailable } from './availability.ts';
import { costOf, countSend, findDayLimit, refuseForToday } from './day-limits.ts';
import { endBy, eventOf, keep, refuse, save } from './events.ts';
import type { RowPlan } from './events.ts';
import type { Located } from './evidence.ts';
import { changeAllowedBy, findCover } from './exceptions.ts';
import { judgeContact } from './judge-contact.ts';
import type { Judged } from './judge-contact.ts';
import { describePhones, maskDestination } from './mask.ts';
import { newRow } from './new-row.ts';
import { effectivePolicy } from './policy.ts';
import type { EffectivePolicy } from './policy.ts';
import { afterPush, pushStateOf } from './push-state.ts';
import type { Refusal, Result } from './result.ts';
import { ticketNoteOf } from './ticket-note.ts';
import { isOverdue } from './times.ts';

/** What was pressed, by whom. */
type Pressed = Pick<StartInput, 'who' | 'request' | 'requestHash' | 'now'>;
export type StartInput = {
  who: SignedIn;
  request: StartVerification;
  located: Located;
  idempotencyKey: string;
  requestHash: string;
  verificationId: string;
  messageId: string;
  configured: ReadonlySet<Method>;
  now: number;
};

/** For whom, by which rules, and what lets it go on in spite of doubts. */
type Chosen = Judged & { policy: EffectivePolicy; codeCheck: Check; cover: ExceptionRow | undefined };
/** `exceptionId`: of the cover, where it was needed. */
export type Allowed = Chosen & { masked: string; cost: number; exceptionId: string | null };

/** SEND: one verification with its first message, or the reason why not. Either stands in the audit chain. */
export function decideStart(input: StartInput, facts: StartFacts): RowPlan {
  if (facts.repeated) return repeat(input, facts, facts.repeated);
  const over = facts.live && isOverdue(facts.live, input.now) ? endBy('expire', facts.live, input.now) : undefined;
  const allowed = checkStart(input, facts, over === undefined);
  const plan = allowed.ok ? sendFirst(input, facts, allowed.value) : refuse(allowed.refusal, [refusedStart(input, facts, allowed.refusal, input.located.contact.ticket)]);
  return over ? { ...plan, overdue: over.row, ...ticketNoteOf(over.row, input.now), audit: [over.entry, ...plan.audit] } : plan;
}

/** SEND where it is not known whom it is about. What an earlier press made is still the answer to the same one. */
export function decideUnlocated(input: Pressed, facts: StartFacts, refusal: Refusal): RowPlan {
  return facts.repeated ? repeat(input, facts, facts.repeated) : refuse(refusal, [refusedStart(input, facts, refusal, input.request.contact?.ticket)]);
}

function repeat(input: Pressed, facts: StartFacts, row: VerificationRow): RowPlan {
  if (row.requestHash === input.requestHash) return keep(row);
  const refusal: Refusal = { code: 'idempotency_conflict' };
  return refuse(refusal, [refusedStart(input, facts, refusal, input.request.contact?.ticket)]);
}

function checkStart(input: StartInput, facts: StartFacts, liveCounts: boolean): Result<Allowed> {
  const { request, located, who, now } = input;
  const judged = judgeContact(located, facts, request.customerId);
  if (!judged.ok) return judged;
  const { account, doubts } = judged.value;
  const policy = effectivePolicy(facts.tenantPolicy, facts.customerPolicies[account.customerId] ?? {});
  const codeCheck = resolveCheck(request, policy);
  const no = (refusal: Refusal): Result<Allowed> => ({ ok: false, refusal });
  if (codeCheck === undefined) return no({ code: 'bad_request', detail: 'What is sent by SMS or e-mail is a code: check must be "code".' });
  if (facts.live && liveCounts) return no({ code: 'verification_live' });
  if (policy.actionRequired && request.action === null) return no({ code: 'action_required' });
  const cover = findCover(facts.exceptions, { technicianId: who.technician.id, accountId: account.id, contact: located.contact, now }, doubts);
  if (doubts.length > 0 && !cover) return no({ code: 'contact_doubted', doubts });
  return checkMethod(input, facts, { ...judged.value, policy, codeCheck, cover });
}

function checkMethod({ who, request, located, configured, now }: StartInput, facts: StartFacts, chosen: Chosen): Result<Allowed> {
  const { method, action } = request;
  const { account, policy, cover } = chosen;
  const no = (refusal: Refusal): Result<Allowed> => ({ ok: false, refusal });
  const methodFacts = { account, policy, configured, wrongCodes: facts.wrongCodes, phones: facts.phones, pushStates: facts.pushStates, changeAllowedBefore: changeAllowedBy(cover), now };
  const destination = destinationOf(account, method);
  const unavailable = whyUnavailable(method, methodFacts);
  if (unavailable || destination === null) return no(refuseMethod(unavailable ?? 'no_mobile', methodFacts));
  if (action !== null && excludedActions(method).includes(action)) return no({ code: 'method_unavailable', detail: 'excluded_action' });
  const limit = sendLimit(facts.recent, destination, now);
  if (limit) return no(limit);
  const names = { tenantName: who.tenant.name, technicianName: who.technician.name, ticketNumber: located.contact.ticket.number };
  const cost = costOf(method, { ...names, action, direction: request.direction, lifeSeconds: policy.lifeSeconds[method] }, policy);
  const reached = findDayLimit(facts.today, policy.daily, cost);
  if (reached) return no(refuseForToday(reached, now));
  const masked = method === 'push' ? describePhones(phonesOf(facts.phones, account).filter(takesNotifications)) : maskDestination(method, destination);
  const isNeeded = chosen.doubts.length > 0 || whyUnavailable(method, { ...methodFacts, changeAllowedBefore: 0 }) !== undefined;
  return { ok: true, value: { ...chosen, masked, cost, exceptionId: cover && isNeeded ? cover.id : null } };
}

/** What decides, by what was asked for and policy; undefined: a message by a channel can only carry a code. */
function resolveCheck({ method, check }: Pick<StartVerification, 'method' | 'check'>, { codeCheck }: EffectivePolicy): Check | undefined {
  if (check === 'code') return codeCheck;
  return method === 'push' ? check : undefined;
}

function sendFirst(input: StartInput, facts: StartFacts, allowed: Allowed): RowPlan {
  const { now } = input;
  const row = newRow(input, allowed);
  const { doubts } = allowed;
  const entry = eventOf('send_queued', row, now, { customerChosen: allowed.chosen, ...(doubts.length > 0 && { doubts }) });
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

function refusedStart({ who, request, now }: Pressed, facts: StartFacts, { code, doubts }: Refusal, ticket: Ticket | undefined): AuditEvent {
  const only: Account | undefined = facts.accounts.length === 1 ? facts.accounts[0] : undefined;
  const { method, action, direction, ticketNumber = null, caller } = request;
  const details = { intent: 'send', code, ticketHost: ticket?.host ?? null, ticketNumber: ticket?.number ?? ticketNumber, method, action, direction, accountId: only?.id ?? null };
  return { type: 'refused', at: now, technicianId: who.technician.id, verificationId: null, details: { ...details, ...(doubts && { doubts }), ...(caller && { callerContactId: caller.contactId }) } };
}
