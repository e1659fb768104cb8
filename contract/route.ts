import type * as z from 'zod/mini';
import type { ProblemCode } from './problem.ts';

/**
 * The API as data: the service binds handlers to it, the extension calls it, the OpenAPI document is made from it.
 * `auth`: `none`; `key` = a DPoP proof alone (RFC 9449), by whatever key; `token` = a technician's access token and proof;
 * `phone` = a proof by the key of a phone that was added.
 * `problems` are those a handler itself may answer; the ones every route shares are added by `problemsOf`.
 */
export type Route = {
  method: 'get' | 'post' | 'delete';
  path: string;
  summary: string;
  auth: 'none' | 'key' | 'token' | 'phone';
  body?: z.ZodMiniType;
  /** Whether the header Idempotency-Key (a UUID) is required. */
  idempotent?: boolean;
  /** Undefined: 204 without a body. */
  response?: z.ZodMiniType;
  status: 200 | 201 | 204;
  /** The answer is a text/event-stream whose `verification` events carry `response`. */
  stream?: boolean;
  problems: readonly ProblemCode[];
};

/** Every problem code that `route` may answer, shared ones included. */
export function problemsOf(route: Route): ProblemCode[] {
  const shared: ProblemCode[] = ['internal', 'unavailable'];
  if (route.auth !== 'none') shared.push('token_invalid', 'use_dpop_nonce');
  if (route.auth === 'token' || route.auth === 'phone') shared.push('device_unknown');
  if (route.body || route.idempotent || route.path.includes('{')) shared.push('bad_request');
  if (route.body) shared.push('body_too_large', 'unsupported_media_type');
  return [...new Set([...route.problems, ...shared])];
}
