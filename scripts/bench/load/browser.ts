import { randomUUID } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { createHttpConnection } from './http-connection.ts';
import type { Answered } from './http-connection.ts';
import { createProver } from './prover.ts';

export type Browser = {
  /** A token for the next minutes. */
  signIn(): Promise<void>;
  /** POSTs as the extension does: token, proof, idempotency key; once more where the service wants a newer nonce. */
  post(path: string, body: unknown): Promise<Answered>;
  close(): void;
};

/** A technician's browser on a connection of its own. */
export function createBrowser(origin: string, device: JsonWebKey): Browser {
  const connection = createHttpConnection(origin);
  const prove = createProver(device);
  let nonce: string | undefined;
  let accessToken: string | undefined;

  async function askOnce(path: string, body: unknown): Promise<Answered> {
    const headers: Record<string, string> = { dpop: prove({ method: 'POST', url: origin + path, nonce, accessToken }) };
    if (accessToken !== undefined) Object.assign(headers, { authorization: `DPoP ${accessToken}`, 'idempotency-key': randomUUID() });
    const answered = await connection.ask({ method: 'POST', path, headers, body });
    nonce = answered.headers['dpop-nonce'] ?? nonce;
    return answered;
  }

  async function post(path: string, body: unknown): Promise<Answered> {
    const answered = await askOnce(path, body);
    return answered.status === 401 && answered.text.includes('use_dpop_nonce') ? askOnce(path, body) : answered;
  }

  async function signIn(): Promise<void> {
    accessToken = undefined;
    const answered = await post('/v1/token', undefined);
    if (answered.status !== 200) throw new Error(`Signing in was answered ${answered.status}: ${answered.text}`);
    accessToken = (JSON.parse(answered.text) as { accessToken: string }).accessToken;
  }

  return { signIn, post, close: connection.close };
}
