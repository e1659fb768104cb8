import { insertSql, parseRow, toColumns } from '../columns.ts';
import { ConnectionRow } from '../connectwise-rows.ts';
import type { Connection as ConnectwiseConnection } from '../connectwise-store.ts';
import type { AuditEvent } from '../types.ts';
import { appendAudit } from './audit.ts';
import type { Connection } from './connection.ts';

/** How ConnectWise is reached. Every function runs inside its caller's transaction. */

const insertConnectionSql = insertSql('connections', ConnectionRow);

export function findConnection(connection: Connection, tenantId: string): ConnectwiseConnection | undefined {
  const row = connection.get('SELECT * FROM connections WHERE tenant_id = :tenantId', { tenantId });
  return row && parseRow(ConnectionRow, row);
}

export function writeConnection(connection: Connection, tenantId: string, next: ConnectwiseConnection | null, audit: AuditEvent): void {
  if (next && next.tenantId !== tenantId) throw new Error('A connection must stay within its tenant.');
  const known = findConnection(connection, tenantId);
  if (known && (known.site !== next?.site || known.companyId !== next.companyId)) forgetNumbers(connection, tenantId);
  connection.run('DELETE FROM connections WHERE tenant_id = :tenantId', { tenantId });
  if (next) connection.run(insertConnectionSql, toColumns(next));
  appendAudit(connection, tenantId, audit);
}

/** Another site counts its companies and contacts for itself. */
function forgetNumbers(connection: Connection, tenantId: string): void {
  connection.run('UPDATE customers SET company_id = NULL WHERE tenant_id = :tenantId AND company_id IS NOT NULL', { tenantId });
  connection.run('UPDATE accounts SET contact_id = NULL WHERE tenant_id = :tenantId AND contact_id IS NOT NULL', { tenantId });
  connection.run('DELETE FROM proposals WHERE tenant_id = :tenantId AND decided_at IS NULL', { tenantId });
}

export function updateConnection(connection: Connection, next: ConnectwiseConnection, seen = next.roundAt): boolean {
  const { tenantId, createdAt, codebase, roundKind, roundAt, cursor, syncedTo, nextSyncAt, syncProblem } = next;
  const sql = `UPDATE connections SET codebase = :codebase, round_kind = :roundKind, round_at = :roundAt, counts = :counts, cursor = :cursor, synced_to = :syncedTo, next_sync_at = :nextSyncAt, sync_problem = :syncProblem
    WHERE tenant_id = :tenantId AND created_at = :createdAt AND round_at IS :seen`;
  return connection.run(sql, { tenantId, createdAt, codebase, roundKind, roundAt, counts: JSON.stringify(next.counts), cursor, syncedTo, nextSyncAt, syncProblem, seen }) === 1;
}

export function claimSync(connection: Connection, now: number, leaseMs: number): ConnectwiseConnection | undefined {
  const row = connection.get(
    `UPDATE connections SET next_sync_at = :next WHERE tenant_id = (
       SELECT tenant_id FROM connections WHERE next_sync_at <= :now ORDER BY next_sync_at, tenant_id LIMIT 1)
     RETURNING *`,
    { now, next: now + leaseMs },
  );
  return row && parseRow(ConnectionRow, row);
}
