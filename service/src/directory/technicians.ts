import { pairingCodeSeconds } from '#contract/numbers';
import { parseAddress } from '#contract/address';
import type { Role } from '#contract/words';
import { hashPairingCode, makePairingCode } from '../auth/pairing-codes.ts';
import type { Store } from '../store/store.ts';
import type { AuditEvent, Technician } from '../store/types.ts';
import { Told } from '../lib/told.ts';

type Deps = { store: Store; now: () => number };

/** Adds a technician and returns the pairing code for their first browser. */
export async function addTechnician({ store, now }: Deps, technician: { tenantId: string; name: string; email: string; role: Role }): Promise<string> {
  const email = readEmail(technician.email);
  if (await findTechnician(store, technician.tenantId, email)) throw new Told('A technician with this address is there already: for another browser, use technician pair.');
  const { name, role } = technician;
  const added = await store.addTechnician({ ...technician, email }, event('technician_added', null, now(), { name, role }));
  return pairTechnician({ store, now }, added);
}

/** A new one-time code, by which one more browser is registered. */
export async function pairTechnician({ store, now }: Deps, technician: Technician): Promise<string> {
  const code = makePairingCode();
  const codeHash = hashPairingCode(code);
  if (codeHash === undefined) throw new Error('A pairing code that is none was made.');
  await store.addPairingCode({ tenantId: technician.tenantId, technicianId: technician.id, codeHash, expiresAt: now() + pairingCodeSeconds * 1000 });
  await store.appendAudit(technician.tenantId, event('pairing_code_made', technician.id, now(), { name: technician.name }));
  return code;
}

/** Ends a technician, their browsers and their codes at once. */
export async function revokeTechnician({ store, now }: Deps, technician: Technician): Promise<void> {
  const at = now();
  const done = await store.revokeTechnician(technician.tenantId, technician.id, at, event('technician_revoked', technician.id, at, { name: technician.name }));
  if (!done) throw new Told('This technician was revoked before.');
}

/** The technician with this address who is not revoked. */
export async function findTechnician(store: Store, tenantId: string, email: string): Promise<Technician | undefined> {
  const wanted = readEmail(email);
  return (await store.listTechnicians(tenantId)).find((technician) => technician.email === wanted && technician.revokedAt === null);
}

function readEmail(text: string): string {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Told('The e-mail address is not one bare address.');
  return parsed.address;
}

function event(type: string, technicianId: string | null, at: number, details: Record<string, unknown>): AuditEvent {
  return { type, at, technicianId, verificationId: null, details };
}
