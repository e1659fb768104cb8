import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Route } from '#contract/route';
import type { AuthDeps } from './auth/authenticate.ts';
import { allRoutes } from './http/all-routes.ts';
import type { AnyRouteName } from './http/all-routes.ts';
import { answerRoute, patternOf } from './http/bind-route.ts';
import type { AppContext, AppEnv } from './http/bind-route.ts';
import type { AnyHandler, Handlers } from './http/handler.ts';
import { makeOpenApi } from './http/openapi.ts';
import { makeProblem } from './http/problem.ts';
import { Refused, challengeOf } from './http/refused.ts';
import { Unavailable } from './lib/guard-store.ts';
import { describeError } from './lib/log.ts';
import type { Log } from './lib/log.ts';
import type { InFlight } from './lifecycle/in-flight.ts';
import type { Readiness } from './lifecycle/readiness.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Selfserve } from './routes/selfserve.ts';
import type { TwilioCallback } from './routes/twilio-callback.ts';

export type AppDeps = AuthDeps & {
  handlers: Handlers;
  log: Log;
  monotonic: () => number;
  stopping: AbortSignal;
  requests: InFlight;
  readiness: Readiness;
  metrics: Pick<Metrics, 'request'>;
  twilioCallback: TwilioCallback | undefined;
  selfserve: Selfserve;
};

/** The whole HTTP side: every route of the contract, the document that describes them, health and readiness. */
export function createApp(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const openApi = makeOpenApi();
  app.use(watchRequests(deps));
  app.use('/v1/*', openToExtensions());
  app.use('/v1/*', async (_, next) => {
    if (deps.stopping.aborted) throw new Unavailable('Stopping.');
    await next();
  });
  for (const [name, route] of Object.entries<Route>(allRoutes)) {
    const handler = deps.handlers[name as AnyRouteName] as AnyHandler;
    app.on(route.method.toUpperCase(), patternOf(route.path), answerRoute({ name: name as AnyRouteName, route, handler }, deps));
  }
  app.get('/openapi.json', named('/openapi.json', async (c) => c.json(openApi)));
  app.get('/healthz', named('/healthz', async (c) => c.json({ status: 'ok' })));
  app.get('/readyz', named('/readyz', async (c) => {
    const missing = await deps.readiness.findMissing();
    if (missing.length > 0) throw new Refused({ code: 'unavailable', detail: `Not ready: ${missing.join(', ')}.` });
    return c.json({ status: 'ready' });
  }));
  app.get('/p', named('/p', async (c) => c.redirect('/p/', 308)));
  app.get('/p/*', named('/p/*', async (c) => deps.selfserve(c.req.path.slice('/p/'.length), c.req.raw)));
  const { twilioCallback } = deps;
  if (twilioCallback) app.post('/callbacks/twilio/:id', named('/callbacks/twilio/{id}', async (c) => c.body(null, await twilioCallback(c.req.raw, c.req.param('id') ?? ''))));
  app.notFound((c) => sendProblem(c, new Refused({ code: 'not_found' })));
  app.onError((error, c) => sendProblem(c, toRefused(error, deps.log)));
  return app;
}

function named(pattern: string, answer: (c: AppContext) => Promise<Response>) {
  return (c: AppContext) => {
    c.set('pattern', pattern);
    return answer(c);
  };
}

/** No cookie is ever read, so any origin may ask: Firefox gives every installation of an extension an origin of its own. */
function openToExtensions() {
  return cors({
    origin: '*',
    allowMethods: ['GET', 'POST', 'DELETE'],
    allowHeaders: ['Authorization', 'DPoP', 'Idempotency-Key', 'Content-Type'],
    exposeHeaders: ['DPoP-Nonce', 'Retry-After', 'WWW-Authenticate'],
    maxAge: 600,
  });
}

/** Method, route, status, milliseconds; nothing that a caller wrote. */
function watchRequests({ log, monotonic, requests, metrics }: AppDeps) {
  return async (c: AppContext, next: () => Promise<void>) => {
    const start = monotonic();
    const done = requests.begin();
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    await next().finally(done);
    const ms = monotonic() - start;
    const about = { method: c.req.method, route: c.get('pattern') ?? 'unknown', status: c.res.status };
    metrics.request({ ...about, seconds: ms / 1000, problem: c.get('problem') });
    log.info({ ...about, ms: Math.round(ms) }, 'request');
  };
}

function toRefused(error: unknown, log: Log): Refused {
  if (error instanceof Refused) return error;
  const isUnavailable = error instanceof Unavailable;
  log.error(describeError(error), isUnavailable ? 'unavailable' : 'unexpected error');
  return new Refused({ code: isUnavailable ? 'unavailable' : 'internal' });
}

function sendProblem(c: AppContext, { refusal, errors, challenge }: Refused): Response {
  const problem = makeProblem(refusal, errors);
  c.set('problem', problem.code);
  if (problem.status === 401) c.header('WWW-Authenticate', challengeOf(challenge ?? 'invalid_token'));
  if (problem.status === 429) c.header('Retry-After', String(Math.max(1, refusal.retryAfterSeconds ?? 1)));
  c.header('Content-Type', 'application/problem+json');
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode);
}
