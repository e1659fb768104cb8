import { insertSql, parseRow, toColumns } from '../columns.ts';
import { ExceptionRowSchema } from '../connectwise-rows.ts';
import type { ExceptionRow } from '../connectwise-store.ts';
import type { AuditEvent } from '../types.ts';
import { appendAudit } from './audit.ts';
import type { Connection } from './connection.ts';

/** Wishes to go on in spite of doubts. Every function runs inside its caller's transaction. */

const insertExceptionSql = insertSql('exceptions', ExceptionRowSchema);
const removeOpenSql = `DELETE FROM exceptions WHERE ticket_number = :ticketNumber AND ticket_host = :ticketHost AND account_id = :accountId AND technician_id = :technicianId
  AND tenant_id = :tenantId AND state = 'asked'`;
const updateExceptionSql = `UPDATE exceptions SET state = :state, second_id = :secondId, second_name = :secondName, decided_at = :decidedAt WHERE id = :id AND tenant_id = :tenantId AND state = 'asked'`;

export function addException(connection: Connection, row: ExceptionRow, audit: AuditEvent): void {
  const { tenantId, ticketHost, ticketNumber, accountId, technicianId } = row;
  connection.run(removeOpenSql, { tenantId, ticketHost, ticketNumber, accountId, technicianId });
  connection.run(insertExceptionSql, toColumns(row));
  appendAudit(connection, tenantId, audit);
}

export function findException(connection: Connection, tenantId: string, id: string): ExceptionRow | undefined {
  const row = connection.get('SELECT * FROM exceptions WHERE id = :id AND tenant_id = :tenantId', { tenantId, id });
  return row && parseRow(ExceptionRowSchema, row);
}

/** Those on a ticket that are not over, newest first; none that was confirmed by somebody who was revoked since. */
export function listExceptions(connection: Connection, { tenantId, ticketHost, ticketNumber, now }: { tenantId: string; ticketHost: string; ticketNumber: string; now: number }): ExceptionRow[] {
  const sql = `SELECT * FROM exceptions x WHERE ticket_number = :ticketNumber AND ticket_host = :ticketHost AND expires_at > :now AND tenant_id = :tenantId
    AND NOT (state = 'confirmed' AND EXISTS (SELECT 1 FROM technicians t WHERE t.id = x.second_id AND t.revoked_at IS NOT NULL)) ORDER BY asked_at DESC, id`;
  return connection.all(sql, { tenantId, ticketHost, ticketNumber, now }).map((row) => parseRow(ExceptionRowSchema, row));
}

export function changeException<T>(connection: Connection, tenantId: string, id: string, decide: (row: ExceptionRow) => { result: T; row?: ExceptionRow; audit: AuditEvent[] }): T | undefined {
  const known = findException(connection, tenantId, id);
  if (!known) return undefined;
  const plan = decide(known);
  if (plan.row) updateException(connection, known, plan.row);
  for (const event of plan.audit) appendAudit(connection, tenantId, event);
  return plan.result;
}

function updateException(connection: Connection, { tenantId, id }: ExceptionRow, { state, secondId, secondName, decidedAt }: ExceptionRow): void {
  const written = connection.run(updateExceptionSql, { tenantId, id, state, secondId, secondName, decidedAt });
  if (written !== 1) throw new Error('An exception that was decided stays as it is.');
}
