import { answerSeconds } from '#contract/numbers';
import type { Route } from '#contract/route';
import { routes } from '#contract/routes';
import { TokenSchema, type Token } from '#contract/session';
import { type KeyPair, generateProof } from 'dpop';
import ky from 'ky';
import { type Result, troubleOf, unreachable } from './trouble';

export type SignedFetchDeps = {
  origin: string;
  keyPair: KeyPair;
  readToken(): Promise<string | undefined>;
  writeToken(token: string | undefined): Promise<void>;
  fetch?: typeof fetch;
  timeoutMs?: number;
};
export type Call = { route: Route; path: string; body?: unknown; idempotencyKey?: string; signal?: AbortSignal };
export type SignedFetch = ReturnType<typeof createSignedFetch>;

/**
 * Sends requests signed with the browser's key (DPoP, RFC 9449). A demanded nonce and an expired token are each answered
 * by one repetition, before which the service has done nothing; nothing else is ever repeated.
 */
export function createSignedFetch(deps: SignedFetchDeps) {
  const client = ky.create({
    ...(deps.fetch ? { fetch: deps.fetch } : {}),
    throwHttpErrors: false,
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  });
  let nonce: string | undefined;
  let issuing: Promise<Result<Token>> | undefined;

  return { send, issueToken };

  /** The response, whatever its status, or undefined when there is none. */
  async function send(call: Call): Promise<Result<Response>> {
    let mayRenewNonce = true;
    let mayRenewToken = call.route.auth === 'token';
    for (;;) {
      const token = await tokenFor(call.route);
      if (token && !token.ok) return token;
      const answer = await once(call, token?.value);
      if (!answer.ok || answer.value.status !== 401) return answer;
      const { code } = await troubleOf(answer.value.clone());
      if (code === 'use_dpop_nonce' && mayRenewNonce) mayRenewNonce = false;
      else if (code === 'token_invalid' && mayRenewToken) {
        mayRenewToken = false;
        await forget(token?.value);
      } else return answer;
    }
  }

  async function once(call: Call, token: string | undefined): Promise<Result<Response>> {
    const url = deps.origin + call.path;
    const method = call.route.method.toUpperCase();
    try {
      const headers = await headersFor(call, url, method, token);
      const signal = call.signal ? { signal: call.signal } : {};
      const json = call.body === undefined ? {} : { json: call.body };
      const response = await client(url, { method, headers, ...signal, ...json, ...retriesOf(call.route), timeout: call.route.stream ? false : (deps.timeoutMs ?? answerSeconds * 1000) });
      nonce = response.headers.get('dpop-nonce') ?? nonce;
      return { ok: true, value: response };
    } catch {
      return unreachable;
    }
  }

  async function headersFor(call: Call, url: string, method: string, token: string | undefined): Promise<Record<string, string>> {
    const headers: Record<string, string> = { accept: call.route.stream ? 'text/event-stream' : 'application/json' };
    if (call.idempotencyKey) headers['idempotency-key'] = call.idempotencyKey;
    if (call.route.auth === 'none') return headers;
    headers['dpop'] = await generateProof(deps.keyPair, url, method, nonce, token);
    if (token) headers['authorization'] = `DPoP ${token}`;
    return headers;
  }

  async function tokenFor(route: Route): Promise<Result<string> | undefined> {
    if (route.auth !== 'token') return undefined;
    const stored = await deps.readToken();
    if (stored) return { ok: true, value: stored };
    const issued = await issueToken();
    return issued.ok ? { ok: true, value: issued.value.accessToken } : issued;
  }

  /** A new access token; several who ask at once share one. */
  function issueToken(): Promise<Result<Token>> {
    issuing ??= issue().finally(() => (issuing = undefined));
    return issuing;
  }

  async function issue(): Promise<Result<Token>> {
    const answer = await send({ route: routes.issueToken, path: routes.issueToken.path });
    if (!answer.ok) return answer;
    if (!answer.value.ok) return { ok: false, trouble: await troubleOf(answer.value) };
    const parsed = TokenSchema.safeParse(await answer.value.json().catch(() => undefined));
    if (!parsed.success) return unreachable;
    await deps.writeToken(parsed.data.accessToken);
    return { ok: true, value: parsed.data };
  }

  /** Unless another request has renewed it meanwhile. */
  async function forget(token: string | undefined): Promise<void> {
    if ((await deps.readToken()) === token) await deps.writeToken(undefined);
  }
}

/** A repeated proof would be refused as a replay, so only what needs none is repeated; ky repeats only what throws. */
function retriesOf(route: Route) {
  const repeat = route.method === 'get' && route.auth === 'none';
  return repeat ? { throwHttpErrors: true, retry: { limit: 1, maxRetryAfter: 2000 } } : { retry: 0 };
}
