import { randomUUID } from 'node:crypto';
import type { Channel } from '#contract/words';
import { createAppOrigin } from '../lib/app-origin.ts';
import { loadKey } from '../lib/keys.ts';
import { createLinkTokens } from '../lib/link-tokens.ts';
import { Told } from '../lib/told.ts';
import { isLoopback } from '../delivery/loopback.ts';
import { decideInvite } from '../phones/invite.ts';
import { joinLink } from '../phones/join-link.ts';
import type { PhoneFacts } from '../store/store.ts';
import type { Account, Invitation, InvitationKind } from '../store/types.ts';
import { deriveInvitationCode } from '../verification/code.ts';
import type { Refusal } from '../verification/result.ts';
import type { Context } from './context.ts';

/** Why an account was not invited, as the end of a sentence. */
const reasons: Partial<Record<Refusal['code'], string>> = {
  account_blocked: 'they reported or denied requests: talk to them first, then account unblock ADDRESS allows it again',
  too_many_phones: 'the account has as many phones as it may have: account remove-phone makes room',
  channel_missing: 'a link and a code need an e-mail address, a mobile number in a country that text messages may go to, and ways to send to both: --in-person needs none',
  changed_recently: 'the address or the number was changed in the last 72 hours: --in-person works at once',
  too_soon: 'the account was invited a moment ago',
};

/** `enough`: an earlier invitation will do. */
export type Invited = { invitation: Invitation } | { reason: string } | 'enough';

/** Invites an account as an administrator, unless what is there `isEnough`. */
export async function inviteAccount({ store, config, now }: Context, { tenantId, id }: Account, kind: InvitationKind, isEnough: (facts: PhoneFacts) => boolean = () => false): Promise<Invited> {
  const { smtp, twilio, gateway } = config.delivery;
  const configured = new Set<Channel>([...(smtp ? ['email' as const] : []), ...(twilio ?? gateway ? ['sms' as const] : [])]);
  const inviting = { kind, by: { how: 'administrator' as const }, configured, now: now(), newId: randomUUID };
  const invited = await store.changePhones<Invited>(tenantId, id, (facts) => {
    if (isEnough(facts)) return { result: 'enough', audit: [] };
    const plan = decideInvite(facts, inviting);
    return { ...plan, result: plan.result.ok ? { invitation: plan.result.value } : { reason: reasonOf(plan.result.refusal) } };
  });
  return invited ?? { reason: 'the account is not there any more' };
}

function reasonOf({ code }: Refusal): string {
  return reasons[code] ?? code;
}

/** Where phones find the app. Throws `Told` where nothing says it. */
export function requireOrigin({ config }: Pick<Context, 'config'>): () => string {
  const { publicOrigin, host, port } = config;
  if (publicOrigin === undefined && !isLoopback(host)) throw new Told('COUNTERSIGN_PUBLIC_ORIGIN is not set: links must lead where phones reach the service.');
  const origin = createAppOrigin(publicOrigin);
  origin.listensAt(`http://localhost:${port}`);
  return origin.read;
}

/** What an administrator shows to somebody who is there. */
export async function readShown({ config }: Pick<Context, 'config'>, { id, codesSent }: Invitation, origin: () => string): Promise<{ link: string; code: string }> {
  const [tokenKey, codeKey] = [await loadKey(config.dataFolder, 'token', config.tokenKey), await loadKey(config.dataFolder, 'code', config.codeKey)];
  return { link: joinLink({ origin, links: createLinkTokens(tokenKey) }, id), code: deriveInvitationCode(codeKey, id, codesSent) };
}
