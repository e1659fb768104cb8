import { chainStart, linkEntry } from '../../audit/chain.ts';
import { parseRow } from '../columns.ts';
import { AuditHeadRow, AuditRow, StatementRow, beforeStatements } from '../rows.ts';
import type { AuditEntry, AuditEvent, AuditHead, Statement } from '../types.ts';
import type { Connection } from './connection.ts';

/** Appends to the tenant's chain. Called inside the transaction of what happened. */
export function appendAudit(connection: Connection, tenantId: string, event: AuditEvent): AuditEntry {
  const last = connection.get('SELECT * FROM audit WHERE tenant_id = :tenantId ORDER BY sequence DESC LIMIT 1', { tenantId });
  const previous = last ? parseRow(AuditRow, last) : emptyChain(connection, tenantId);
  const entry = linkEntry(previous.hash, previous.sequence + 1, { tenantId, ...event });
  connection.run('INSERT INTO audit (tenant_id, sequence, previous_hash, body, hash) VALUES (:tenantId, :sequence, :previousHash, :body, :hash)', entry);
  return entry;
}

function emptyChain(connection: Connection, tenantId: string): { sequence: number; hash: string } {
  if (!connection.get('SELECT 1 FROM tenants WHERE id = :tenantId', { tenantId })) throw new Error('No such tenant.');
  return { sequence: 0, hash: chainStart };
}

export function listAudit(connection: Connection, tenantId: string, fromSequence: number, limit: number): AuditEntry[] {
  const sql = 'SELECT * FROM audit WHERE tenant_id = :tenantId AND sequence >= :fromSequence ORDER BY sequence LIMIT :limit';
  return connection.all(sql, { tenantId, fromSequence, limit }).map((row) => parseRow(AuditRow, row));
}

export function listAuditHeads(connection: Connection): AuditHead[] {
  // CROSS JOIN keeps the order of tables: one look into the index for each tenant, however long its chain.
  const sql = `SELECT a.tenant_id, a.sequence, a.hash FROM tenants t
    CROSS JOIN audit a ON a.tenant_id = t.id AND a.sequence = (SELECT max(b.sequence) FROM audit b WHERE b.tenant_id = t.id) ORDER BY t.id`;
  return connection.all(sql).map((row) => parseRow(AuditHeadRow, row));
}

export function addStatement(connection: Connection, statement: Statement): void {
  connection.run(
    `INSERT INTO statements (tenant_id, kind, sequence, hash, at, signed) VALUES (:tenantId, :kind, :sequence, :hash, :at, :signed)
     ON CONFLICT (tenant_id, signed) DO NOTHING`,
    statement,
  );
}

export function listStatements(connection: Connection, tenantId: string, limit: number, { at, sequence, signed }: Pick<Statement, 'at' | 'sequence' | 'signed'> = beforeStatements): Statement[] {
  const sql = 'SELECT * FROM statements WHERE tenant_id = :tenantId AND (at, sequence, signed) > (:at, :sequence, :signed) ORDER BY at, sequence, signed LIMIT :limit';
  return connection.all(sql, { tenantId, limit, at, sequence, signed }).map((row) => parseRow(StatementRow, row));
}

export function findNewestStatement(connection: Connection, tenantId: string): Statement | undefined {
  const row = connection.get('SELECT * FROM statements WHERE tenant_id = :tenantId ORDER BY at DESC, sequence DESC LIMIT 1', { tenantId });
  return row && parseRow(StatementRow, row);
}

export function listExplanations(connection: Connection, tenantId: string): Statement[] {
  return connection.all("SELECT * FROM statements WHERE tenant_id = :tenantId AND kind <> 'checkpoint' ORDER BY at", { tenantId }).map((row) => parseRow(StatementRow, row));
}

/** The newest entry always stays: the chain goes on from it. */
export function removeAudit(connection: Connection, removal: Statement, audit: AuditEvent): number {
  const { tenantId, sequence } = removal;
  appendAudit(connection, tenantId, audit);
  addStatement(connection, removal);
  return connection.run('DELETE FROM audit WHERE tenant_id = :tenantId AND sequence <= :sequence', { tenantId, sequence });
}
