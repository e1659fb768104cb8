import type * as z from 'zod/mini';
import type { Route, RouteName, routes } from '#contract/routes';
import type { SignedIn } from '../store/types.ts';
import type { Result } from '../verification/result.ts';

type Routes = typeof routes;
type BodyOf<R> = R extends { body: infer S extends z.ZodMiniType } ? z.output<S> : undefined;
type AnswerOf<R> = R extends { stream: true } ? ReadableStream<Uint8Array>
  : R extends { response: infer S extends z.ZodMiniType } ? z.output<S> : undefined;
type WhoOf<R> = R extends { auth: 'token' } ? SignedIn : undefined;
type KeyOf<R> = R extends { auth: 'none' } ? undefined : string;

/** All that a handler learns of a request: who was decided before what they say was read. */
export type Call<R = unknown> = {
  who: WhoOf<R>;
  /** The thumbprint of the key that made the proof. */
  thumbprint: KeyOf<R>;
  id: string;
  idempotencyKey: string;
  body: BodyOf<R>;
  remoteAddress: string;
};

export type Handlers = { [N in RouteName]: (call: Call<Routes[N]>) => Promise<Result<AnswerOf<Routes[N]>>> };

/** A handler as the generic binding sees it. */
export type AnyCall = { who: SignedIn | undefined; thumbprint: string | undefined; id: string; idempotencyKey: string; body: unknown; remoteAddress: string };
export type AnyHandler = (call: AnyCall) => Promise<Result<unknown>>;
export type Bound = { name: RouteName; route: Route; handler: AnyHandler };
