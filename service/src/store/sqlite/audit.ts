import { chainStart, linkEntry } from '../../audit/chain.ts';
import type { AuditEntry, AuditEvent } from '../types.ts';
import type { Connection } from './connection.ts';
import { AuditRow, parseRow } from './rows.ts';

/** Appends to the tenant's chain. Called inside the transaction of what happened. */
export function appendAudit(connection: Connection, tenantId: string, event: AuditEvent): AuditEntry {
  const last = connection.get('SELECT * FROM audit WHERE tenant_id = :tenantId ORDER BY sequence DESC LIMIT 1', { tenantId });
  const previous = last ? parseRow(AuditRow, last) : { sequence: 0, hash: chainStart };
  const entry = linkEntry(previous.hash, previous.sequence + 1, { tenantId, ...event });
  connection.run('INSERT INTO audit (tenant_id, sequence, previous_hash, body, hash) VALUES (:tenantId, :sequence, :previousHash, :body, :hash)', entry);
  return entry;
}

export function listAudit(connection: Connection, tenantId: string, fromSequence: number, limit: number): AuditEntry[] {
  const sql = 'SELECT * FROM audit WHERE tenant_id = :tenantId AND sequence >= :fromSequence ORDER BY sequence LIMIT :limit';
  return connection.all(sql, { tenantId, fromSequence, limit }).map((row) => parseRow(AuditRow, row));
}
