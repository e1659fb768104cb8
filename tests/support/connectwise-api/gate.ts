import type { IncomingMessage } from 'node:http';
import { refuse, Refusal, unroutable } from './refusal.ts';

export type Credentials = { companyId: string; publicKey: string; privateKey: string; clientId: string };
/** What a test may change while it runs. */
export type GateState = { codebase: string; perMinute: number };

/** Lets a request through, or throws what ConnectWise answers instead; answers the path below `apis/3.0`. */
export function createGate(credentials: Credentials, state: GateState, now: () => number) {
  const taken: number[] = [];

  function count(): void {
    while (taken.length > 0 && taken[0]! <= now() - 60_000) taken.shift();
    if (taken.length >= state.perMinute) {
      const seconds = Math.ceil(((taken[0] ?? now()) + 60_000 - now()) / 1000);
      throw new Refusal(429, { error: 'ConnectWiseAPI', message: 'Too many requests. Try again later.' }, { 'retry-after': String(seconds) });
    }
    taken.push(now());
  }

  return (request: IncomingMessage, pathname: string): string => {
    const prefix = `/${state.codebase}apis/3.0`;
    if (!pathname.startsWith(`${prefix}/`)) throw unroutable();
    checkKeys(request.headers.authorization, credentials);
    if (request.headers['clientid'] !== credentials.clientId) throw refuse(401, 'ClientIdMissingOrInvalid', 'A valid clientId is required.');
    if (!/^application\/vnd\.connectwise\.com\+json; version=20\d\d\.\d+$/.test(request.headers.accept ?? '')) throw refuse(406, 'NotAcceptable', 'Name a version of the model in Accept.');
    count();
    return pathname.slice(prefix.length);
  };
}

function checkKeys(authorization: string | undefined, { companyId, publicKey, privateKey }: Credentials): void {
  const given = Buffer.from(authorization?.replace(/^Basic /, '') ?? '', 'base64').toString('utf8');
  if (given.includes('+') && given.split('+')[0] !== companyId) throw unroutable();
  if (given !== `${companyId}+${publicKey}:${privateKey}`) throw refuse(401, 'Unauthorized', 'The API keys are invalid.');
}
