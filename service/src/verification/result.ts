import type { Doubt } from '#contract/connectwise';
import type { ProblemCode } from '#contract/problem';

/** A refusal as the domain knows it; the HTTP layer makes a problem document of it. */
export type Refusal = { code: ProblemCode; detail?: string; retryAfterSeconds?: number; customers?: { id: string; name: string }[]; doubts?: Doubt[] };
export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };
