import type * as z from 'zod/mini';
import { isSafeUrl } from '../delivery/loopback.ts';
import { parseJson } from '../delivery/provider-request.ts';
import type { Log } from '../lib/log.ts';
import { describeError } from '../lib/log.ts';
import type { Connection } from '../store/connectwise-store.ts';
import type { Store } from '../store/store.ts';
import { createBudget } from './budget.ts';
import { createCodebases } from './codebases.ts';
import { discover } from './discover.ts';
import { request } from './http-request.ts';
import type { Heard, HttpDeps } from './http-request.ts';
import { createKeySeal } from './key-seal.ts';
import { fail, mayBeOldCodebase, problemOf } from './problem-of.ts';
import type { Failure } from './problem-of.ts';
import type { Asked, Urgency } from './types.ts';

export type ApiDeps = HttpDeps & {
  store: Pick<Store, 'takeAttempt'>;
  now: () => number;
  log: Log;
  /** Opens the sealed API keys. */
  key: Uint8Array;
  /** Keeps what the site says its codebase is now. */
  saveCodebase: (connection: Connection, codebase: string) => Promise<unknown>;
};
/** `name` is for the log, where no path or query stands. With `body` it is a POST. */
export type Call<T> = { name: string; path: string; query?: Record<string, string | number>; body?: unknown; answer: { safeParse(value: unknown): z.core.util.SafeParseResult<T> }; urgency: Urgency };
export type Ask = <T>(connection: Connection, call: Call<T>) => Promise<Asked<T>>;

/** The model that our shapes are those of: a newer one may drop fields. */
const accept = 'application/vnd.connectwise.com+json; version=2025.8';
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** One call of the REST API, with keys, within the budget; on a codebase that is gone once more on the new one. */
export function createAsk(deps: ApiDeps): Ask {
  const { log, now } = deps;
  const [seal, budget, codebases] = [createKeySeal(deps.key), createBudget(deps), createCodebases()];
  const overBudget: Failure = { ...fail('busy'), retryAfterSeconds: budget.retryAfterSeconds };

  async function send(connection: Connection, codebase: string, headers: Record<string, string>, { path, query, body, urgency }: Call<unknown>): Promise<Heard | Failure> {
    if (!(await budget.take(connection.tenantId, urgency))) return overBudget;
    const search = query ? `?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}` : '';
    const url = `${connection.apiOrigin}/${codebase}apis/3.0${path}${search}`;
    const method = body === undefined ? 'GET' : 'POST';
    return request({ method, url, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }, deps);
  }

  /** The site's codebase where it is another one than `old`. */
  async function readCodebase(connection: Connection, old: string, urgency: Urgency): Promise<string | undefined> {
    if (!(await budget.take(connection.tenantId, urgency))) return undefined;
    const read = await discover(connection.site, connection.companyId, deps);
    if (!read.ok || read.value.codebase === old) return undefined;
    const { codebase } = read.value;
    codebases.learn(connection, codebase);
    await deps.saveCodebase(connection, codebase).catch((error: unknown) => log.error(describeError(error), 'connectwise: the new codebase could not be kept'));
    return codebase;
  }

  async function sendOnCodebase(connection: Connection, headers: Record<string, string>, call: Call<unknown>): Promise<Heard | Failure> {
    const codebase = codebases.newest(connection);
    const heard = await send(connection, codebase, headers, call);
    if ('ok' in heard || !mayBeOldCodebase(heard)) return heard;
    const newer = await readCodebase(connection, codebase, call.urgency);
    return newer === undefined ? heard : send(connection, newer, headers, call);
  }

  async function ask<T>(connection: Connection, call: Call<T>): Promise<Asked<T>> {
    const privateKey = seal.open(connection, connection.sealedKey);
    if (privateKey === undefined || !guid.test(connection.clientId)) return fail('keys_refused');
    if (!isSafeUrl(connection.apiOrigin)) return fail('site_wrong');
    const heard = await sendOnCodebase(connection, headersFor(connection, privateKey, call), call);
    return 'ok' in heard ? heard : read(heard, call, now());
  }

  return async (connection, call) => {
    const asked = await ask(connection, call);
    if (!asked.ok && asked.problem !== 'not_found') log.warn({ tenantId: connection.tenantId, asked: call.name, problem: asked.problem }, 'connectwise');
    return asked;
  };
}

function headersFor({ companyId, publicKey, clientId }: Connection, privateKey: string, { body }: Call<unknown>): Record<string, string> {
  const authorization = `Basic ${Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64')}`;
  return { authorization, clientId, accept, ...(body !== undefined && { 'content-type': 'application/json' }) };
}

function read<T>(heard: Heard, { answer, body }: Call<T>, now: number): Asked<T> {
  const isWrite = body !== undefined;
  const failure = problemOf(heard, now);
  if (failure) {
    const { maybeDone, ...rest } = failure;
    return isWrite && maybeDone ? failure : rest;
  }
  const parsed = answer.safeParse('text' in heard ? parseJson(heard.text) : undefined);
  return parsed.success ? { ok: true, value: parsed.data } : fail('site_wrong', isWrite);
}
