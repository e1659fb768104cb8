import { randomUUID } from 'node:crypto';
import type { Verification } from '#contract/verification';
import type { Method } from '#contract/words';
import { createDelivery } from '../../../service/src/delivery/delivery.ts';
import type { DeliveryDeps } from '../../../service/src/delivery/delivery.ts';
import type { CodeLetter, Outcome, Senders, WordLetter } from '../../../service/src/delivery/types.ts';
import type { SignedIn } from '../../../service/src/store/types.ts';
import { createVerifications } from '../../../service/src/verification/verifications.ts';
import { createTestConnectwise } from '../../support/connectwise-client.ts';
import { recordDump, recordPlace } from '../../support/secrets/record.ts';
import { createStoreSource } from '../../support/store-source.ts';

export const codeKey = new Uint8Array(32).fill(7);
const people = 8;
const event = { type: 'seeded', at: 0, technicianId: null, verificationId: null, details: {} };

export type House = Awaited<ReturnType<typeof openHouse>>;

/** A real database with a tenant, a technician and eight people; what is sent waits until a delivery is started. */
export async function openHouse() {
  const source = await createStoreSource();
  const store = await source.open();
  const tenant = await store.addTenant('Northwind IT');
  const technician = await store.addTechnician({ tenantId: tenant.id, name: 'Alex Kim', email: 'alex@northwind.example', role: 'technician' }, event);
  for (let n = 1; n <= people; n += 1) {
    await store.addAccount(tenant.id, { customerName: 'Acme', name: `Person ${n}`, email: `person${n}@acme.example`, mobile: `+1202555014${n}` }, event);
  }
  const clock = { ms: Date.now() };
  const now = () => clock.ms;
  const kicks: (() => void)[] = [];
  const verifications = createVerifications({ store, connectwise: createTestConnectwise(store, now), now, codeKey, configured: new Set<Method>(['push', 'sms', 'email']), kick: () => kicks.forEach((kick) => kick()) });
  const who: SignedIn = { tenant, technician, device: { thumbprint: 't', tenantId: tenant.id, technicianId: technician.id, name: 'Test', createdAt: 0 } };
  const logLines: string[] = [];
  const note = (fields: object, text: string) => void logLines.push(JSON.stringify({ ...fields, text }));
  const running: { stop(): Promise<void> }[] = [];

  /** SEND for one of the people. */
  async function send(person = 1, method: Method = 'email'): Promise<Verification> {
    const ticket = { host: 'na.myconnectwise.net', number: String(1000 + person) };
    const contact = { ticket, company: 'Acme', contact: `Person ${person}`, email: `person${person}@acme.example` };
    const result = await verifications.start(who, randomUUID(), { contact, method, action: 'password_reset', direction: 'inbound', check: method === 'push' ? 'none' : 'code' });
    if (!result.ok) throw new Error(result.refusal.code);
    return result.value;
  }

  async function find(id: string): Promise<Verification> {
    const result = await verifications.find(who, id);
    if (!result.ok) throw new Error(result.refusal.code);
    return result.value;
  }

  function startDelivery(senders: Senders, changes: Partial<DeliveryDeps> = {}) {
    const delivery = createDelivery({ store, verifications, now, codeKey, senders, log: { info: note, warn: note, error: note }, pollMs: 20, ...changes });
    delivery.start();
    kicks.push(delivery.kick);
    running.push(delivery);
    return delivery;
  }

  const close = async () => {
    for (const delivery of running) await delivery.stop();
    recordPlace('log', 'delivery', logLines.join('\n'));
    await recordDump(store);
    await store.close();
    await source.remove();
  };
  return { store, openStore: source.open, verifications, who, clock, kicks, logLines, send, find, startDelivery, close };
}

/** A sender that keeps the codes it was given and answers what it is told. */
export function recordingSender(answer: (letter: CodeLetter) => Promise<Outcome> = async () => ({ state: 'handed_over', providerId: null })) {
  const letters: CodeLetter[] = [];
  const send = (letter: WordLetter) => {
    if (letter.kind !== 'code') throw new Error('Only codes are expected here.');
    letters.push(letter);
    return answer(letter);
  };
  return { letters, send };
}
