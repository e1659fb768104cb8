import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartVerification } from '#contract/requests';
import type { PageContact, Verification } from '#contract/verification';
import type { Method } from '#contract/words';
import type { Outcome } from '../../../service/src/delivery/types.ts';
import type { Message, Policy, SignedIn } from '../../../service/src/store/types.ts';
import { deriveCode } from '../../../service/src/verification/code.ts';
import type { Result } from '../../../service/src/verification/result.ts';
import { createVerifications } from '../../../service/src/verification/verifications.ts';
import { createTestConnectwise } from '../../support/connectwise-client.ts';
import { recordDump, recordSecret } from '../../support/secrets/record.ts';
import { createStoreSource } from '../../support/store-source.ts';

export const codeKey = new Uint8Array(32).fill(7);
export const seconds = (count: number): number => count * 1000;
export const handedOver: Outcome = { state: 'handed_over', providerId: 'provider-1' };
export const host = 'na.myconnectwise.net';

export type Harness = Awaited<ReturnType<typeof createHarness>>;

/** The service's core on a real database in a temporary folder, with a clock that only the test moves. */
export async function createHarness(options: { configured?: Method[] } = {}) {
  const source = await createStoreSource();
  const clock = { now: 1_700_000_000_000 };
  const kicks = { count: 0 };
  const store = await source.open();
  const configured = new Set<Method>(options.configured ?? ['sms', 'email']);
  const logLines: string[] = [];
  const connectwise = createTestConnectwise(store, () => clock.now, (line) => void logLines.push(line));
  const verifications = createVerifications({ store, connectwise, now: () => clock.now, codeKey, configured, kick: () => void (kicks.count += 1) });
  const tenant = await store.addTenant('Our MSP');
  const event = (type: string) => ({ type, at: clock.now, technicianId: null, verificationId: null, details: {} });
  const addAccount = (customerName: string, email: string, mobile: string | null = '+12025550199', name = 'Jo Doe') => {
    recordSecret('destination', mobile);
    return store.addAccount(tenant.id, { customerName, name, email, mobile }, event('account_added'));
  };
  await addAccount('Acme', 'jo@acme.example');

  async function signIn(name: string, tenantId = tenant.id): Promise<SignedIn> {
    const technician = await store.addTechnician({ tenantId, name, email: `${name.toLowerCase()}@msp.example`, role: 'technician' }, event('technician_added'));
    await store.addPairingCode({ tenantId, technicianId: technician.id, codeHash: `hash-${name}`, expiresAt: clock.now + 1 });
    const signedIn = await store.redeemPairingCode(`hash-${name}`, { thumbprint: `thumb-${name}`, name: 'Browser' }, clock.now);
    if (!signedIn) throw new Error('no sign-in');
    return signedIn;
  }

  const alex = await signIn('Alex');
  return {
    store, verifications, connectwise, logLines, clock, kicks, tenant, alex, source, configured, addAccount, signIn,
    pass: (count: number) => void (clock.now += seconds(count)),
    setPolicy: (policy: Policy, customerId: string | null = null) => store.writePolicy(tenant.id, customerId, policy, event('policy_changed')),
    /** SEND, with a key of its own unless one is given. */
    send: (request: StartVerification, who = alex, key: string = crypto.randomUUID()) => verifications.start(who, key, request),
    /** What the oldest waiting message comes to. */
    deliver: async (outcome: Outcome = handedOver): Promise<Message> => {
      const message = await store.claimMessage(clock.now);
      if (!message) throw new Error('no message waits');
      await verifications.recordDelivery(message, outcome);
      recordSecret('code', deriveCode(codeKey, message.verificationId, message.sendNumber));
      return message;
    },
    audit: async () => (await store.listAudit(tenant.id, 1, 100_000)).map((entry) => JSON.parse(entry.body) as { type: string; at: number; technicianId: string | null; verificationId: string | null; details: Record<string, unknown> }),
    /** Everything that the database holds: its rows as text, and the bytes of its files where it has some. */
    dump: async () => {
      const rows: string[] = [];
      for await (const row of store.backup()) rows.push(JSON.stringify(row));
      const { folder } = source;
      const files = folder === undefined ? [] : (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1'));
      return [rows.join('\n'), ...(await Promise.all(files))];
    },
    close: async () => {
      await recordDump(store);
      await store.close();
      await source.remove();
    },
  };
}

export function request(change: { number?: string; company?: string; email?: string; contact?: string; method?: Method; action?: StartVerification['action']; check?: StartVerification['check']; customerId?: string } = {}): StartVerification & { contact: PageContact } {
  const { number = '4711', company = 'Acme', email = 'jo@acme.example', contact = 'Jo Doe', method = 'sms', action = null, check = 'code', customerId } = change;
  return { contact: { ticket: { host, number }, company, contact, email }, method, action, direction: 'inbound', check, ...(customerId === undefined ? {} : { customerId }) };
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
  return result.value;
}

export function refusal(result: Result<unknown>): string {
  return result.ok ? 'accepted' : result.refusal.code;
}

/** Starts a verification and has its message handed over. */
export async function startDelivered(harness: Harness, change: Parameters<typeof request>[0] = {}): Promise<Verification> {
  const started = value(await harness.send(request(change)));
  await harness.deliver();
  return value(await harness.verifications.find(harness.alex, started.id));
}

export function rightCode(verification: Verification): string {
  return deriveCode(codeKey, verification.id, verification.sendNumber);
}

export function wrongCode(verification: Verification): string {
  return rightCode(verification).replace(/^./, (digit) => String((Number(digit) + 1) % 10));
}
