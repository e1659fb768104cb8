import { noteReasons } from '#contract/connectwise';
import { type ProblemCode, ProblemSchema } from '#contract/problem';
import { DailyLimitSchema } from '#contract/words';
import type { Trouble } from '../workflow/state';

export type Result<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

export const unreachable: Result<never> = { ok: false, trouble: { code: 'unreachable' } };

/** What a refusal says. Without a problem document it was not our service that answered. */
export async function troubleOf(response: Response): Promise<Trouble> {
  const parsed = ProblemSchema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) return { code: 'unreachable' };
  const { code, detail, retryAfterSeconds, customers, doubts } = parsed.data;
  const limit = code === 'daily_limit' ? DailyLimitSchema.safeParse(detail).data : undefined;
  const connectwise = code === 'connectwise_unavailable' ? noteReasons.find((reason) => reason === detail) : undefined;
  return { code, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }), ...(customers ? { customers } : {}), ...(limit ? { limit } : {}), ...(connectwise ? { connectwise } : {}), ...(doubts ? { doubts } : {}) };
}

const unclear: readonly Trouble['code'][] = ['unreachable', 'internal', 'unavailable'] satisfies (ProblemCode | 'unreachable')[];

/** Whether the request may have been carried out all the same. */
export function mayHaveHappened(trouble: Trouble): boolean {
  return unclear.includes(trouble.code);
}
