import { calculateJwkThumbprint } from 'jose';
import { hashPairingCode } from '../../../service/src/auth/pairing-codes.ts';
import { addTechnician } from '../../../service/src/directory/technicians.ts';
import { recordSecret } from '../secrets/record.ts';
import { startSmtpSink } from '../sinks/smtp-sink.ts';
import { startTwilioSink } from '../sinks/twilio-sink.ts';
import { createTestClient } from '../test-client.ts';
import { createKillableService } from './killable-service.ts';

export type KillStage = Awaited<ReturnType<typeof openKillStage>>;
export type Person = { number: string; company: string; name: string; email: string; mobile: string };

const twilio = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'token-of-the-sink-that-is-killed' };
export const codeKey = new Uint8Array(32).fill(9);
/** Compared codes at the first, typed ones at the second. */
const companies = { compare: 'Acme', typed: 'Globex' };
/** North American area codes: each has a hundred numbers that are reserved for fiction. */
const areas = ['202', '303', '404', '503'];

/** A service to kill, the mail server and the text provider that it sends by, and one technician who is signed in. */
export async function openKillStage() {
  const mail = await startSmtpSink({ onStep: (step) => service.reach(`smtp ${step}`) });
  const texts = await startTwilioSink({ ...twilio, onStep: (step) => service.reach(`http ${step}`) });
  const service = await createKillableService({
    COUNTERSIGN_CODE_KEY: Buffer.from(codeKey).toString('base64'),
    COUNTERSIGN_SMTP_URL: mail.url,
    COUNTERSIGN_SMTP_INSECURE: '1',
    COUNTERSIGN_MAIL_FROM: 'help@harbor.example',
    COUNTERSIGN_TWILIO_ACCOUNT_SID: twilio.accountSid,
    COUNTERSIGN_TWILIO_AUTH_TOKEN: twilio.authToken,
    COUNTERSIGN_TWILIO_FROM: '+12025550100',
    COUNTERSIGN_TWILIO_API_ORIGIN: texts.origin,
  });
  const { store } = service;
  const client = await createTestClient(service.origin);
  const event = (type: string) => ({ type, at: Date.now(), technicianId: null, verificationId: null, details: {} });
  const tenant = await store.addTenant('Harbor IT');
  await store.writePolicy(tenant.id, null, { technicianSendsPerDay: 99_999, tenantSendsPerDay: 99_999 }, event('policy_changed'));
  const pairingCode = await addTechnician({ store, now: Date.now }, { tenantId: tenant.id, name: 'Alex', email: 'alex@harbor.example', role: 'technician' });
  recordSecret('pairing code', pairingCode);
  recordSecret('password', twilio.authToken);
  recordSecret('key', Buffer.from(codeKey).toString('base64'));
  await store.redeemPairingCode(hashPairingCode(pairingCode) ?? '', { thumbprint: await calculateJwkThumbprint(client.jwk), name: 'Test browser' }, Date.now());
  let people = 0;

  /** Somebody who was never sent anything: limits of sends to one destination are not what these tests are about. */
  async function addPerson(codeCheck: keyof typeof companies): Promise<Person> {
    const index = people++;
    const mobile = `+1${areas[Math.floor(index / 100) % areas.length]}55501${String(index % 100).padStart(2, '0')}`;
    const person = { number: String(4_000_000 + index), company: companies[codeCheck], name: `Person ${index}`, email: `person${index}@customer.example`, mobile };
    await store.addAccount(tenant.id, { ...person, customerName: person.company }, event('account_added'));
    if (codeCheck === 'typed') await setTyped();
    return person;
  }

  async function setTyped(): Promise<void> {
    const customer = (await store.listCustomers(tenant.id)).find(({ name }) => name === companies.typed);
    if (customer) await store.writePolicy(tenant.id, customer.id, { codeCheck: 'typed' }, event('policy_changed'));
  }

  return {
    service, mail, texts, client, tenant, addPerson,
    close: async () => {
      await service.close();
      await Promise.all([mail.close(), texts.close()]);
    },
  };
}
