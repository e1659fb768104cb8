import type { Exception, FoundContacts } from '#contract/connectwise';
import type { Route } from '#contract/route';
import { type RouteName, routes } from '#contract/routes';
import type { Handshake, PairSchema, Session, Token } from '#contract/session';
import type { AskException, ResolveContact, SearchContacts, StartVerification } from '#contract/requests';
import type { ContactOptions, Invited, Verification } from '#contract/verification';
import type * as z from 'zod/mini';
import { type SignedFetchDeps, createSignedFetch } from './signed-fetch';
import { type Result, troubleOf, unreachable } from './trouble';
import { type WatchHandlers, createWatch } from './watch';

/** All that the background asks of the service. Nothing throws: a failure is a Trouble. */
export type Api = {
  handshake(): Promise<Result<Handshake>>;
  pair(body: z.infer<typeof PairSchema>): Promise<Result<Session>>;
  issueToken(): Promise<Result<Token>>;
  signOut(): Promise<Result<void>>;
  resolve(body: ResolveContact): Promise<Result<ContactOptions>>;
  searchContacts(body: SearchContacts): Promise<Result<FoundContacts>>;
  askException(body: AskException): Promise<Result<Exception>>;
  decideException(id: string, decision: 'confirm' | 'refuse'): Promise<Result<Exception>>;
  start(idempotencyKey: string, body: StartVerification): Promise<Result<Verification>>;
  /** A verification as it stands. */
  read(id: string): Promise<Result<Verification>>;
  decide(id: string, decision: 'approve' | 'deny'): Promise<Result<Verification>>;
  tryCode(id: string, code: string, attempt: number): Promise<Result<Verification>>;
  resend(id: string, afterSend: number): Promise<Result<Verification>>;
  extend(id: string): Promise<Result<Verification>>;
  cancel(id: string): Promise<Result<Verification>>;
  invite(id: string): Promise<Result<Invited>>;
  /** Reads the status stream until it breaks, falls silent or is aborted; answers why where the service said why. */
  watch(id: string, handlers: WatchHandlers, signal: AbortSignal): Promise<Result<void>>;
};
export type ApiDeps = SignedFetchDeps & { now(): number; silentAfterMs?: number };

type Details = { id?: string; body?: unknown; idempotencyKey?: string };

/** The client of the verification service at `origin`. */
export function createApi(deps: ApiDeps): Api {
  const signed = createSignedFetch(deps);

  async function call<T>(name: RouteName, details: Details = {}): Promise<Result<T>> {
    const route: Route = routes[name];
    const { id, ...rest } = details;
    const answer = await signed.send({ route, path: pathOf(route, id), ...rest });
    if (!answer.ok) return answer;
    if (!answer.value.ok) return { ok: false, trouble: await troubleOf(answer.value) };
    if (!route.response) return { ok: true, value: undefined as T };
    const parsed = route.response.safeParse(await answer.value.json().catch(() => undefined));
    return parsed.success ? { ok: true, value: parsed.data as T } : unreachable;
  }

  return {
    handshake: () => call('handshake'),
    pair: (body) => call('pair', { body }),
    issueToken: signed.issueToken,
    signOut: () => call('signOut'),
    resolve: (body) => call('resolveContact', { body }),
    searchContacts: (body) => call('searchContacts', { body }),
    askException: (body) => call('askException', { body }),
    decideException: (id, decision) => call('decideException', { id, body: { decision } }),
    start: (idempotencyKey, body) => call('startVerification', { body, idempotencyKey }),
    read: (id) => call('getVerification', { id }),
    decide: (id, decision) => call('decide', { id, body: { decision } }),
    tryCode: (id, code, attempt) => call('tryCode', { id, body: { code, attempt } }),
    resend: (id, afterSend) => call('resend', { id, body: { afterSend } }),
    extend: (id) => call('extend', { id }),
    cancel: (id) => call('cancel', { id }),
    invite: (id) => call('invitePhone', { id }),
    watch: createWatch({ signed, now: deps.now, silentAfterMs: deps.silentAfterMs ?? 12_000 }),
  };
}

export function pathOf(route: Route, id: string | undefined): string {
  return id === undefined ? route.path : route.path.replace('{id}', encodeURIComponent(id));
}
