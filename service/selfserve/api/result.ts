import { ProblemSchema } from '#contract/problem';
import type { ProblemCode } from '#contract/problem';

/** `unreachable`: nobody answered, or it was not our service that did. */
export type TroubleCode = ProblemCode | 'unreachable';
export type Trouble = { code: TroubleCode; retryAfterSeconds?: number };
export type Result<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

export const unreachable: Result<never> = { ok: false, trouble: { code: 'unreachable' } };

/** What a refusal says (RFC 9457). */
export async function troubleOf(response: Response): Promise<Trouble> {
  const parsed = ProblemSchema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) return { code: 'unreachable' };
  const { code, retryAfterSeconds } = parsed.data;
  return retryAfterSeconds === undefined ? { code } : { code, retryAfterSeconds };
}

const unclear: readonly TroubleCode[] = ['unreachable', 'internal', 'unavailable'];

/** Whether the request may have been carried out all the same, so that the same one is worth sending again. */
export function mayHaveHappened({ code }: Trouble): boolean {
  return unclear.includes(code);
}
