import { requireSound, withReceipt } from '../plan-checks.ts';
import type { RawRow } from '../columns.ts';
import { insertSql, parseRow, toColumns, updateSql } from '../columns.ts';
import { VerificationRowSchema } from '../rows.ts';
import { pushesListed } from '../store.ts';
import type { AnswerFacts, ChangeFacts, LetterFacts, ListedPush, OfferFacts, Plan, ResendFacts, StartFacts, StartKey } from '../store.ts';
import type { RecentSend, VerificationRow } from '../types.ts';
import { findFlag, insertAlert, isReported } from './alerts.ts';
import { appendAudit } from './audit.ts';
import type { Connection } from './connection.ts';
import { countSend, readDayTotals, readWrongCodes, writeWrongCodes } from './counters.ts';
import { listDecided } from './decided.ts';
import { findMeant, readAccount, readCompanyId, readPolicy } from './directory.ts';
import { listExceptions } from './exceptions.ts';
import { findMessage, insertMessage, insertNotice, readMessage, recentSends, updateMessage } from './outbox.ts';
import { endInvitations, listPhones, readPushState, readTenant, writePhone, writePushState } from './phones.ts';
import { insertTicketNote } from './ticket-notes.ts';

/** Verifications and what belongs to them. Every function runs inside its caller's transaction. */

const insertVerificationSql = insertSql('verifications', VerificationRowSchema);
const updateVerificationSql = updateSql('verifications', VerificationRowSchema, ['tenant_id', 'id'], ` AND status = 'pending'`);

export function findVerification(connection: Connection, tenantId: string, id: string): VerificationRow | undefined {
  return parse(connection.get('SELECT * FROM verifications WHERE tenant_id = :tenantId AND id = :id', { tenantId, id }));
}

export function listOverdue(connection: Connection, now: number, limit: number): { tenantId: string; id: string }[] {
  const sql = `SELECT * FROM verifications WHERE status = 'pending' AND expires_at <= :now ORDER BY expires_at LIMIT :limit`;
  return connection.all(sql, { now, limit }).map((row) => parseRow(VerificationRowSchema, row));
}

export function readLetter(connection: Connection, tenantId: string, verificationId: string): LetterFacts | undefined {
  const verification = findVerification(connection, tenantId, verificationId);
  if (!verification) return undefined;
  const { accountId } = verification;
  const phones = listPhones(connection, tenantId, accountId).filter(({ endpoint }) => endpoint !== null);
  return { verification, tenant: readTenant(connection, tenantId), account: readAccount(connection, tenantId, accountId), phones };
}

export function readStartFacts(connection: Connection, key: Omit<StartKey, 'idempotencyKey'> & { idempotencyKey?: string }): StartFacts {
  const { tenantId, technicianId, idempotencyKey, ticketHost, ticketNumber, now } = key;
  const accounts = findMeant(connection, key);
  const live = `SELECT * FROM verifications WHERE tenant_id = :tenantId AND ticket_host = :ticketHost AND ticket_number = :ticketNumber AND status = 'pending'`;
  const repeated = 'SELECT * FROM verifications WHERE tenant_id = :tenantId AND technician_id = :technicianId AND idempotency_key = :idempotencyKey';
  return {
    repeated: idempotencyKey === undefined ? undefined : parse(connection.get(repeated, { tenantId, technicianId, idempotencyKey })),
    accounts,
    tenantPolicy: readPolicy(connection, tenantId, null),
    customerPolicies: Object.fromEntries(accounts.map(({ customerId }) => [customerId, readPolicy(connection, tenantId, customerId)])),
    companyIds: Object.fromEntries(accounts.map(({ customerId }) => [customerId, readCompanyId(connection, tenantId, customerId)])),
    live: parse(connection.get(live, { tenantId, ticketHost, ticketNumber })),
    recent: distinct(accounts.flatMap((account) => recentSends(connection, tenantId, account, now))),
    wrongCodes: accounts.flatMap((account) => readWrongCodes(connection, tenantId, account.id)),
    phones: accounts.flatMap((account) => listPhones(connection, tenantId, account.id)),
    pushStates: accounts.map((account) => readPushState(connection, tenantId, account.id)),
    flag: findFlag(connection, tenantId, ticketHost, ticketNumber),
    exceptions: listExceptions(connection, key),
    today: readDayTotals(connection, tenantId, technicianId, now),
  };
}

export function readOfferFacts(connection: Connection, key: Omit<StartKey, 'idempotencyKey'>): OfferFacts {
  const facts = readStartFacts(connection, key);
  return { ...facts, decided: listDecided(connection, key.tenantId, { ...key, accountIds: facts.accounts.map(({ id }) => id) }) };
}

