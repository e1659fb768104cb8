import { isEnded } from '#contract/lifecycle';
import { receiptOf } from '../audit/chain.ts';
import type { PhonePlan, Plan } from './store.ts';
import type { AuditEntry, VerificationRow } from './types.ts';

/** What no plan may do, whatever decided it: leave its tenant, or end a verification without an audit entry. */
export function requireSound(plan: Plan<unknown>, tenantId: string): void {
  for (const row of [plan.verification, plan.overdue, plan.newMessage, plan.message, plan.phone, plan.alert, ...(plan.notices ?? [])]) {
    if (row && row.tenantId !== tenantId) throw new Error('A plan must stay within its tenant.');
  }
  const ending = [plan.verification, plan.overdue].filter((row) => row && isEnded(row.status) && row.receipt === null);
  if (plan.audit.length < ending.length) throw new Error('A verification must not end without an audit entry.');
}

/** The same for a plan about the phones of one account. */
export function requireSoundPhones({ phones = [], invitation, alert, notices = [] }: PhonePlan<unknown>, tenantId: string, accountId: string): void {
  for (const row of [...phones, invitation, alert, ...notices]) {
    if (row && (row.tenantId !== tenantId || row.accountId !== accountId)) throw new Error('A plan must stay within its account.');
  }
}

/** A verification that ends carries the receipt of the entry that says so. */
export function withReceipt(row: VerificationRow, entry: AuditEntry | undefined): VerificationRow {
  if (!isEnded(row.status) || row.receipt !== null || !entry) return row;
  return { ...row, receipt: receiptOf(entry) };
}
