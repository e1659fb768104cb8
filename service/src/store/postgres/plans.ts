import { longestVerifiedMinutes, sendWindowSeconds } from '#contract/numbers';
import { linkTail } from '../../audit/chain.ts';
import { requireSound, withReceipt } from '../plan-checks.ts';
import { parseRow, toColumns } from '../columns.ts';
import { ExceptionRowSchema } from '../connectwise-rows.ts';
import { AccountRow, AlertRow, AuditRow, DayTotalsRow, DecidedRowSchema, MessageRow, PhoneRow, PolicyColumn, RecentSendRow, TenantRow, VerificationRowSchema, WrongCodesRow } from '../rows.ts';
import type { RawRow } from '../columns.ts';
import type { AnswerFacts, ChangeFacts, DecidedKey, OfferFacts, Plan, ResendFacts, StartFacts, StartKey } from '../store.ts';
import type { Account, AuditEvent, DecidedRow, Policy, VerificationRow } from '../types.ts';
import { dayOf } from '../day.ts';
import { parsePushState } from './push-state.ts';

/** Facts and plans as the functions of the database read and write them. */

export type StartQuery = Omit<StartKey, 'idempotencyKey'> & { idempotencyKey: string | null; since: number; day: number };
export type ChangeQuery = { needs: 'change' | 'answer'; tenantId: string; verificationId: string; messageId: string | null };
export type ResendQuery = { needs: 'resend'; tenantId: string; verificationId: string; since: number; day: number };

const moment = (now: number) => ({ since: now - sendWindowSeconds * 1000, day: dayOf(now) });

export function startQuery({ now, idempotencyKey, email, ...key }: Omit<StartKey, 'idempotencyKey'> & { idempotencyKey?: string }): StartQuery {
  return { ...key, email: email.trim().toLowerCase(), idempotencyKey: idempotencyKey ?? null, now, ...moment(now) };
}

export function offerQuery(key: Omit<StartKey, 'idempotencyKey'>): StartQuery & { decidedSince: number } {
  return { ...startQuery(key), decidedSince: decidedSince(key.now) };
}

function decidedSince(now: number): number {
  return now - longestVerifiedMinutes * 60_000;
}

export const decidedSql = 'SELECT list_decided($1, $2, $3, $4, $5)';

export function decidedValues(tenantId: string, { ticketHost, ticketNumber, accountIds, now }: DecidedKey): unknown[] {
  return [tenantId, ticketHost, ticketNumber, accountIds, decidedSince(now)];
}

export function changeQuery(tenantId: string, verificationId: string, messageId: string | undefined): ChangeQuery {
  return { needs: 'change', tenantId, verificationId, messageId: messageId ?? null };
}

export function answerQuery(tenantId: string, verificationId: string): ChangeQuery {
  return { needs: 'answer', tenantId, verificationId, messageId: null };
}

export function resendQuery(tenantId: string, verificationId: string, now: number): ResendQuery {
  return { needs: 'resend', tenantId, verificationId, ...moment(now) };
}

type RawStart = { repeated: RawRow | null; accounts: RawRow[]; tenant_policy: string | null; customer_policies: Record<string, string>; company_ids: Record<string, number | null>; live: RawRow | null; recent: RawRow[]; wrong_codes: RawRow[]; phones: RawRow[]; push_states: RawRow[]; flag: RawRow | null; exceptions: RawRow[]; today: RawRow };

export function parseStartFacts(json: unknown): StartFacts {
  const raw = json as RawStart;
  const accounts = raw.accounts.map((row) => parseRow(AccountRow, row));
  return {
    repeated: parseVerification(raw.repeated),
    accounts,
    tenantPolicy: parsePolicy(raw.tenant_policy),
    customerPolicies: Object.fromEntries(accounts.map(({ customerId }) => [customerId, parsePolicy(raw.customer_policies[customerId] ?? null)])),
    companyIds: raw.company_ids,
    live: parseVerification(raw.live),
    recent: raw.recent.map((row) => parseRow(RecentSendRow, row)),
    wrongCodes: raw.wrong_codes.map((row) => parseRow(WrongCodesRow, row)),
    phones: raw.phones.map((row) => parseRow(PhoneRow, row)),
    pushStates: accounts.map(({ id }) => parsePushState(raw.push_states.find((row) => row['account_id'] === id) ?? null, id)),
    flag: raw.flag ? parseRow(AlertRow, raw.flag) : undefined,
    exceptions: raw.exceptions.map((row) => parseRow(ExceptionRowSchema, row)),
    today: parseRow(DayTotalsRow, raw.today),
  };
}

export function parseOfferFacts(json: unknown): OfferFacts {
  const { start, decided } = json as { start: unknown; decided: unknown };
  return { ...parseStartFacts(start), decided: parseDecided(decided) };
}

export function parseDecided(json: unknown): DecidedRow[] {
  return (json as RawRow[]).map((row) => parseRow(DecidedRowSchema, row));
}

type RawChange = { verification: RawRow; message: RawRow | null; wrong_codes: RawRow | null; is_answerer_gone: boolean };

export function parseChangeFacts(json: unknown): ChangeFacts | undefined {
  if (json === null || json === undefined) return undefined;
  const raw = json as RawChange;
  const verification = parseRow(VerificationRowSchema, raw.verification);
  const { accountId, method } = verification;
  if (!raw.message) throw new Error('No such message of this verification.');
  return {
    verification,
    message: parseRow(MessageRow, raw.message),
    wrongCodes: raw.wrong_codes ? parseRow(WrongCodesRow, raw.wrong_codes) : { accountId, method, count: 0, lastAt: null },
    isAnswererGone: raw.is_answerer_gone,
  };
}

