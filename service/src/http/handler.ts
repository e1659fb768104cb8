import type * as z from 'zod/mini';
import type { Route } from '#contract/route';
import type { Caller } from '../auth/authenticate.ts';
import type { PublicKey } from '../auth/proof.ts';
import type { SignedIn, SignedInPhone } from '../store/types.ts';
import type { Result } from '../verification/result.ts';
import type { AnyRouteName, allRoutes } from './all-routes.ts';

type Routes = typeof allRoutes;
type BodyOf<R> = R extends { body: infer S extends z.ZodMiniType } ? z.output<S> : undefined;
type AnswerOf<R> = R extends { stream: true } ? ReadableStream<Uint8Array>
  : R extends { response: infer S extends z.ZodMiniType } ? z.output<S> : undefined;
type WhoOf<R> = R extends { auth: 'token' } ? SignedIn : undefined;
type PhoneOf<R> = R extends { auth: 'phone' } ? SignedInPhone : undefined;
type MadeBy<R, T> = R extends { auth: 'none' } ? undefined : T;

/** All that a handler learns of a request: who was decided before what they say was read. */
export type Call<R = unknown> = {
  who: WhoOf<R>;
  phone: PhoneOf<R>;
  /** The key that made the proof, and its thumbprint. */
  publicKey: MadeBy<R, PublicKey>;
  thumbprint: MadeBy<R, string>;
  id: string;
  idempotencyKey: string;
  body: BodyOf<R>;
  remoteAddress: string;
};

export type Handlers = { [N in AnyRouteName]: (call: Call<Routes[N]>) => Promise<Result<AnswerOf<Routes[N]>>> };

/** A handler as the generic binding sees it. */
export type AnyCall = Caller & { id: string; idempotencyKey: string; body: unknown; remoteAddress: string };
export type AnyHandler = (call: AnyCall) => Promise<Result<unknown>>;
export type Bound = { name: AnyRouteName; route: Route; handler: AnyHandler };
