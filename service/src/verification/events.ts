import type { EndReason, LifecycleEvent } from '#contract/lifecycle';
import { nextStatus, situationOf } from '#contract/lifecycle';
import { assuranceOf } from '#contract/assurance';
import { newNotice } from '../delivery/notice-content.ts';
import type { Plan } from '../store/store.ts';
import type { AuditEvent, Notice, VerificationRow } from '../store/types.ts';
import type { Refusal, Result } from './result.ts';
import { ticketNoteOf } from './ticket-note.ts';

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
    contactId: row.contactId,
    ...(row.callerReason !== null && { callerReason: row.callerReason }),
    exceptionId: row.exceptionId,
    method: row.method,
    destination: row.maskedDestination,
    action: row.action,
    direction: row.direction,
    codeCheck: row.codeCheck,
    sendNumber: row.sendNumber,
  };
}

/** A verification that ended, and the entry that says so. */
export type Ended = { row: VerificationRow; entry: AuditEvent };

/** Events whose status alone does not say why. */
const reasons: Partial<Record<LifecycleEvent, EndReason>> = {
  too_many_attempts: 'too_many_attempts',
  delivery_failed: 'delivery_failed',
  phone_denied: 'phone_denied',
  not_requested: 'not_requested',
  phone_removed: 'phone_removed',
};

/** Ends `row` by `event` where the lifecycle allows it. The entry's type is the new status. */
export function endBy(event: LifecycleEvent, row: VerificationRow, now: number, details: Record<string, unknown> = {}): Ended | undefined {
  const status = nextStatus(row.status, event, situationOf(row));
  if (status === undefined) return undefined;
  const endReason = reasons[event] ?? null;
  const assurance = status === 'approved' ? assuranceOf(row.method, row.codeCheck, row.assurance, { isPageOnly: row.isPageOnly, isException: row.exceptionId !== null }) : [];
  const ended: VerificationRow = { ...row, status, endReason, assurance, endedAt: now };
  return { row: ended, entry: eventOf(status, ended, now, { endReason, assurance, triesUsed: ended.triesUsed, ...details }) };
}

/** Writes an end: its entry is the last one, whose receipt the verification gets. Who was verified is told so by a second channel; the ticket gets its note. */
export function saveEnd({ row, entry }: Ended, before: readonly AuditEvent[] = []): RowPlan {
  const notice = noticeOf(row, entry.at);
  return { ...save(row, [...before, entry]), ...(notice && { notices: [notice] }), ...ticketNoteOf(row, entry.at) };
}

/** One for each verification, so it has the verification's id. */
function noticeOf({ id, tenantId, accountId, status, noticeMethod, action }: VerificationRow, now: number): Notice | undefined {
  if (status !== 'approved' || noticeMethod === null) return undefined;
  const to = { id, tenantId, accountId, method: noticeMethod, destination: null };
  return newNotice(to, { kind: 'verified', details: { verificationId: id, ...(action !== null && { action }) } }, now);
}
