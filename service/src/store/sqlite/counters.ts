import type { Method } from '#contract/words';
import { dayOf } from '../day.ts';
import { parseRow } from '../columns.ts';
import { DayTotalsRow, WrongCodesRow } from '../rows.ts';
import type { Counted } from '../store.ts';
import type { AuditEvent, DayTotals, WrongCodes } from '../types.ts';
import { appendAudit } from './audit.ts';
import type { Connection } from './connection.ts';

/** What is counted against limits. Every function runs inside its caller's transaction. */

export function readWrongCodes(connection: Connection, tenantId: string, accountId: string): WrongCodes[] {
  const sql = 'SELECT account_id, method, count, last_at FROM wrong_codes WHERE tenant_id = :tenantId AND account_id = :accountId ORDER BY method';
  return connection.all(sql, { tenantId, accountId }).map((row) => parseRow(WrongCodesRow, row));
}

export function writeWrongCodes(connection: Connection, tenantId: string, wrongCodes: WrongCodes): void {
  connection.run(
    `INSERT INTO wrong_codes (tenant_id, account_id, method, count, last_at) VALUES (:tenantId, :accountId, :method, :count, :lastAt)
     ON CONFLICT (tenant_id, account_id, method) DO UPDATE SET count = excluded.count, last_at = excluded.last_at`,
    { tenantId, ...wrongCodes },
  );
}

export function clearWrongCodes(connection: Connection, tenantId: string, accountId: string, method: Method, audit: AuditEvent): boolean {
  const sql = 'DELETE FROM wrong_codes WHERE tenant_id = :tenantId AND account_id = :accountId AND method = :method AND count > 0';
  if (connection.run(sql, { tenantId, accountId, method }) === 0) return false;
  appendAudit(connection, tenantId, audit);
  return true;
}

export function readDayTotals(connection: Connection, tenantId: string, technicianId: string, now: number): DayTotals {
  const sql = `SELECT
    coalesce(sum(CASE technician_id WHEN '' THEN 0 ELSE sends END), 0) AS technician_sends,
    coalesce(sum(CASE technician_id WHEN '' THEN sends ELSE 0 END), 0) AS tenant_sends,
    coalesce(sum(CASE technician_id WHEN '' THEN cost ELSE 0 END), 0) AS tenant_cost
    FROM daily_sends WHERE tenant_id = :tenantId AND day = :day AND technician_id IN ('', :technicianId)`;
  return parseRow(DayTotalsRow, connection.get(sql, { tenantId, technicianId, day: dayOf(now) }) ?? {});
}

/** The write lock is held since the facts were read: no other send can have passed the limits meanwhile. */
export function countSend(connection: Connection, tenantId: string, { day, technicianId, cost }: Counted): void {
  for (const counted of ['', technicianId]) {
    connection.run(
      `INSERT INTO daily_sends (tenant_id, day, technician_id, sends, cost) VALUES (:tenantId, :day, :counted, 1, :cost)
       ON CONFLICT (tenant_id, day, technician_id) DO UPDATE SET sends = sends + 1, cost = cost + excluded.cost`,
      { tenantId, day, counted, cost },
    );
  }
}
