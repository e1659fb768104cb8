import { insertSql, parseRow, toColumns } from '../columns.ts';
import { AlertRow } from '../rows.ts';
import { reportKinds } from '../types.ts';
import type { Alert } from '../types.ts';
import type { Connection } from './connection.ts';

/** What the MSP must look at. Every function runs inside its caller's transaction. */

const insertAlertSql = insertSql('alerts', AlertRow);

export function insertAlert(connection: Connection, alert: Alert): void {
  connection.run(insertAlertSql, toColumns(alert));
}

export function findAlert(connection: Connection, tenantId: string, alertId: string): Alert | undefined {
  const row = connection.get('SELECT * FROM alerts WHERE id = :alertId AND tenant_id = :tenantId', { tenantId, alertId });
  return row && parseRow(AlertRow, row);
}

/** The newest alert about a ticket that nobody has cleared. */
export function findFlag(connection: Connection, tenantId: string, ticketHost: string, ticketNumber: string): Alert | undefined {
  const row = connection.get(
    `SELECT * FROM alerts WHERE ticket_number = :ticketNumber AND ticket_host = :ticketHost AND tenant_id = :tenantId AND cleared_at IS NULL ORDER BY at DESC, id LIMIT 1`,
    { tenantId, ticketHost, ticketNumber },
  );
  return row && parseRow(AlertRow, row);
}

/** Whether somebody said that this verification was none of theirs. */
export function isReported(connection: Connection, tenantId: string, verificationId: string): boolean {
  const sql = `SELECT 1 FROM alerts WHERE verification_id = :verificationId AND tenant_id = :tenantId AND kind IN ('${reportKinds.join("', '")}') LIMIT 1`;
  return connection.get(sql, { tenantId, verificationId }) !== undefined;
}

export function listAlerts(connection: Connection, tenantId: string, limit: number): Alert[] {
  const sql = 'SELECT * FROM alerts WHERE tenant_id = :tenantId AND cleared_at IS NULL ORDER BY at DESC, id LIMIT :limit';
  return connection.all(sql, { tenantId, limit }).map((row) => parseRow(AlertRow, row));
}

export function clearAlerts(connection: Connection, tenantId: string, accountId: string, at: number): void {
  connection.run('UPDATE alerts SET cleared_at = :at WHERE tenant_id = :tenantId AND account_id = :accountId AND cleared_at IS NULL', { tenantId, accountId, at });
}

export function claimAlert(connection: Connection, now: number, leaseMs: number): Alert | undefined {
  const row = connection.get(
    `UPDATE alerts SET next_at = :next, attempts = attempts + 1 WHERE id = (
       SELECT id FROM alerts WHERE done_at IS NULL AND next_at <= :now ORDER BY next_at, id LIMIT 1)
     RETURNING *`,
    { now, next: now + leaseMs },
  );
  return row && parseRow(AlertRow, row);
}

export function updateAlert(connection: Connection, { tenantId, id, attempts, nextAt, doneAt, emailedAt, postedAt }: Alert): void {
  const sql = `UPDATE alerts SET attempts = :attempts, next_at = :nextAt, done_at = :doneAt, emailed_at = :emailedAt, posted_at = :postedAt WHERE id = :id AND tenant_id = :tenantId`;
  if (connection.run(sql, { tenantId, id, attempts, nextAt, doneAt, emailedAt, postedAt }) !== 1) throw new Error('No such alert.');
}
