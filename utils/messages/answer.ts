import * as z from 'zod/mini';

/** What the background answers to every message of an extension page. A refusal always has a code. */
export const AnswerSchema = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.string(), detail: z.optional(z.string()) }),
]);
export type Answer = { ok: true } | { ok: false; code: string; detail?: string };

export const podStatuses = ['none', 'unverified', 'sending', 'waiting', 'verified', 'not_verified'] as const;
/** The little that the pod may know: any page can frame it. */
export type PodStatus = (typeof podStatuses)[number];
export const PodAnswerSchema = z.object({ tabId: z.int(), status: z.enum(podStatuses) });
export type PodAnswer = z.infer<typeof PodAnswerSchema>;

/** Whether the technician has hidden the pods of this session. */
export type PodHiddenAnswer = { hidden: boolean };

export const accepted: Answer = { ok: true };

export function refused(code: string, detail?: string): Answer {
  return detail === undefined ? { ok: false, code } : { ok: false, code, detail };
}
