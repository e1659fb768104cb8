import { checks } from '#contract/lifecycle';
import { MethodSchema } from '#contract/words';
import * as z from 'zod/mini';

/** What the background answers to every message of an extension page. A refusal always has a code. */
export const AnswerSchema = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.string(), detail: z.optional(z.string()) }),
]);
export type Answer = { ok: true } | { ok: false; code: string; detail?: string };

const podStatuses = ['none', 'unverified', 'sending', 'waiting', 'verified', 'not_verified'] as const;
/** The little that the pod may know: any page can frame it. `verified`: how, and as of the answer how long ago and how much longer it counts. */
export const PodAnswerSchema = z.object({
  tabId: z.int(),
  status: z.enum(podStatuses),
  verified: z.optional(z.object({ method: MethodSchema, check: z.enum(checks), agoMs: z.number(), leftMs: z.number() })),
});
export type PodAnswer = z.infer<typeof PodAnswerSchema>;
export type PodStatus = PodAnswer['status'];

/** What an answer comes to when `passedMs` have passed since: a success grows older, and one whose time is over is none. */
export function podAnswerAfter({ verified, ...answer }: PodAnswer, passedMs: number): PodAnswer {
  if (!verified) return answer;
  const passed = Math.max(0, passedMs);
  const leftMs = verified.leftMs - passed;
  return leftMs > 0 ? { ...answer, verified: { ...verified, agoMs: verified.agoMs + passed, leftMs } } : { ...answer, status: 'unverified' };
}

/** Whether the technician has hidden the pods of this session. */
export type PodHiddenAnswer = { hidden: boolean };

/** The description of a page, or why there is none. */
export const DiagnosticsAnswerSchema = z.union([z.object({ ok: z.literal(true), text: z.string().check(z.maxLength(60_000)) }), z.object({ ok: z.literal(false), code: z.string() })]);
export type DiagnosticsAnswer = z.infer<typeof DiagnosticsAnswerSchema>;

export const accepted: Answer = { ok: true };

export function refused(code: string, detail?: string): Answer {
  return detail === undefined ? { ok: false, code } : { ok: false, code, detail };
}
