import { randomUUID } from 'node:crypto';
import { createPostgresStore } from '../../../service/src/store/postgres/postgres-store.ts';
import type { SignedIn } from '../../../service/src/store/types.ts';
import { createVerifications } from '../../../service/src/verification/verifications.ts';
import { createTestConnectwise } from '../../../tests/support/connectwise-client.ts';
import { createBetterAuth } from './better-auth.ts';
import type { Client, Person } from './targets.ts';

/** The same cycles by calls within one process: neither HTTP nor sign-in on either side. What is sent stays in the outbox. */

type Take<T> = () => T;

/** SEND and DENY by the service's core on the database at `databaseUrl`. */
export function coreClients(databaseUrl: string, take: Take<Person>) {
  const core = openCore(databaseUrl);
  let tickets = 0;
  return (index: number): Client => ({
    prepare: async () => void (await core),
    cycle: async () => {
      const { verifications, technicians } = await core;
      const { company, name, email } = take();
      const who = technicians[index % technicians.length]!;
      const contact = { ticket: { host: 'na.myconnectwise.net', number: String((tickets += 1)) }, company, contact: name, email };
      const started = await verifications.start(who, randomUUID(), { contact, method: 'sms', action: null, direction: 'inbound', check: 'code' });
      if (!started.ok) throw new Error(`SEND was refused: ${started.refusal.code}`);
      const denied = await verifications.decide(who, started.value.id, 'deny');
      if (!denied.ok) throw new Error(`DENY was refused: ${denied.refusal.code}`);
    },
    close: () => void core.then(({ store }) => store.close()),
  });
}

async function openCore(databaseUrl: string) {
  const store = await createPostgresStore({ url: databaseUrl });
  const [tenant] = await store.listTenants();
  if (!tenant) throw new Error('There is no tenant in the database.');
  const technicians = (await store.listTechnicians(tenant.id)).map((technician): SignedIn => ({
    tenant, technician, device: { thumbprint: technician.id, tenantId: tenant.id, technicianId: technician.id, name: 'Bench', createdAt: 0 },
  }));
  const verifications = createVerifications({ store, connectwise: createTestConnectwise(store, Date.now), now: Date.now, codeKey: new Uint8Array(32), configured: new Set(['sms']), kick: () => undefined });
  return { store, verifications, technicians };
}

/** Sending a code and signing in with it, by calls of better-auth. */
export function betterAuthCoreClients(databaseUrl: string, take: Take<string>) {
  const made = createBetterAuth(databaseUrl);
  return (): Client => ({
    prepare: async () => void (await made),
    cycle: async () => {
      const { auth, codes } = await made;
      const email = take();
      await auth.api.sendVerificationOTP({ body: { email, type: 'sign-in' } });
      await auth.api.signInEmailOTP({ body: { email, otp: codes.get(email) ?? '' } });
    },
    close: () => undefined,
  });
}
