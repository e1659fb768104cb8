import { phoneRoutes } from '#contract/phone-routes';
import type { PhoneRouteName } from '#contract/phone-routes';
import type { Route } from '#contract/route';
import { generateProof } from 'dpop';
import type { KeyPair } from 'dpop';
import { troubleOf, unreachable } from './result.ts';
import type { Result } from './result.ts';

export type ApiDeps = { origin: string; readKey(): Promise<KeyPair>; fetch: typeof fetch; timeoutMs?: number };
type ResponseOf<Name extends PhoneRouteName> = (typeof phoneRoutes)[Name] extends { response: { _zod: { output: infer T } } } ? T : void;
type BodyOf<Name extends PhoneRouteName> = (typeof phoneRoutes)[Name] extends { body: { _zod: { input: infer T } } } ? T : undefined;
export type Details<Name extends PhoneRouteName> = { id?: string; body?: BodyOf<Name> };
export type CallPhoneApi = <Name extends PhoneRouteName>(name: Name, details?: Details<Name>) => Promise<Result<ResponseOf<Name>>>;

/**
 * The client of the service at `origin`: requests are signed with this phone's key (DPoP, RFC 9449). A demanded nonce is
 * answered by one repetition, before which the service has done nothing; nothing else is repeated. Nothing throws.
 */
export function createPhoneApi({ origin, readKey, fetch, timeoutMs = 10_000 }: ApiDeps): CallPhoneApi {
  let nonce: string | undefined;

  return async function call<Name extends PhoneRouteName>(name: Name, details: Details<Name> = {}): Promise<Result<ResponseOf<Name>>> {
    const route: Route = phoneRoutes[name];
    const first = await once(route, details);
    if (first.ok || first.trouble.code !== 'use_dpop_nonce') return first as Result<ResponseOf<Name>>;
    return (await once(route, details)) as Result<ResponseOf<Name>>;
  };

  async function once(route: Route, { id, body }: { id?: string; body?: unknown }): Promise<Result<unknown>> {
    const url = origin + (id === undefined ? route.path : route.path.replace('{id}', encodeURIComponent(id)));
    try {
      const response = await fetch(url, await requestOf(route, url, body));
      nonce = response.headers.get('dpop-nonce') ?? nonce;
      if (!response.ok) return { ok: false, trouble: await troubleOf(response) };
      if (!route.response) return { ok: true, value: undefined };
      const parsed = route.response.safeParse(await response.json());
      return parsed.success ? { ok: true, value: parsed.data } : unreachable;
    } catch {
      return unreachable;
    }
  }

  async function requestOf(route: Route, url: string, body: unknown): Promise<RequestInit> {
    const method = route.method.toUpperCase();
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (route.auth !== 'none') headers['dpop'] = await generateProof(await readKey(), url, method, nonce);
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    return { method, headers, ...json, cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(timeoutMs) };
  }
}
