import type { JsonWebKey } from 'node:crypto';
import { createBrowser } from './browser.ts';
import { betterAuthCoreClients, coreClients } from './cores.ts';
import { createHttpConnection } from './http-connection.ts';
import type { Answered } from './http-connection.ts';

/** What a load is put on; plain data, because it is handed to the process that makes the load. */
export type Target =
  | { kind: 'countersign'; origin: string; devices: JsonWebKey[]; people: Person[] }
  | { kind: 'core'; databaseUrl: string; people: Person[] }
  | { kind: 'better-auth'; origin: string; emails: string[] }
  | { kind: 'better-auth-core'; databaseUrl: string; emails: string[] }
  | { kind: 'empty-route'; origin: string };
export type Person = { company: string; name: string; email: string; mobile: string };

/** One of the connections: `prepare` is not measured, `cycle` is. */
export type Client = { prepare(): Promise<void>; cycle(): Promise<void>; close(): void };

/** As many clients of `target` as there are connections. */
export function createClients(target: Target, connections: number): Client[] {
  const clients = Array.from({ length: connections }, (_, index) => index);
  if (target.kind === 'countersign') return clients.map(countersignClients(target));
  if (target.kind === 'core') return clients.map(coreClients(target.databaseUrl, takeInTurn(target.people)));
  if (target.kind === 'better-auth') return clients.map(betterAuthClients(target));
  if (target.kind === 'better-auth-core') return clients.map(betterAuthCoreClients(target.databaseUrl, takeInTurn(target.emails)));
  return clients.map(() => createEmptyClient(target.origin));
}

/** SEND and DENY: the two requests of a verification. APPROVE is refused until the message has left the house, DENY is not. */
function countersignClients({ origin, devices, people }: Target & { kind: 'countersign' }) {
  const take = takeInTurn(people);
  let tickets = 0;
  return (index: number): Client => {
    const browser = createBrowser(origin, devices[index]!);
    const cycle = async () => {
      const { company, name, email } = take();
      const contact = { ticket: { host: 'na.myconnectwise.net', number: String((tickets += 1)) }, company, contact: name, email };
      const started = expect(201, await browser.post('/v1/verifications', { contact, method: 'sms', action: null, direction: 'inbound', check: 'code' }));
      const { id } = JSON.parse(started.text) as { id: string };
      expect(200, await browser.post(`/v1/verifications/${id}/decision`, { decision: 'deny' }));
    };
    return { prepare: browser.signIn, cycle, close: browser.close };
  };
}

/** Sending a code and using it. The code comes back in a header that the measured server adds. */
function betterAuthClients({ origin, emails }: Target & { kind: 'better-auth' }) {
  const take = takeInTurn(emails);
  return (): Client => {
    const connection = createHttpConnection(origin);
    const cycle = async () => {
      const email = take();
      const sent = expect(200, await connection.ask({ method: 'POST', path: '/api/auth/email-otp/send-verification-otp', headers: { 'x-email': email }, body: { email, type: 'sign-in' } }));
      expect(200, await connection.ask({ method: 'POST', path: '/api/auth/sign-in/email-otp', body: { email, otp: sent.headers['x-otp'] } }));
    };
    return { prepare: async () => undefined, cycle, close: connection.close };
  };
}

function createEmptyClient(origin: string): Client {
  const connection = createHttpConnection(origin);
  const cycle = async () => void expect(200, await connection.ask({ method: 'GET', path: '/healthz' }));
  return { prepare: async () => undefined, cycle, close: connection.close };
}

function expect(status: number, answered: Answered): Answered {
  if (answered.status !== status) throw new Error(`Answered ${answered.status} instead of ${status}: ${answered.text}`);
  return answered;
}

const restMs = 25_000;

/** In turn, each as seldom as the limits on sends want it: 20 s between two, at most five within ten minutes. */
function takeInTurn<T>(all: readonly T[]): () => T {
  const usedAt: number[] = [];
  return () => {
    const turn = usedAt.length;
    const before = usedAt[turn - all.length];
    const taken = all[turn % all.length];
    const isRested = before === undefined || performance.now() - before >= restMs;
    if (taken === undefined || !isRested || turn >= 5 * all.length) throw new Error(`${all.length} people are too few for this load.`);
    usedAt.push(performance.now());
    return taken;
  };
}