/** Accounts that share an address share what went to it. */
function distinct(sends: RecentSend[]): RecentSend[] {
  return [...new Map(sends.map((send) => [send.messageId, send])).values()];
}

export function readChangeFacts(connection: Connection, verification: VerificationRow, messageId?: string): ChangeFacts {
  const { tenantId, accountId, id, method, sendNumber, answeredBy } = verification;
  const message = messageId === undefined ? readMessage(connection, tenantId, id, sendNumber) : findMessage(connection, messageId);
  if (message?.verificationId !== id) throw new Error('No such message of this verification.');
  const wrongCodes = readWrongCodes(connection, tenantId, accountId).find((one) => one.method === method) ?? { accountId, method, count: 0, lastAt: null };
  return { verification, message, wrongCodes, isAnswererGone: answeredBy !== null && !listPhones(connection, tenantId, accountId).some((phone) => phone.id === answeredBy) };
}

export function readResendFacts(connection: Connection, verification: VerificationRow, now: number): ResendFacts {
  const { tenantId, accountId, customerId, technicianId } = verification;
  const account = readAccount(connection, tenantId, accountId);
  return {
    ...readChangeFacts(connection, verification),
    account,
    tenantPolicy: readPolicy(connection, tenantId, null),
    customerPolicy: readPolicy(connection, tenantId, customerId),
    recent: recentSends(connection, tenantId, account, now),
    today: readDayTotals(connection, tenantId, technicianId, now),
  };
}

export function readAnswerFacts(connection: Connection, verification: VerificationRow): AnswerFacts {
  const { tenantId, accountId } = verification;
  return {
    ...readChangeFacts(connection, verification),
    tenant: readTenant(connection, tenantId),
    account: readAccount(connection, tenantId, accountId),
    phones: listPhones(connection, tenantId, accountId),
    pushState: readPushState(connection, tenantId, accountId),
    isReported: isReported(connection, tenantId, verification.id),
  };
}

export function listPushes(connection: Connection, tenantId: string, accountId: string, since: number): ListedPush[] {
  const newest = (when: string, limit: number) => connection.all(
    `SELECT * FROM verifications WHERE account_id = :accountId AND tenant_id = :tenantId AND method = 'push' AND created_at ${when} :since ORDER BY created_at DESC, id LIMIT :limit`,
    { tenantId, accountId, since, limit },
  );
  const rows = [...newest('>', pushesListed.since), ...newest('<=', pushesListed.before)].map((row) => parseRow(VerificationRowSchema, row));
  return rows.map((verification) => ({ verification, isReported: isReported(connection, tenantId, verification.id) }));
}

/** Writes everything that `plan` wants, or (by throwing) nothing. Returns the verification as written. */
export function writePlan(connection: Connection, tenantId: string, plan: Plan<unknown>, kind: 'start' | 'change'): VerificationRow | undefined {
  requireSound(plan, tenantId);
  const entries = plan.audit.map((event) => appendAudit(connection, tenantId, event));
  if (plan.overdue) updateVerification(connection, withReceipt(plan.overdue, entries.at(0)));
  const written = plan.verification && withReceipt(plan.verification, entries.at(-1));
  if (written && kind === 'start') connection.run(insertVerificationSql, toColumns(written));
  if (written && kind === 'change') updateVerification(connection, written);
  if (plan.newMessage) insertMessage(connection, plan.newMessage);
  if (plan.message) updateMessage(connection, plan.message);
  if (plan.wrongCodes) writeWrongCodes(connection, tenantId, plan.wrongCodes);
  if (plan.counted) countSend(connection, tenantId, plan.counted);
  writeAboutPhones(connection, tenantId, plan);
  for (const note of plan.ticketNotes ?? []) insertTicketNote(connection, note);
  return written;
}

function writeAboutPhones(connection: Connection, tenantId: string, { pushState, phone, alert, endInvitations: ending, notices = [] }: Plan<unknown>): void {
  if (pushState) writePushState(connection, tenantId, pushState);
  if (phone) writePhone(connection, phone);
  if (alert) insertAlert(connection, alert);
  if (ending) endInvitations(connection, tenantId, ending.accountId, ending.at);
  for (const notice of notices) insertNotice(connection, notice);
}

/** The status guards the update as well: what has ended is never written again. */
function updateVerification(connection: Connection, row: VerificationRow): void {
  if (connection.run(updateVerificationSql, toColumns(row)) !== 1) throw new Error('A verification that has ended stays as it is.');
}

function parse(row: RawRow | undefined): VerificationRow | undefined {
  return row && parseRow(VerificationRowSchema, row);
}
