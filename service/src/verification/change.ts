import type { ProblemCode } from '#contract/problem';
import type { Method } from '#contract/words';
import type { ChangeFacts, Counted, ResendFacts } from '../store/store.ts';
import type { VerificationRow } from '../store/types.ts';
import { destinationOf, sendLimit, whyUnavailable } from './availability.ts';
import { costOf, countSend, findDayLimit, refuseForToday } from './day-limits.ts';
import { endBy, eventOf, keep, refuse, save, saveEnd } from './events.ts';
import type { RowPlan } from './events.ts';
import { effectivePolicy } from './policy.ts';
import type { Result } from './result.ts';
import { messageOf } from './start.ts';
import { extendedEnd, isComparing, isOverdue, latestEnd, resendTime } from './times.ts';

/** Who asks and when, by the service's clock inside the transaction: a decision one millisecond late loses. */
export type Asking = { technicianId: string; now: number };
/** `tenantName` as the message will say it. */
export type ResendInput = { afterSend: number; messageId: string; configured: ReadonlySet<Method>; tenantName: string };
export type Intent = 'approve' | 'deny' | 'code' | 'resend' | 'extend' | 'cancel';

/** Why nobody (or not this technician) may act on the row any more. An overdue one ends here, whatever was asked. */
export function whyNot(row: VerificationRow, { technicianId, now }: Asking): RowPlan | undefined {
  if (row.technicianId !== technicianId) return refuse({ code: 'not_yours' });
  if (isOverdue(row, now)) return { ...expirePlan(row, now), result: { ok: false, refusal: { code: 'code_expired' } } };
  if (row.status === 'expired') return refuse({ code: 'code_expired' });
  return row.status === 'pending' ? undefined : refuse({ code: 'already_ended' });
}

/** Ends a pending verification whose time is over; leaves any other as it is. */
export function expirePlan(row: VerificationRow, now: number): RowPlan {
  const ended = isOverdue(row, now) ? endBy('expire', row, now) : undefined;
  return ended ? saveEnd(ended) : keep(row);
}

/**
 * APPROVE or DENY. Approving what nobody can have compared yet, or what the service compares, is `wrong_code_check`; where the
 * phone that approved was removed since, it denies.
 */
export function decideCompared({ verification: row, isAnswererGone }: ChangeFacts, decision: 'approve' | 'deny', asking: Asking): RowPlan {
  const wanted = decision === 'approve' ? 'approved' : 'denied';
  if (decision === 'approve' && row.technicianId === asking.technicianId && row.endReason === 'phone_removed') return keep(row);
  if (row.technicianId === asking.technicianId && row.status === wanted && row.endReason === null && (decision === 'deny' || row.codeCheck === 'compare')) return keep(row);
  const no = whyNot(row, asking);
  if (no) return no;
  if (decision === 'approve' && isAnswererGone) return denyRemoved(row, asking.now);
  const ended = decision === 'deny' || isComparing(row) ? endBy(decision, row, asking.now) : undefined;
  return ended ? saveEnd(ended) : refuse({ code: 'wrong_code_check' });
}

/** Approve on a phone that was removed since counts for nothing, whatever the code is: who removed it may have lost it. */
export function denyRemoved(row: VerificationRow, now: number): RowPlan {
  const ended = endBy('phone_removed', row, now, { phoneId: row.answeredBy });
  return ended ? saveEnd(ended) : refuse({ code: 'wrong_code_check' });
}

/** CANCEL. A verification that is over, in whatever way, is `already_ended` here. */
export function decideCancel({ verification: row }: ChangeFacts, asking: Asking): RowPlan {
  if (row.technicianId === asking.technicianId && row.status === 'cancelled') return keep(row);
  const no = whyNot(row, asking);
  if (no) return !no.result.ok && no.result.refusal.code === 'code_expired' ? { ...no, result: { ok: false, refusal: { code: 'already_ended' } } } : no;
  const ended = endBy('cancel', row, asking.now);
  return ended ? saveEnd(ended) : refuse({ code: 'already_ended' });
}

/** More time, once, never beyond ten minutes from the first hand-off. */
export function decideExtend({ verification: row }: ChangeFacts, asking: Asking): RowPlan {
  const no = whyNot(row, asking);
  if (no) return no;
  const expiresAt = extendedEnd(row, asking.now);
  if (expiresAt === null) return refuse({ code: 'no_time_left' });
  const next = { ...row, expiresAt, extended: true };
  return save(next, [eventOf('extended', next, asking.now, { expiresAt })]);
}

/** A new code for the same verification; the old one is dead at once. The same press sent twice sends once. */
export function decideResend(facts: ResendFacts, input: ResendInput, asking: Asking): RowPlan {
  const { verification: row } = facts;
  const { now } = asking;
  if (row.technicianId === asking.technicianId && row.sendNumber > input.afterSend) return keep(row);
  const no = whyNot(row, asking);
  if (no) return no;
  if (input.afterSend > row.sendNumber) return refuse({ code: 'bad_request' });
  if (resendTime(row, now) === null) return refuse({ code: 'no_time_left' });
  const counted = countResend(facts, input, now);
  if (!counted.ok) return refuse(counted.refusal);
  const next: VerificationRow = { ...row, sendNumber: row.sendNumber + 1, deliveryState: 'queued', deliveryReason: null, lastSendAt: now, expiresAt: latestEnd(row) };
  return { ...save(next, [eventOf('send_queued', next, now)]), newMessage: messageOf(next, input.messageId, now), counted: counted.value };
}

/** A new code is one more message: it needs all that the first one needed. */
function countResend({ verification: row, account, ...facts }: ResendFacts, { configured, tenantName }: ResendInput, now: number): Result<Counted> {
  const policy = effectivePolicy(facts.tenantPolicy, facts.customerPolicy);
  // a change that was there at SEND was confirmed then, or there was none
  const changeAllowedBefore = row.exceptionId === null ? 0 : row.createdAt;
  const unavailable = whyUnavailable(row.method, { account, policy, configured, wrongCodes: [facts.wrongCodes], phones: [], pushStates: [], changeAllowedBefore, now });
  if (unavailable) return { ok: false, refusal: { code: 'method_unavailable', detail: unavailable } };
  const destination = destinationOf(account, row.method);
  const limit = destination === null ? undefined : sendLimit(facts.recent, destination, now);
  if (limit) return { ok: false, refusal: limit };
  const cost = costOf(row.method, { ...row, tenantName }, policy);
  const reached = findDayLimit(facts.today, policy.daily, cost);
  return reached ? { ok: false, refusal: refuseForToday(reached, now) } : { ok: true, value: countSend(policy.daily, row.technicianId, cost, now) };
}

/** A refused change is an audit entry too, unless the refusal itself was the end of the verification. */
export function withRefusal(plan: RowPlan, row: VerificationRow, intent: Intent, asking: Asking): RowPlan {
  if (plan.result.ok || plan.audit.length > 0) return plan;
  const code: ProblemCode = plan.result.refusal.code;
  return { ...plan, audit: [{ ...eventOf('refused', row, asking.now, { intent, code }), technicianId: asking.technicianId }] };
}

/** A code that still waits when its verification ends, or when a newer one follows it, does not leave any more. */
export function closeUnsent(plan: RowPlan, { verification: before, message }: ChangeFacts, now: number): RowPlan {
  const { verification: after } = plan;
  if (plan.message) return plan;
  const isOver = after !== undefined && (after.status !== 'pending' || after.sendNumber !== before.sendNumber);
  if (!isOver || message.state !== 'queued' || message.doneAt !== null) return plan;
  return { ...plan, message: { ...message, doneAt: now } };
}
