import { generateKeyPair } from 'dpop';
import { EmbeddedJWK, calculateJwkThumbprint, decodeProtectedHeader, jwtVerify } from 'jose';
import { type ProblemCode, problemStatuses } from '#contract/problem';
import { createPhoneApi } from '../../../service/selfserve/api/create-api';

export const origin = 'https://verify.example';

export type Seen = { method: string; path: string; headers: Headers; body: unknown; proof: { claims: Record<string, unknown>; thumbprint: string } | undefined };
type Answer = (request: Seen) => Response | Promise<Response>;
export type Answers = Record<string, Answer | Answer[]>;

export function problem(code: ProblemCode, more: object = {}, headers: Record<string, string> = {}): Response {
  const status = problemStatuses[code];
  return Response.json({ type: `urn:${code}`, title: code, status, code, ...more }, { status, headers: { 'content-type': 'application/problem+json', ...headers } });
}

export const lost: Answer = () => Promise.reject(new TypeError('Failed to fetch'));

/** Checks a proof as the service does: its own signature, `typ`, method and address (RFC 9449 §4.3). */
async function checkProof(request: Request): Promise<Seen['proof']> {
  const proof = request.headers.get('dpop');
  if (proof === null) return undefined;
  const { payload } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256'] });
  const url = new URL(request.url);
  if (payload['htm'] !== request.method || payload['htu'] !== url.origin + url.pathname) throw new Error('The proof is for another request.');
  return { claims: payload, thumbprint: await calculateJwkThumbprint(decodeProtectedHeader(proof).jwk!) };
}

/** The phone app's client with a service behind it that answers as `answers` says: by `METHOD /path`, one after another, the last for good. */
export async function createFake(answers: Answers, { timeoutMs = 2_000 } = {}) {
  const keyPair = await generateKeyPair('ES256');
  const seen: Seen[] = [];
  const turns = new Map<string, number>();

  const fakeFetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const text = await request.clone().text();
    const one: Seen = { method: request.method, path: pathname, headers: request.headers, body: text === '' ? undefined : JSON.parse(text), proof: await checkProof(request) };
    seen.push(one);
    const name = `${request.method} ${pathname}`;
    const list = [answers[name] ?? (() => new Response(null, { status: 404 }))].flat();
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    const silence = new Promise<never>((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)));
    return Promise.race([list[Math.min(turn, list.length - 1)]!(one), silence]);
  };

  const call = createPhoneApi({ origin, readKey: async () => keyPair, fetch: fakeFetch as typeof fetch, timeoutMs });
  return { call, keyPair, seen, at: (name: string) => seen.filter(({ method, path }) => `${method} ${path}` === name) };
}
