import { type ProblemCode, ProblemSchema } from '#contract/problem';
import type { Trouble } from '../workflow/state';

export type Result<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

export const unreachable: Result<never> = { ok: false, trouble: { code: 'unreachable' } };

/** What a refusal says. Without a problem document it was not our service that answered. */
export async function troubleOf(response: Response): Promise<Trouble> {
  const parsed = ProblemSchema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) return { code: 'unreachable' };
  const { code, retryAfterSeconds, customers } = parsed.data;
  return { code, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }), ...(customers ? { customers } : {}) };
}

const unclear: readonly Trouble['code'][] = ['unreachable', 'internal', 'unavailable'] satisfies (ProblemCode | 'unreachable')[];

/** Whether the request may have been carried out all the same. */
export function mayHaveHappened(trouble: Trouble): boolean {
  return unclear.includes(trouble.code);
}
