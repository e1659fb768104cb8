import { invitationCodeSeconds, lostPhoneLinkSeconds } from '#contract/numbers';
import type { LinkPurpose, LinkTokens } from '../lib/link-tokens.ts';
import type { Store } from '../store/store.ts';
import type { Invitation, Notice } from '../store/types.ts';
import { deriveInvitationCode } from '../verification/code.ts';
import { parseNoticeContent } from './notice-content.ts';
import type { NoticeAbout } from './types.ts';

export type AboutDeps = {
  store: Pick<Store, 'findInvitation'>;
  links: Pick<LinkTokens, 'make'>;
  /** Where the phone app is served. */
  origin: () => string;
  codeKey: Uint8Array;
  now: () => number;
};

/** `over`: nobody has a use for it any more. `unreadable`: its row is not what it must be. */
export type Described = { about: NoticeAbout } | 'over' | 'unreadable';

const fragments: Record<LinkPurpose, string> = { join: 'join', remove_phone: 'remove', lost: 'lost', not_you: 'not-you' };

/** What `notice` says, with the links and the code that it needs, which are kept nowhere. */
export async function describeNotice(deps: AboutDeps, notice: Notice): Promise<Described> {
  const content = parseNoticeContent(notice);
  if (!content) return 'unreadable';
  // the secret stands in the fragment: no server's log ever sees it
  const link = (purpose: LinkPurpose, id: string) => `${deps.origin()}/p/#${fragments[purpose]}=${deps.links.make(purpose, id)}`;
  const { kind, details } = content;
  switch (kind) {
    case 'destination_changed':
      return { about: { kind, changed: details.channel ?? notice.method, changedAt: notice.createdAt } };
    case 'verified':
      return { about: { kind, action: details.action ?? null, at: notice.createdAt, link: link('not_you', details.verificationId) } };
    case 'phone_invited':
      return describeInvitation(deps, details.invitationId, ({ id, expiresAt }) => ({ kind, link: link('join', id), expiresAt }));
    case 'phone_code':
      return describeInvitation(deps, details.invitationId, (invitation) => describeCode(deps, invitation, Number(details.codesSent)));
    case 'phone_added':
      return { about: { kind, phoneName: details.phoneName, link: link('remove_phone', details.phoneId) } };
    case 'phone_removed':
      return { about: { kind, phoneName: details.phoneName } };
    case 'lost_phone':
      return deps.now() < notice.createdAt + lostPhoneLinkSeconds * 1000 ? { about: { kind, link: link('lost', notice.id) } } : 'over';
  }
}

async function describeInvitation({ store, now }: AboutDeps, id: string, describe: (invitation: Invitation) => NoticeAbout | undefined): Promise<Described> {
  const invitation = await store.findInvitation(id);
  const about = invitation && invitation.endedAt === null && invitation.expiresAt > now() ? describe(invitation) : undefined;
  return about ? { about } : 'over';
}

/** Only the newest code counts, and only for its life. */
function describeCode({ codeKey, now }: AboutDeps, invitation: Invitation, codesSent: number): NoticeAbout | undefined {
  const lifeSeconds = Math.floor(((invitation.codeSentAt ?? 0) - now()) / 1000) + invitationCodeSeconds;
  if (invitation.codesSent !== codesSent || lifeSeconds <= 0) return undefined;
  return { kind: 'phone_code', code: deriveInvitationCode(codeKey, invitation.id, codesSent), lifeSeconds };
}
