import type { JsonWebKey } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import { hashPairingCode } from '../../../service/src/auth/pairing-codes.ts';
import { readConfig } from '../../../service/src/config.ts';
import { addTechnician } from '../../../service/src/directory/technicians.ts';
import { makeDataFolder } from '../../../service/src/lib/keys.ts';
import { openStore } from '../../../service/src/store/open-store.ts';
import type { Store } from '../../../service/src/store/store.ts';
import type { AuditEvent } from '../../../service/src/store/types.ts';
import { makeDeviceKey, publicPart } from '../load/prover.ts';
import type { Person } from '../load/targets.ts';
import type { Environment } from './service.ts';

/** A very large MSP's day: the limits are checked and counted, and not reached. */
const policy = { technicianSendsPerDay: 100_000, tenantSendsPerDay: 100_000, smsSpendPerDay: 100_000, smsCountries: ['US'] };

/** A data folder with one tenant in it, before the service starts on it. */
export type House = { environment: Environment; logPath: string; devices: JsonWebKey[]; remove(): Promise<void> };

/** One tenant with `people` as its accounts, and so many technicians with a paired browser each. */
export async function furnishHouse(environment: Environment, { people, technicians }: { people: readonly Person[]; technicians: number }): Promise<House> {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-bench-'));
  const settings = { ...environment, COUNTERSIGN_DATA: path.join(folder, 'data') };
  const config = readConfig(settings);
  await makeDataFolder(config.dataFolder);
  const store = await openStore(config);
  const devices = Array.from({ length: technicians }, makeDeviceKey);
  try {
    const { id: tenantId } = await store.addTenant('Northwind IT');
    await store.writePolicy(tenantId, null, policy, entryOf('policy_set'));
    for (const person of people) await addAccount(store, tenantId, person);
    for (const [index, device] of devices.entries()) await pairTechnician(store, tenantId, index, device);
  } finally {
    await store.close();
  }
  return { environment: settings, logPath: path.join(folder, 'service.log'), devices, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function addAccount(store: Store, tenantId: string, { company, name, email, mobile }: Person): Promise<void> {
  await store.addAccount(tenantId, { customerName: company, name, email, mobile }, entryOf('account_added'));
}

function entryOf(type: string): AuditEvent {
  return { type, at: Date.now(), technicianId: null, verificationId: null, details: {} };
}

/** Past the limit of pairings from one address, which all these browsers share. */
async function pairTechnician(store: Store, tenantId: string, index: number, device: JsonWebKey): Promise<void> {
  const code = await addTechnician({ store, now: Date.now }, { tenantId, name: `Technician ${index}`, email: `technician${index}@northwind.example`, role: 'technician' });
  await store.redeemPairingCode(hashPairingCode(code) ?? '', { thumbprint: await calculateJwkThumbprint(publicPart(device)), name: 'Bench' }, Date.now());
}