type RawResend = { change: unknown; account: RawRow; customer_name: string; tenant_policy: string | null; customer_policy: string | null; recent: RawRow[]; today: RawRow };

export function parseResendFacts(json: unknown): ResendFacts | undefined {
  if (json === null || json === undefined) return undefined;
  const raw = json as RawResend;
  const change = parseChangeFacts(raw.change);
  return change && {
    ...change,
    account: parseRow(AccountRow, { ...raw.account, customer_name: raw.customer_name }),
    tenantPolicy: parsePolicy(raw.tenant_policy),
    customerPolicy: parsePolicy(raw.customer_policy),
    recent: raw.recent.map((row) => parseRow(RecentSendRow, row)),
    today: parseRow(DayTotalsRow, raw.today),
  };
}

type RawAnswer = { change: unknown; about: { tenant: RawRow; account: RawRow; customer_name: string; phones: RawRow[]; push_state: RawRow | null }; is_reported: boolean };

export function parseAnswerFacts(json: unknown): AnswerFacts | undefined {
  if (json === null || json === undefined) return undefined;
  const { change: rawChange, about, is_reported: isReported } = json as RawAnswer;
  const change = parseChangeFacts(rawChange);
  return change && {
    ...change,
    tenant: parseRow(TenantRow, about.tenant),
    account: parseRow(AccountRow, { ...about.account, customer_name: about.customer_name }),
    phones: about.phones.map((row) => parseRow(PhoneRow, row)),
    pushState: parsePushState(about.push_state, change.verification.accountId),
    isReported,
  };
}

function parseVerification(row: RawRow | null): VerificationRow | undefined {
  return row ? parseRow(VerificationRowSchema, row) : undefined;
}

/** Whoever set no policy has none of its own. */
export function parsePolicy(text: string | null): Policy {
  return text === null ? {} : PolicyColumn.parse(text);
}

/** What write_plan takes. Throws when the plan would leave its tenant or end a verification without an entry. */
export function planToJson(plan: Plan<unknown>, to: { kind: 'start' | 'change'; tenantId: string; origin: string }): object | undefined {
  const { tenantId } = to;
  requireSound(plan, tenantId);
  const { overdue, verification, newMessage, message, wrongCodes, counted, pushState, phone, alert, endInvitations, notices, ticketNotes } = plan;
  if (plan.audit.length === 0 && ![overdue, verification, newMessage, message, wrongCodes, counted, pushState, phone, alert, endInvitations, notices?.length, ticketNotes?.length].some(Boolean)) return undefined;
  return {
    ...to,
    audit: plan.audit.map((event) => bodyTail(tenantId, event)),
    ...(overdue && { overdue: toColumns(overdue) }),
    ...(verification && { verification: toColumns(verification) }),
    ...(newMessage && { newMessage: toColumns(newMessage) }),
    ...(message && { message: toColumns(message) }),
    ...(wrongCodes && { wrongCodes: { ...toColumns(wrongCodes), tenant_id: tenantId } }),
    ...(counted && { counted }),
    ...(pushState && { pushState: toColumns(pushState) }),
    ...(phone && { phone: toColumns(phone) }),
    ...(alert && { alert: toColumns(alert) }),
    ...(endInvitations && { endInvitations }),
    ...(notices && { notices: notices.map((notice) => toColumns(notice)) }),
    ...(ticketNotes && { ticketNotes: ticketNotes.map((note) => toColumns(note)) }),
  };
}

/** The ticket, the idempotency key, and whatever holds what was sent to these accounts. */
export function touchedByStart(query: StartQuery, { accounts, live }: StartFacts): string[] {
  const { ticketHost, ticketNumber, technicianId, idempotencyKey, email } = query;
  const names = [`ticket ${ticketHost} ${ticketNumber}`, `key ${technicianId} ${idempotencyKey}`, `address ${email}`, ...(live ? [`verification ${live.id}`] : [])];
  return [...names, ...accounts.flatMap(touchedByAccount)].map((name) => `${query.tenantId} ${name}`);
}

export function touchedByChange({ verification: { tenantId, id, ticketHost, ticketNumber, accountId } }: ChangeFacts): string[] {
  return [`verification ${id}`, `ticket ${ticketHost} ${ticketNumber}`, `account ${accountId}`].map((name) => `${tenantId} ${name}`);
}

export function touchedByResend(facts: ResendFacts): string[] {
  return [...touchedByChange(facts), ...touchedByAccount(facts.account).map((name) => `${facts.account.tenantId} ${name}`)];
}

function touchedByAccount({ id, email, mobile }: Account): string[] {
  return [`account ${id}`, `address ${email}`, ...(mobile === null ? [] : [`number ${mobile}`])];
}

/** The text of an entry's body after its sequence number. */
export function bodyTail(tenantId: string, event: AuditEvent): string {
  return linkTail({ tenantId, ...event });
}

/** The verification as it was written: with the receipt of the last entry where it ended. */
export function writtenVerification(plan: Plan<unknown>, entries: readonly unknown[]): VerificationRow | undefined {
  const last = entries.at(-1);
  return plan.verification && withReceipt(plan.verification, last === undefined ? undefined : parseRow(AuditRow, last as RawRow));
}
