import { isEnded } from '#contract/lifecycle';
import { receiptOf } from '../audit/chain.ts';
import type { ContactPlan } from './connectwise-store.ts';
import type { PhonePlan, Plan } from './store.ts';
import type { Account, AuditEntry, VerificationRow } from './types.ts';

/** What no plan may do, whatever decided it: leave its tenant, or end a verification without an audit entry. */
export function requireSound(plan: Plan<unknown>, tenantId: string): void {
  for (const row of [plan.verification, plan.overdue, plan.newMessage, plan.message, plan.phone, plan.alert, ...(plan.notices ?? []), ...(plan.ticketNotes ?? [])]) {
    if (row && row.tenantId !== tenantId) throw new Error('A plan must stay within its tenant.');
  }
  const ending = [plan.verification, plan.overdue].filter((row) => row && isEnded(row.status) && row.receipt === null);
  if (plan.audit.length < ending.length) throw new Error('A verification must not end without an audit entry.');
  for (const note of plan.ticketNotes ?? []) if (!ending.some((row) => row?.id === note.id)) throw new Error('A ticket note must be that of a verification that ends.');
}

/** The same for a plan about the phones of one account. */
export function requireSoundPhones({ phones = [], invitation, alert, notices = [] }: PhonePlan<unknown>, tenantId: string, accountId: string): void {
  for (const row of [...phones, invitation, alert, ...notices]) {
    if (row && (row.tenantId !== tenantId || row.accountId !== accountId)) throw new Error('A plan must stay within its account.');
  }
}

/** What a plan about a contact is decided by: `known` are the accounts that it saw. */
type AboutContact = { tenantId: string; customerId: string; contactId: number; known: readonly (Account | undefined)[] };

/** The same for a plan about a contact; an account stays with its customer. */
export function requireSoundContact({ account, proposal, notices = [] }: ContactPlan<unknown>, { tenantId, customerId, contactId, known }: AboutContact): void {
  for (const row of [account, proposal, ...notices]) {
    if (row && row.tenantId !== tenantId) throw new Error('A plan must stay within its tenant.');
  }
  if (proposal && proposal.contactId !== contactId) throw new Error('A plan must stay with its contact.');
  const seen = known.find((one) => one?.id === account?.id);
  if (account && account.customerId !== (seen?.customerId ?? customerId)) throw new Error('A plan must leave an account with its customer.');
}

/** A verification that ends carries the receipt of the entry that says so. */
export function withReceipt(row: VerificationRow, entry: AuditEntry | undefined): VerificationRow {
  if (!isEnded(row.status) || row.receipt !== null || !entry) return row;
  return { ...row, receipt: receiptOf(entry) };
}
