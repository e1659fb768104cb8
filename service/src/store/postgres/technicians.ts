import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { parseRow } from '../columns.ts';
import { DeviceRow, TechnicianRow, TenantRow } from '../rows.ts';
import type { RawRow } from '../columns.ts';
import type { Store } from '../store.ts';
import type { SignedIn } from '../types.ts';
import { append, lockChain } from './audit.ts';
import { createGatherer } from './gather.ts';
import type { Client, Database } from './database.ts';

const CodeRow = z.object({ tenantId: z.string(), technicianId: z.string() });

/** Technicians, their browsers, pairing codes, counted attempts. */
export function createTechnicianCalls(database: Database) {
  // Every request asks who is asking: those that come together ask together.
  const findDevice = createGatherer(async (thumbprints: string[]) => {
    const found = ((await database.value('find_devices', signedInSql, [thumbprints])) ?? []) as Record<string, unknown>[];
    const byThumbprint = new Map(found.map((one) => [one['thumbprint'], parseSignedIn(one)]));
    return thumbprints.map((thumbprint) => byThumbprint.get(thumbprint));
  });
  return {
    addTechnician: (technician, audit) => database.transaction(async (client) => {
      const { tenantId, name, role } = technician;
      const row = { id: randomUUID(), tenantId, name, email: technician.email.trim().toLowerCase(), role };
      await lockChain(client, tenantId);
      await client.query('INSERT INTO technicians (id, tenant_id, name, email, role) VALUES ($1, $2, $3, $4, $5)', [row.id, tenantId, name, row.email, role]);
      await append(client, tenantId, [{ ...audit, technicianId: audit.technicianId ?? row.id }]);
      return { ...row, revokedAt: null };
    }),
    listTechnicians: async (tenantId) => {
      const rows = await database.rows('SELECT * FROM technicians WHERE tenant_id = $1 ORDER BY name, id', [tenantId]);
      return rows.map((row) => parseRow(TechnicianRow, row));
    },
    revokeTechnician: (tenantId, technicianId, at, audit) => database.transaction(async (client) => {
      await lockChain(client, tenantId);
      const sql = 'UPDATE technicians SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL';
      if ((await client.query(sql, [tenantId, technicianId, at])).rowCount === 0) return false;
      await client.query('DELETE FROM devices WHERE tenant_id = $1 AND technician_id = $2', [tenantId, technicianId]);
      await client.query('DELETE FROM pairing_codes WHERE tenant_id = $1 AND technician_id = $2', [tenantId, technicianId]);
      await append(client, tenantId, [audit]);
      return true;
    }),
    addPairingCode: async ({ codeHash, tenantId, technicianId, expiresAt }) => {
      const sql = 'INSERT INTO pairing_codes (code_hash, tenant_id, technician_id, expires_at) VALUES ($1, $2, $3, $4)';
      await database.rows(sql, [codeHash, tenantId, technicianId, expiresAt]);
    },
    redeemPairingCode: (codeHash, device, now) => database.transaction((client) => redeem(client, codeHash, device, now)),
    findDevice: (thumbprint) => findDevice(thumbprint),
    removeDevice: (tenantId, thumbprint, audit) => database.transaction(async (client) => {
      await lockChain(client, tenantId);
      const { rowCount } = await client.query('DELETE FROM devices WHERE tenant_id = $1 AND thumbprint = $2', [tenantId, thumbprint]);
      if (rowCount !== 0) await append(client, tenantId, [audit]);
    }),
    takeAttempt: async (key, limit, windowMs, now) =>
      (await database.value('take_attempt', 'SELECT take_attempt($1, $2, $3, $4)', [key, limit, windowMs, now])) === true,
  } satisfies Partial<Store>;
}

const signedInSql = `SELECT json_agg(json_build_object('thumbprint', d.thumbprint, 'device', row_to_json(d), 'technician', row_to_json(t), 'tenant', row_to_json(n)))
  FROM devices d JOIN technicians t ON t.id = d.technician_id AND t.revoked_at IS NULL JOIN tenants n ON n.id = d.tenant_id
  WHERE d.thumbprint = ANY($1)`;

function parseSignedIn(json: Record<string, unknown>): SignedIn {
  const raw = json as Record<'device' | 'technician' | 'tenant', RawRow>;
  return { device: parseRow(DeviceRow, raw.device), technician: parseRow(TechnicianRow, raw.technician), tenant: parseRow(TenantRow, raw.tenant) };
}

async function redeem(client: Client, codeHash: string, device: { thumbprint: string; name: string }, now: number): Promise<SignedIn | undefined> {
  // The chain before the rows, as everywhere: who revokes a technician holds the chain and wants these rows.
  const { rows: [code] } = await client.query<{ tenant_id: string }>('SELECT tenant_id FROM pairing_codes WHERE code_hash = $1', [codeHash]);
  if (!code) return undefined;
  await lockChain(client, code.tenant_id);
  const { rows: [used] } = await client.query<RawRow>(
    `DELETE FROM pairing_codes p USING technicians t WHERE p.code_hash = $1 AND p.expires_at > $2
     AND t.tenant_id = p.tenant_id AND t.id = p.technician_id AND t.revoked_at IS NULL RETURNING p.tenant_id, p.technician_id`,
    [codeHash, now],
  );
  if (!used) return undefined;
  const { tenantId, technicianId } = parseRow(CodeRow, used);
  await client.query(
    `INSERT INTO devices (thumbprint, tenant_id, technician_id, name, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (thumbprint) DO UPDATE SET tenant_id = excluded.tenant_id, technician_id = excluded.technician_id, name = excluded.name, created_at = excluded.created_at`,
    [device.thumbprint, tenantId, technicianId, device.name, now],
  );
  await append(client, tenantId, [{ type: 'device_paired', at: now, technicianId, verificationId: null, details: { thumbprint: device.thumbprint } }]);
  const { rows } = await client.query<{ json_agg: Record<string, unknown>[] | null }>(signedInSql, [[device.thumbprint]]);
  const [one] = rows[0]?.json_agg ?? [];
  return one && parseSignedIn(one);
}
