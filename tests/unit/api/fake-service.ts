import { generateKeyPair } from 'dpop';
import { decodeJwt } from 'jose';
import { type ProblemCode, problemStatuses } from '#contract/problem';
import { createApi } from '../../../utils/api/create-api';

export const origin = 'https://verify.example';
export type Seen = { method: string; path: string; headers: Headers; body: unknown; proof: Record<string, unknown> | undefined };
type Answer = (request: Seen) => Response | Promise<Response>;

export function problem(code: ProblemCode, more: object = {}, headers: Record<string, string> = {}): Response {
  const status = problemStatuses[code];
  return Response.json({ type: `urn:${code}`, title: code, status, code, ...more }, { status, headers: { 'content-type': 'application/problem+json', ...headers } });
}

export const session = { technician: { name: 'Alex', role: 'technician' }, tenant: { name: 'MSP' } };
export const tokenAnswer = (accessToken: string) => Response.json({ ...session, accessToken, tokenType: 'DPoP', expiresInSeconds: 300 });

/** The API's client with a service behind it that answers as `answers` says: by path, one after another, the last for good. */
export async function createWorld(answers: Record<string, Answer | Answer[]>, more: { token?: string; silentAfterMs?: number; timeoutMs?: number } = {}) {
  const seen: Seen[] = [];
  const tokens: { current: string | undefined } = { current: more.token };
  const turns = new Map<string, number>();

  const fakeFetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const text = await request.clone().text();
    const proof = request.headers.get('dpop');
    const one: Seen = {
      method: request.method,
      path: pathname,
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
      proof: proof ? decodeJwt(proof) : undefined,
    };
    seen.push(one);
    const list = [answers[pathname] ?? (() => new Response(null, { status: 404 }))].flat();
    const turn = turns.get(pathname) ?? 0;
    turns.set(pathname, turn + 1);
    const reply = list[Math.min(turn, list.length - 1)]!(one);
    return Promise.race([reply, new Promise<never>((_resolve, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)))]);
  };

  const api = createApi({
    origin,
    keyPair: await generateKeyPair('ES256'),
    now: () => 5,
    readToken: async () => tokens.current,
    writeToken: async (token) => void (tokens.current = token),
    fetch: fakeFetch as typeof fetch,
    ...(more.silentAfterMs === undefined ? {} : { silentAfterMs: more.silentAfterMs }),
    ...(more.timeoutMs === undefined ? {} : { timeoutMs: more.timeoutMs }),
  });
  return { api, seen, tokens, at: (path: string) => seen.filter((one) => one.path === path) };
}
