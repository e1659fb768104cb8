import { isEnded } from '#contract/lifecycle';
import { receiptOf } from '../../audit/chain.ts';
import type { ChangeFacts, Plan, StartFacts, StartKey } from '../store.ts';
import type { AuditEntry, VerificationRow, WrongCodes } from '../types.ts';
import { appendAudit } from './audit.ts';
import type { Connection, RawRow } from './connection.ts';
import { findAccounts, readAccount, readPolicy } from './directory.ts';
import { insertMessage, readMessage, recentMessages, updateMessage, windowStart } from './outbox.ts';
import { insertSql, parseRow, toColumns, updateSql, VerificationRowSchema, WrongCodesRow } from './rows.ts';

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

export function readStartFacts(connection: Connection, key: Omit<StartKey, 'idempotencyKey'> & { idempotencyKey?: string }): StartFacts {
  const { tenantId, technicianId, idempotencyKey, ticketHost, ticketNumber } = key;
  const accounts = findAccounts(connection, tenantId, key.email);
  const destinations = accounts.flatMap((account) => (account.mobile === null ? [account.email] : [account.email, account.mobile]));
  const live = `SELECT * FROM verifications WHERE tenant_id = :tenantId AND ticket_host = :ticketHost AND ticket_number = :ticketNumber AND status = 'pending'`;
  const repeated = 'SELECT * FROM verifications WHERE tenant_id = :tenantId AND technician_id = :technicianId AND idempotency_key = :idempotencyKey';
  return {
    repeated: idempotencyKey === undefined ? undefined : parse(connection.get(repeated, { tenantId, technicianId, idempotencyKey })),
    accounts,
    tenantPolicy: readPolicy(connection, tenantId, null),
    customerPolicies: Object.fromEntries(accounts.map(({ customerId }) => [customerId, readPolicy(connection, tenantId, customerId)])),
    live: parse(connection.get(live, { tenantId, ticketHost, ticketNumber })),
    recent: recentMessages(connection, tenantId, destinations, windowStart(key.now)),
    wrongCodes: accounts.flatMap((account) => readWrongCodes(connection, tenantId, account.id)),
  };
}

export function readChangeFacts(connection: Connection, verification: VerificationRow): ChangeFacts {
  const { tenantId, accountId, customerId, id, method, sendNumber } = verification;
  const message = readMessage(connection, tenantId, id, sendNumber);
  return {
    verification,
    account: readAccount(connection, tenantId, accountId),
    tenantPolicy: readPolicy(connection, tenantId, null),
    customerPolicy: readPolicy(connection, tenantId, customerId),
    message,
    recent: recentMessages(connection, tenantId, [message.destination], 0),
    wrongCodes: readWrongCodes(connection, tenantId, accountId).find((one) => one.method === method) ?? { accountId, method, count: 0 },
  };
}

/** Writes everything that `plan` wants, or (by throwing) nothing. Returns the verification as written. */
export function writePlan(connection: Connection, tenantId: string, plan: Plan<unknown>, kind: 'start' | 'change'): VerificationRow | undefined {
  for (const row of [plan.verification, plan.overdue, plan.newMessage, plan.message]) {
    if (row && row.tenantId !== tenantId) throw new Error('A plan must stay within its tenant.');
  }
  const entries = plan.audit.map((event) => appendAudit(connection, tenantId, event));
  if (plan.overdue) updateVerification(connection, withReceipt(plan.overdue, entries.at(0)));
  const written = plan.verification && withReceipt(plan.verification, entries.at(-1));
  if (written && kind === 'start') connection.run(insertVerificationSql, toColumns(written));
  if (written && kind === 'change') updateVerification(connection, written);
  if (plan.newMessage) insertMessage(connection, plan.newMessage);
  if (plan.message) updateMessage(connection, plan.message);
  if (plan.wrongCodes) writeWrongCodes(connection, tenantId, plan.wrongCodes);
  return written;
}

function withReceipt(row: VerificationRow, entry: AuditEntry | undefined): VerificationRow {
  if (!isEnded(row.status) || row.receipt !== null) return row;
  if (!entry) throw new Error('A verification must not end without an audit entry.');
  return { ...row, receipt: receiptOf(entry) };
}

/** The status guards the update as well: what has ended is never written again. */
function updateVerification(connection: Connection, row: VerificationRow): void {
  if (connection.run(updateVerificationSql, toColumns(row)) !== 1) throw new Error('A verification that has ended stays as it is.');
}

function readWrongCodes(connection: Connection, tenantId: string, accountId: string): WrongCodes[] {
  const sql = 'SELECT account_id, method, count FROM wrong_codes WHERE tenant_id = :tenantId AND account_id = :accountId';
  return connection.all(sql, { tenantId, accountId }).map((row) => parseRow(WrongCodesRow, row));
}

function writeWrongCodes(connection: Connection, tenantId: string, wrongCodes: WrongCodes): void {
  connection.run(
    `INSERT INTO wrong_codes (tenant_id, account_id, method, count) VALUES (:tenantId, :accountId, :method, :count)
     ON CONFLICT (tenant_id, account_id, method) DO UPDATE SET count = excluded.count`,
    { tenantId, ...wrongCodes },
  );
}

function parse(row: RawRow | undefined): VerificationRow | undefined {
  return row && parseRow(VerificationRowSchema, row);
}
