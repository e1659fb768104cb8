import { isEnded, situationOf } from '#contract/lifecycle';
import { reportSeconds } from '#contract/numbers';
import type { AnswerStatement } from '#contract/phone';
import type { ProblemCode } from '#contract/problem';
import type { AnswerFacts } from '../store/store.ts';
import type { AlertKind, Phone, VerificationRow } from '../store/types.ts';
import { alertOf } from './alert.ts';
import { reportAfterwards, takeEffect } from './answer-effect.ts';
import type { Accepted, AnswerInput } from './answer-effect.ts';
import { hasTerms, termsOf } from './answer-statement.ts';
import { closeUnsent, expirePlan } from './change.ts';
import { decideDelivery } from './delivery-result.ts';
import { eventOf, keep, refuse } from './events.ts';
import type { RowPlan } from './events.ts';
import { afterAnswer } from './push-state.ts';
import { isOverdue, latestEnd } from './times.ts';

/**
 * Approve, Deny or "I did not ask for this". It takes effect once, before its deadline, from a phone of the account that
 * signed the very terms of this verification. "I did not ask for this" may also come afterwards, for a day: it changes no
 * outcome, and warns. A refused one stands in the audit chain too.
 */
export function decideAnswer(facts: AnswerFacts, input: AnswerInput, now: number): RowPlan {
  const { verification: row } = facts;
  const phone = facts.phones.find(({ id }) => id === input.phoneId);
  const plan = phone && row.method === 'push' ? judge(facts, phone, input, now) : refuse({ code: 'not_found' });
  if (plan.result.ok || plan.audit.length > 0) return closeUnsent(plan, facts, now);
  const details = { intent: 'answer', code: plan.result.refusal.code, phoneId: input.phoneId };
  return { ...plan, audit: [{ ...eventOf('refused', row, now, details), technicianId: null }] };
}

function judge(facts: AnswerFacts, phone: Phone, input: AnswerInput, now: number): RowPlan {
  const { verification: row } = facts;
  const { statement } = input;
  if (!statement || !hasTerms(statement, termsOf(row, facts.tenant)) || statement.expiresAt > latestEnd(row)) return refuse({ code: 'answer_invalid' });
  if (isLateReport(row, statement, now)) return facts.isReported ? keep(row) : report(facts, { row, phone, statement, input, now });
  if (isOverdue(row, now)) return { ...expirePlan(row, now), result: { ok: false, refusal: { code: 'code_expired' } } };
  if (hasTakenEffect(facts, phone, statement, input)) return keep(row);
  const no = whyNot(row, statement, input, now);
  if (no) return refuse({ code: no });
  // who answers a push has it, whatever its provider said so far
  const arrival = decideDelivery(facts, facts.message, { state: 'delivered', providerId: null }, now);
  const accepted: Accepted = { row: arrival.verification ?? row, phone, statement, input, now };
  const plan = takeEffect(accepted);
  if (!plan.result.ok) return plan;
  return noteOnPhones({ ...plan, ...(arrival.message && { message: arrival.message }), audit: [...arrival.audit, ...plan.audit] }, facts, accepted);
}

/** Whether this is said about what is over, by a person who looked at the phone only now. */
function isLateReport(row: VerificationRow, { decision }: AnswerStatement, now: number): boolean {
  return decision === 'not_requested' && (isEnded(row.status) || isOverdue(row, now)) && now < row.createdAt + reportSeconds * 1000;
}

function report(facts: AnswerFacts, accepted: Accepted): RowPlan {
  return noteOnPhones(reportAfterwards(accepted), facts, accepted);
}

/** The same answer again, because its reply was lost. */
function hasTakenEffect({ verification: row, isReported }: AnswerFacts, phone: Phone, { decision }: AnswerStatement, { attempt }: AnswerInput): boolean {
  if (decision === 'deny') return row.endReason === 'phone_denied';
  if (decision === 'not_requested') return isReported;
  return row.answeredBy === phone.id || (row.codeCheck === 'number' && attempt !== undefined && row.triesUsed >= attempt);
}

/** Nobody is kept from saying no by a fingerprint that fails, or from reporting by a deadline that moved meanwhile. */
function whyNot(row: VerificationRow, { decision, expiresAt }: AnswerStatement, { userVerified }: AnswerInput, now: number): ProblemCode | undefined {
  if (row.status === 'expired') return 'code_expired';
  if (row.status !== 'pending') return 'already_ended';
  if (now >= expiresAt && decision !== 'not_requested') return 'code_expired';
  if (decision !== 'approve') return undefined;
  if (!situationOf(row).awaitsPhone) return 'already_ended';
  return row.userVerificationRequired && !userVerified ? 'user_verification_required' : undefined;
}

/**
 * What an answer means for the account's next pushes, for its invitations that are open (one that was not asked for leaves none: somebody
 * else may have it), and who must look at it. The entry that ends a verification stays the last one.
 */
function noteOnPhones(plan: RowPlan, { pushState: before }: AnswerFacts, { row, phone, statement, input, now }: Accepted): RowPlan {
  const isWrongNumber = plan.audit.some(({ type }) => type === 'wrong_number');
  const pushState = afterAnswer(before, isWrongNumber ? 'wrong_number' : statement.decision, now);
  const isBlocked = before.blockedAt === null && pushState.blockedAt !== null;
  const kind = alertKind(row, statement, isBlocked);
  const blocked = isBlocked ? [eventOf('push_blocked', row, now, { because: pushState.blockedBecause, phoneId: phone.id })] : [];
  return {
    ...plan,
    pushState,
    ...(statement.decision === 'not_requested' && { endInvitations: { accountId: row.accountId, at: now } }),
    ...(kind && { alert: alertOf(row, kind, kind === 'denied' ? input.alertId : row.id, now) }),
    ...movedCounter(phone, input),
    audit: [...blocked, ...plan.audit],
  };
}

function alertKind({ status }: VerificationRow, { decision }: AnswerStatement, isBlocked: boolean): AlertKind | undefined {
  if (decision === 'not_requested') return status === 'approved' ? 'not_you' : 'not_requested';
  return isBlocked ? 'denied' : undefined;
}

function movedCounter(phone: Phone, { credential }: AnswerInput): Pick<RowPlan, 'phone'> {
  return credential && phone.credential?.id === credential.id ? { phone: { ...phone, credential } } : {};
}
