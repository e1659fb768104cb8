import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import type { ContactOptions, Verification } from '#contract/verification';
import type { Channel, Role } from '#contract/words';
import { hashPairingCode } from '../../service/src/auth/pairing-codes.ts';
import { readConfig } from '../../service/src/config.ts';
import type { CodeLetter, NoticeLetter, Outcome, PushLetter, Senders, WordLetter } from '../../service/src/delivery/types.ts';
import { addTechnician } from '../../service/src/directory/technicians.ts';
import { createLog } from '../../service/src/lib/log.ts';
import { startService } from '../../service/src/main.ts';
import type { Overrides } from '../../service/src/main.ts';
import type { Phone } from '../../service/src/store/types.ts';
import { addTestPhone } from './add-phone.ts';
import { connectwiseKey } from './connectwise-client.ts';
import { createTestPhone } from './phone-client.ts';
import type { TestPhone } from './phone-client.ts';
import { recordMessage, recordSecret } from './secrets/record.ts';
import { recordService } from './secrets/record-service.ts';
import { createStoreSource } from './store-source.ts';
import { createTestClient } from './test-client.ts';
import type { Answer, TestClient } from './test-client.ts';

export type TestOptions = Omit<Overrides, 'now' | 'log' | 'senders'> & {
  clock?: { now: () => number };
  /** Left out: a recorder. `configured`: what the environment says. */
  senders?: Senders | 'configured';
  env?: Record<string, string>;
};

export const jo = { customerName: 'Acme', name: 'Jo Doe', email: 'jo@acme.example', mobile: '+12025550199' };
export const sam = { customerName: 'Acme', name: 'Sam Roe', email: 'sam@acme.example', mobile: null };
/** One address in two customers. */
export const kim = { customerName: 'Acme', name: 'Kim Poe', email: 'kim@shared.example', mobile: '+12025550123' };
export const kimAtGlobex = { ...kim, customerName: 'Globex' };

/** A clock that stands still until it is told to move. */
export function createTestClock(start = Date.now()) {
  let at = start;
  return { now: () => at, advance: (seconds: number) => { at += seconds * 1000; } };
}

/** Senders that keep what they were given; `outcome` may be changed at any time. */
export function createRecorder() {
  const letters: (CodeLetter & { method: Channel })[] = [];
  const notices: (NoticeLetter & { method: Channel })[] = [];
  const pushes: PushLetter[] = [];
  const answer: { outcome: Outcome } = { outcome: { state: 'handed_over', providerId: null } };
  const record = (method: Channel) => async (letter: WordLetter) => {
    const code = letter.kind === 'code' ? letter.code : letter.about.kind === 'phone_code' ? letter.about.code : undefined;
    recordMessage({ code, to: letter.destination });
    if (letter.kind === 'code') letters.push({ ...letter, method });
    else notices.push({ ...letter, method });
    return answer.outcome;
  };
  const push = async (letter: PushLetter) => {
    pushes.push(letter);
    return answer.outcome;
  };
  const senders: Senders = { sms: record('sms'), email: record('email'), push };
  return { letters, notices, pushes, answer, senders };
}

export type TestService = Awaited<ReturnType<typeof startTestService>>;

/** A real service on a free loopback port, with its own data folder, a tenant, customers and accounts. */
export async function startTestService({ clock, env, senders, ...overrides }: TestOptions = {}) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-test-'));
  const logLines: string[] = [];
  const log = createLog({ write: (line) => void logLines.push(line) });
  const recorder = createRecorder();
  const source = await createStoreSource();
  const config = readConfig({ COUNTERSIGN_DATA: dataFolder, COUNTERSIGN_PORT: '0', COUNTERSIGN_CONNECTWISE_KEY: Buffer.from(connectwiseKey).toString('base64'), ...(source.databaseUrl && { DATABASE_URL: source.databaseUrl }), ...env });
  const now = clock?.now ?? Date.now;
  const service = await startService(config, { ...overrides, now, log, ...(senders !== 'configured' && { senders: senders ?? recorder.senders }) });
  const { store, origin } = service;
  const tenant = await store.addTenant('Harbor IT');
  for (const account of [jo, sam, kim, kimAtGlobex]) await addAccount(tenant.id, account);

  async function addAccount(tenantId: string, account: typeof jo | typeof sam): Promise<void> {
    recordSecret('destination', account.mobile);
    await store.addAccount(tenantId, account, { type: 'account_added', at: now(), technicianId: null, verificationId: null, details: {} });
  }

  let technicians = 0;
  const invite = async (tenantId = tenant.id, name = 'Alex', role: Role = 'technician') => {
    const pairingCode = await addTechnician({ store, now }, { tenantId, name, email: `technician${++technicians}@harbor.example`, role });
    recordSecret('pairing code', pairingCode);
    return pairingCode;
  };

  /** A browser that is paired (past the limit of attempts per address, which all tests would share) and signed in. */
  async function signIn(name = 'Alex', tenantId = tenant.id, { role, ...options }: { clockOffsetMs?: number; role?: Role } = {}): Promise<TestClient> {
    const client = await createTestClient(origin, options);
    const codeHash = hashPairingCode(await invite(tenantId, name, role)) ?? '';
    await store.redeemPairingCode(codeHash, { thumbprint: await calculateJwkThumbprint(client.jwk), name: 'Test browser' }, now());
    const { status } = await client.signIn();
    if (status !== 200) throw new Error(`Signing in failed: ${status}`);
    return client;
  }

  /** A phone that was added (past the limit of attempts per address, which all tests would share) and takes notifications. */
  async function addPhone(email = jo.email, more: Partial<Phone> = {}): Promise<TestPhone> {
    const phone = await createTestPhone(origin);
    await addTestPhone({ store, now }, { tenantId: more.tenantId ?? tenant.id, email }, phone.jwk, more);
    return phone;
  }

  return {
    ...service, config, now, tenant, recorder, addPhone, letters: recorder.letters, notices: recorder.notices, logLines, dataFolder, invite, signIn, addAccount,
    stop: async () => {
      await service.stop();
      await recordService(config, logLines.join(''));
      await rm(dataFolder, { recursive: true, force: true });
      await source.remove();
    },
  };
}

let tickets = 0;

/** The body of SEND for an account on a ticket of its own. */
export function aRequest(account: { name: string; email: string; customerName: string } = jo, more: Record<string, unknown> = {}) {
  tickets += 1;
  const contact = { ticket: { host: 'na.myconnectwise.net', number: String(10_000 + tickets) }, company: account.customerName, contact: account.name, email: account.email };
  return { contact, method: 'email', action: null, direction: 'inbound', check: 'code', ...more };
}

/** Sends, and waits until the message was handed over. */
export async function startVerification(client: TestClient, more: Record<string, unknown> = {}, account: typeof jo | typeof sam = jo): Promise<Verification> {
  const answer = await client.call('startVerification', { body: aRequest(account, more) });
  if (answer.status !== 201) throw new Error(`SEND failed: ${JSON.stringify(answer.body)}`);
  return settled(client, answer.body.id);
}

/** The verification once its message has left or failed. */
export async function settled(client: TestClient, id: string, rounds = 200): Promise<Verification> {
  for (let round = 0; round < rounds; round += 1) {
    const { body } = await client.call('getVerification', { id });
    if (!['queued', 'sending'].includes(body.delivery?.state)) return body;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('The message did not leave.');
}

export type { Answer, ContactOptions, TestClient };
