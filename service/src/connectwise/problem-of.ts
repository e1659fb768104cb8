import * as z from 'zod/mini';
import { parseJson } from '../delivery/provider-request.ts';
import { readRetryAfter } from '../lib/retry-after.ts';
import type { Heard, HttpAnswer } from './http-request.ts';
import type { Asked, ConnectwiseProblem } from './types.ts';

export type Failure = Extract<Asked<never>, { ok: false }>;

const byStatus: Record<number, ConnectwiseProblem> = { 401: 'keys_refused', 403: 'role_refused', 408: 'unreachable', 429: 'busy' };
/** Whoever asks for more is asked again all the same. */
const longestWait = 3600;
/** ConnectWise's own way to say no; what stands between us and it answers otherwise. */
const ErrorSchema = z.object({ code: z.string(), message: z.string() });

/** What an answer, or none, means; undefined for a success, which the caller reads. `now` reads a Retry-After that is a date. */
export function problemOf(heard: Heard, now: number): Failure | undefined {
  if ('failure' in heard) return fail(heard.failure === 'too_long' ? 'site_wrong' : 'unreachable', heard.failure !== 'unreachable');
  const { status } = heard;
  if (status >= 200 && status < 300) return undefined;
  if (isUnroutable(heard) || status < 400) return fail('site_wrong');
  const problem = status === 404 ? notFound(heard) : (byStatus[status] ?? (status < 500 ? 'refused' : 'unreachable'));
  const { retryAfterSeconds } = readRetryAfter(heard.retryAfter, now);
  return { ...fail(problem, problem === 'unreachable'), ...(retryAfterSeconds && { retryAfterSeconds: Math.min(retryAfterSeconds, longestWait) }) };
}

/** Whether the version in the address may be one that the site no longer has. */
export function mayBeOldCodebase(heard: Heard): boolean {
  return !('failure' in heard) && (heard.status === 404 || isUnroutable(heard));
}

/** `maybeDone` is for whoever wrote something. */
export function fail(problem: ConnectwiseProblem, maybeDone = false): Failure {
  return { ok: false, problem, ...(maybeDone && { maybeDone }) };
}

function isUnroutable({ status, text }: HttpAnswer): boolean {
  return status >= 400 && text.trimStart().startsWith('Cannot route');
}

/** That a record is missing counts only where ConnectWise itself says so. */
function notFound({ text }: HttpAnswer): ConnectwiseProblem {
  return ErrorSchema.safeParse(parseJson(text)).success ? 'not_found' : 'site_wrong';
}
