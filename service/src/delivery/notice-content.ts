import * as z from 'zod/mini';
import { ActionSchema, ChannelSchema } from '#contract/words';
import type { Channel } from '#contract/words';
import type { Notice, NoticeKind } from '../store/types.ts';

/** What a notice's row keeps of what it will say: ids and names. Links and codes are made from them when it leaves. */

const id = z.uuid();
const contents = {
  destination_changed: z.object({ channel: z.optional(ChannelSchema) }),
  verified: z.object({ verificationId: id, action: z.optional(ActionSchema) }),
  phone_invited: z.object({ invitationId: id }),
  phone_code: z.object({ invitationId: id, codesSent: z.string().check(z.regex(/^\d{1,2}$/)) }),
  phone_added: z.object({ phoneId: id, phoneName: z.string() }),
  phone_removed: z.object({ phoneName: z.string() }),
  lost_phone: z.object({}),
} satisfies Record<NoticeKind, z.ZodMiniType>;

export type NoticeContent = { [Kind in NoticeKind]: { kind: Kind; details: z.infer<(typeof contents)[Kind]> } }[NoticeKind];

/** Whom to tell, and by what; `destination` null: where the account is reached by `method` when the notice leaves. */
export type NoticeTo = { id: string; tenantId: string; accountId: string; method: Channel; destination: string | null };

/** A notice that leaves as soon as it is written. */
export function newNotice(to: NoticeTo, { kind, details }: NoticeContent, now: number): Notice {
  const texts = Object.fromEntries(Object.entries(details).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return { ...to, kind, details: texts, attempts: 0, nextAt: now, createdAt: now, doneAt: null, reason: null };
}

/** What the row says, or undefined where it is not what a notice of its kind must say. */
export function parseNoticeContent({ kind, details }: Pick<Notice, 'kind' | 'details'>): NoticeContent | undefined {
  const parsed = contents[kind].safeParse(details);
  return parsed.success ? ({ kind, details: parsed.data } as NoticeContent) : undefined;
}
