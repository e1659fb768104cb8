import { createHash, randomUUID } from 'node:crypto';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { Route } from '#contract/route';
import { allRoutes } from '../../service/src/http/all-routes.ts';
import type { AnyRouteName } from '../../service/src/http/all-routes.ts';
import { recordPlace, recordSecret } from './secrets/record.ts';

export type Answer = { status: number; headers: Headers; body: any };
export type ProofParts = { method: string; url: string; nonce?: string | undefined; accessToken?: string | undefined; claims?: Record<string, unknown>; header?: Record<string, unknown> };
export type Ask = { id?: string; body?: unknown; idempotencyKey?: string | null; headers?: Record<string, string>; signal?: AbortSignal; rawBody?: string };
export type StreamEvent = { event: string | undefined; data: any };
export type TestClient = Awaited<ReturnType<typeof createTestClient>>;

/** A technician's browser or a phone as the service sees one: a key, proofs, of a browser also tokens. `clockOffsetMs` is how wrong its clock is; `seenAs` the origin that it believes it asks. */
export async function createTestClient(origin: string, { clockOffsetMs = 0, seenAs = origin }: { clockOffsetMs?: number; seenAs?: string } = {}) {
  const keys = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(keys.publicKey);
  recordSecret('key', (await exportJWK(keys.privateKey)).d);
  const state: { nonce: string | undefined; accessToken: string | undefined } = { nonce: undefined, accessToken: undefined };

  const makeProof = (parts: ProofParts): Promise<string> => signProof(parts, keys.privateKey, jwk, clockOffsetMs);

  async function send(name: AnyRouteName, ask: Ask): Promise<Response> {
    const route: Route = allRoutes[name];
    const method = route.method.toUpperCase();
    const path = route.path.replace('{id}', ask.id ?? '');
    const accessToken = route.auth === 'token' ? state.accessToken : undefined;
    const headers: Record<string, string> = { ...(accessToken && { Authorization: `DPoP ${accessToken}` }) };
    if (route.auth !== 'none') headers['DPoP'] = await makeProof({ method, url: seenAs + path, nonce: state.nonce, accessToken });
    if (route.idempotent && ask.idempotencyKey !== null) headers['Idempotency-Key'] = ask.idempotencyKey ?? randomUUID();
    const body = ask.rawBody ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const response = await fetch(origin + path, { method, headers: { ...headers, ...ask.headers }, ...(body !== undefined && { body }), ...(ask.signal && { signal: ask.signal }) });
    state.nonce = response.headers.get('DPoP-Nonce') ?? state.nonce;
    return response;
  }

  /** One request, with a token and a fresh nonce fetched where the service asks for them. */
  async function ask(name: AnyRouteName, question: Ask = {}): Promise<Response> {
    if (allRoutes[name].auth === 'token' && !state.accessToken) await signIn();
    const first = await send(name, question);
    if (first.status !== 401 || question.headers?.['DPoP'] ||  question.headers?.['Authorization']) return first;
    const problem = await first.clone().json() as { code: string };
    if (problem.code === 'use_dpop_nonce') return send(name, question);
    if (problem.code === 'token_invalid' && allRoutes[name].auth === 'token' && (await signIn()).status === 200) return send(name, question);
    return first;
  }

  async function call(name: AnyRouteName, question: Ask = {}): Promise<Answer> {
    return readAnswer(await ask(name, question));
  }

  async function signIn(): Promise<Answer> {
    const answer = await call('issueToken');
    state.accessToken = answer.status === 200 ? answer.body.accessToken : undefined;
    recordSecret('token', state.accessToken);
    return answer;
  }

  const pair = (pairingCode: string, deviceName = 'Test browser') => call('pair', { body: { pairingCode, deviceName } });

  /** The events of a status stream, until it ends or is aborted. */
  async function watch(id: string, signal?: AbortSignal): Promise<{ response: Response; events: AsyncGenerator<StreamEvent> }> {
    const response = await ask('watchVerification', { id, ...(signal && { signal }) });
    return { response, events: readEvents(response) };
  }

  return { origin, state, jwk, keys, makeProof, ask, call, signIn, pair, watch };
}

async function signProof({ method, url, nonce, accessToken, claims, header }: ProofParts, key: CryptoKey, jwk: JWK, clockOffsetMs: number): Promise<string> {
  const ath = accessToken && createHash('sha256').update(accessToken).digest('base64url');
  const payload = { jti: randomUUID(), htm: method, htu: url, iat: Math.floor((Date.now() + clockOffsetMs) / 1000), ...(nonce && { nonce }), ...(ath && { ath }), ...claims };
  const proof = await new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header } as { alg: string }).sign(key);
  recordSecret('proof', proof);
  return proof;
}

/** A response with its body read: JSON, text or nothing. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  if (response.status >= 400) recordPlace('error', `problem ${response.status}`, text);
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

async function* readEvents(response: Response): AsyncGenerator<StreamEvent> {
  if (!response.body) return;
  const events = response.body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>).pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) yield { event, data: JSON.parse(data) };
}
