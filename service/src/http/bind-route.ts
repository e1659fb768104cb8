import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ProblemCode } from '#contract/problem';
import { problemsOf } from '#contract/route';
import { authenticate } from '../auth/authenticate.ts';
import type { AuthDeps } from '../auth/authenticate.ts';
import type { AnyCall, Bound } from './handler.ts';
import { readBody, readId, readIdempotencyKey } from './read-body.ts';
import { Refused, refuseCaller } from './refused.ts';

export type AppEnv = { Variables: { pattern: string; problem: ProblemCode }; Bindings: { incoming?: { socket?: { remoteAddress?: string } } } };
export type AppContext = Context<AppEnv>;

/** How Hono writes the path of a route. */
export function patternOf(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** Answers one request to a route: who, then what, then the handler; the answer must be what the contract promises. */
export function answerRoute(bound: Bound, deps: AuthDeps) {
  return async (c: AppContext): Promise<Response> => {
    const { route, handler } = bound;
    c.set('pattern', route.path);
    if (route.auth !== 'none') c.header('DPoP-Nonce', deps.nonces.current());
    const result = await handler(await readCall(c, bound, deps));
    if (result.ok) return send(c, bound, result.value);
    if (!problemsOf(route).includes(result.refusal.code)) throw new Error(`${bound.name} refused with an undocumented code: ${result.refusal.code}`);
    throw new Refused(result.refusal);
  };
}

async function readCall(c: AppContext, { route }: Bound, deps: AuthDeps): Promise<AnyCall> {
  const request = c.req.raw;
  const auth = await authenticate(route.auth, request, deps);
  if (!auth.ok) throw refuseCaller(auth.error);
  const idempotencyKey = route.idempotent ? readIdempotencyKey(request) : '';
  const id = route.path.includes('{id}') ? readId(c.req.param('id')) : '';
  const body = route.body ? await readBody(request, route.body) : undefined;
  return { ...auth.caller, id, idempotencyKey, body, remoteAddress: addressOf(c, deps.publicOrigin) };
}

/** Who is at the other end. A public origin means a proxy in front, which appends whom it speaks for as the last entry. */
function addressOf(c: AppContext, publicOrigin: string | undefined): string {
  const forwarded = publicOrigin === undefined ? undefined : c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim();
  return forwarded || (c.env?.incoming?.socket?.remoteAddress ?? 'unknown');
}

function send(c: AppContext, { name, route }: Bound, value: unknown): Response {
  if (route.stream) {
    c.header('Content-Type', 'text/event-stream; charset=utf-8');
    // Proxies that buffer would hold the current state back.
    c.header('X-Accel-Buffering', 'no');
    return c.body(value as ReadableStream<Uint8Array>, 200);
  }
  if (!route.response) return c.body(null, 204);
  const checked = route.response.safeParse(value);
  if (!checked.success) throw new Error(`${name} answered against its schema at ${checked.error.issues.map((issue) => issue.path.join('/')).join(', ')}`);
  return c.json(checked.data as Record<string, unknown>, route.status as ContentfulStatusCode);
}
