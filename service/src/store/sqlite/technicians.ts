import { randomUUID } from 'node:crypto';
import type { Role } from '#contract/words';
import { parseRow } from '../columns.ts';
import { DeviceRow, TechnicianRow, TenantRow } from '../rows.ts';
import type { AuditEvent, SignedIn, Technician } from '../types.ts';
import { appendAudit } from './audit.ts';
import type { Connection } from './connection.ts';

/** Technicians, their browsers, pairing codes, counted attempts. Every function runs inside its caller's transaction. */

export function addTechnician(connection: Connection, technician: { tenantId: string; name: string; email: string; role: Role }, audit: AuditEvent): Technician {
  const row = { ...technician, id: randomUUID(), email: technician.email.trim().toLowerCase() };
  connection.run('INSERT INTO technicians (id, tenant_id, name, email, role) VALUES (:id, :tenantId, :name, :email, :role)', row);
  appendAudit(connection, technician.tenantId, { ...audit, technicianId: audit.technicianId ?? row.id });
  return { ...row, revokedAt: null };
}

export function listTechnicians(connection: Connection, tenantId: string): Technician[] {
  return connection.all('SELECT * FROM technicians WHERE tenant_id = :tenantId ORDER BY name, id', { tenantId }).map((row) => parseRow(TechnicianRow, row));
}

export function revokeTechnician(connection: Connection, tenantId: string, technicianId: string, at: number, audit: AuditEvent): boolean {
  const one = { tenantId, technicianId };
  const sql = 'UPDATE technicians SET revoked_at = :at WHERE tenant_id = :tenantId AND id = :technicianId AND revoked_at IS NULL';
  if (connection.run(sql, { ...one, at }) === 0) return false;
  connection.run('DELETE FROM devices WHERE tenant_id = :tenantId AND technician_id = :technicianId', one);
  connection.run('DELETE FROM pairing_codes WHERE tenant_id = :tenantId AND technician_id = :technicianId', one);
  appendAudit(connection, tenantId, audit);
  return true;
}

export function addPairingCode(connection: Connection, code: { tenantId: string; technicianId: string; codeHash: string; expiresAt: number }): void {
  connection.run(
    'INSERT INTO pairing_codes (code_hash, tenant_id, technician_id, expires_at) VALUES (:codeHash, :tenantId, :technicianId, :expiresAt)',
    code,
  );
}

export function redeemPairingCode(connection: Connection, codeHash: string, device: { thumbprint: string; name: string }, now: number): SignedIn | undefined {
  const code = connection.get(
    `DELETE FROM pairing_codes WHERE code_hash = :codeHash AND expires_at > :now
     AND EXISTS (SELECT 1 FROM technicians t WHERE t.id = technician_id AND t.tenant_id = pairing_codes.tenant_id AND t.revoked_at IS NULL)
     RETURNING tenant_id, technician_id`,
    { codeHash, now },
  );
  if (!code) return undefined;
  const tenantId = String(code['tenant_id']);
  const technicianId = String(code['technician_id']);
  connection.run(
    `INSERT INTO devices (thumbprint, tenant_id, technician_id, name, created_at) VALUES (:thumbprint, :tenantId, :technicianId, :name, :now)
     ON CONFLICT (thumbprint) DO UPDATE SET tenant_id = :tenantId, technician_id = :technicianId, name = :name, created_at = :now`,
    { thumbprint: device.thumbprint, name: device.name, tenantId, technicianId, now },
  );
  appendAudit(connection, tenantId, { type: 'device_paired', at: now, technicianId, verificationId: null, details: { thumbprint: device.thumbprint } });
  return findDevice(connection, device.thumbprint);
}

export function findDevice(connection: Connection, thumbprint: string): SignedIn | undefined {
  const row = connection.get('SELECT * FROM devices WHERE thumbprint = :thumbprint', { thumbprint });
  if (!row) return undefined;
  const device = parseRow(DeviceRow, row);
  const { tenantId, technicianId } = device;
  const technician = connection.get('SELECT * FROM technicians WHERE tenant_id = :tenantId AND id = :technicianId AND revoked_at IS NULL', { tenantId, technicianId });
  const tenant = connection.get('SELECT * FROM tenants WHERE id = :tenantId', { tenantId });
  if (!technician || !tenant) return undefined;
  return { device, technician: parseRow(TechnicianRow, technician), tenant: parseRow(TenantRow, tenant) };
}

export function removeDevice(connection: Connection, tenantId: string, thumbprint: string, audit: AuditEvent): void {
  const removed = connection.run('DELETE FROM devices WHERE tenant_id = :tenantId AND thumbprint = :thumbprint', { tenantId, thumbprint });
  if (removed > 0) appendAudit(connection, tenantId, audit);
}

export function takeAttempt(connection: Connection, key: string, limit: number, windowMs: number, now: number): boolean {
  // Of all keys: those of an address that never comes back would stay for ever.
  connection.run('DELETE FROM attempts WHERE forget_at <= :now', { now });
  const counted = connection.get('SELECT count(*) AS taken FROM attempts WHERE key = :key', { key });
  if (Number(counted?.['taken']) >= limit) return false;
  connection.run('INSERT INTO attempts (key, at, forget_at) VALUES (:key, :now, :forgetAt)', { key, now, forgetAt: now + windowMs });
  return true;
}
