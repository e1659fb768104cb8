import * as z from 'zod/mini';
import { ProblemSchema, problemStatuses } from '#contract/problem';
import type { ProblemCode } from '#contract/problem';
import { problemsOf } from '#contract/route';
import type { Route } from '#contract/route';
import { apiVersion } from '#contract/session';
import { allRoutes } from './all-routes.ts';

type Json = Record<string, unknown>;

const security = {
  none: [],
  key: [{ proof: [] }],
  phone: [{ proof: [] }],
  token: [{ accessToken: [], proof: [] }],
} as const;

/** The OpenAPI 3.1 document, made from the schemas that validate. */
export function makeOpenApi(): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries<Route>(allRoutes)) {
    (paths[route.path] ??= {})[route.method] = describeRoute(name, route);
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: 'Countersign', version: `${apiVersion}.0.0`, summary: 'Proves that a caller is who they say' },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: toJson(ProblemSchema, 'output') },
      securitySchemes: {
        proof: { type: 'apiKey', in: 'header', name: 'DPoP', description: 'A DPoP proof (RFC 9449) by ES256 with the nonce of the last answer' },
        accessToken: { type: 'http', scheme: 'DPoP', description: 'An access token bound to the key of the proof' },
      },
    },
  };
}

function describeRoute(name: string, route: Route): Json {
  const parameters = describeParameters(route);
  return {
    operationId: name,
    summary: route.summary,
    security: security[route.auth],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: toJson(route.body, 'input') } } } }),
    responses: { [route.status]: describeAnswer(route), ...describeProblems(route) },
  };
}

function describeParameters(route: Route): Json[] {
  const uuid = { type: 'string', format: 'uuid' };
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: uuid }));
  return route.idempotent ? [...inPath, { name: 'Idempotency-Key', in: 'header', required: true, schema: uuid }] : inPath;
}

function describeAnswer(route: Route): Json {
  if (!route.response) return { description: 'Done', headers: nonceHeader(route) };
  const type = route.stream ? 'text/event-stream' : 'application/json';
  const description = route.stream ? 'Events `verification`, whose data is this schema, and `heartbeat`, whose data is {"now": number}' : route.summary;
  return { description, headers: nonceHeader(route), content: { [type]: { schema: toJson(route.response, 'output') } } };
}

function describeProblems(route: Route): Json {
  const byStatus = Map.groupBy(problemsOf(route), (code) => problemStatuses[code]);
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, describeProblem(route, status, codes)]));
}

function describeProblem(route: Route, status: number, codes: ProblemCode[]): Json {
  const narrowed = { type: 'object', properties: { status: { const: status }, code: { enum: codes } } };
  return {
    description: codes.join(', '),
    headers: {
      ...nonceHeader(route),
      ...(status === 401 && { 'WWW-Authenticate': header('DPoP error="..."') }),
      ...(status === 429 && { 'Retry-After': { ...header('Seconds'), schema: { type: 'integer' } } }),
    },
    content: { 'application/problem+json': { schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, narrowed] } } },
  };
}

function nonceHeader(route: Route): Json {
  return route.auth === 'none' ? {} : { 'DPoP-Nonce': header('The nonce for the next proof') };
}

function header(description: string): Json {
  return { description, schema: { type: 'string' } };
}

function toJson(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io });
  return json;
}
