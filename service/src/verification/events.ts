import type { LifecycleEvent } from '#contract/lifecycle';
import { nextStatus } from '#contract/lifecycle';
import { assuranceOf } from '#contract/assurance';
import type { Plan } from '../store/store.ts';
import type { AuditEvent, VerificationRow } from '../store/types.ts';
import type { Refusal, Result } from './result.ts';

/** What a decision about a verification answers and writes. */
export type RowPlan = Plan<Result<VerificationRow>>;

export function refuse(refusal: Refusal, audit: AuditEvent[] = []): RowPlan {
  return { result: { ok: false, refusal }, audit };
}

/** The answer is the verification as it stands; nothing is written. */
export function keep(row: VerificationRow): RowPlan {
  return { result: { ok: true, value: row }, audit: [] };
}

export function save(row: VerificationRow, audit: AuditEvent[]): RowPlan {
  return { result: { ok: true, value: row }, verification: row, audit };
}

/** An entry about `row`. Details never hold a code or an unmasked destination. */
export function eventOf(type: string, row: VerificationRow, now: number, details: Record<string, unknown> = {}): AuditEvent {
  return { type, at: now, technicianId: row.technicianId, verificationId: row.id, details: { ...aboutRow(row), ...details } };
}

function aboutRow(row: VerificationRow): Record<string, unknown> {
  return {
    ticketHost: row.ticketHost,
    ticketNumber: row.ticketNumber,
    customerId: row.customerId,
    accountId: row.accountId,
    method: row.method,
    destination: row.maskedDestination,
    action: row.action,
    codeCheck: row.codeCheck,
    sendNumber: row.sendNumber,
  };
}

/** Ends `row` by `event` where the lifecycle allows it. The entry's type is the new status. */
export function endBy(event: LifecycleEvent, row: VerificationRow, now: number): { row: VerificationRow; entry: AuditEvent } | undefined {
  const status = nextStatus(row.status, event, row.codeCheck);
  if (status === undefined) return undefined;
  const endReason = event === 'too_many_attempts' || event === 'delivery_failed' ? event : null;
  const assurance = status === 'approved' ? assuranceOf(row.method, row.codeCheck) : [];
  const ended: VerificationRow = { ...row, status, endReason, assurance, endedAt: now };
  return { row: ended, entry: eventOf(status, ended, now, { endReason, assurance, triesUsed: ended.triesUsed }) };
}
