import { vi } from 'vitest';
import type { NoticeAbout, NoticeLetter } from '../../service/src/delivery/types.ts';
import { inviteAccount, readShown } from '../../service/src/commands/invite-account.ts';
import type { AuditEvent } from '../../service/src/store/types.ts';
import { recordSecret } from './secrets/record.ts';
import { jo } from './service.ts';
import type { TestService } from './service.ts';

type Kind = NoticeAbout['kind'];
type About<K extends Kind> = Extract<NoticeAbout, { kind: K }>;

/** The secret in a link. */
export function tokenIn(link: string): string {
  const token = new URL(link).hash.replace(/^#[\w-]+=/, '');
  recordSecret('token', token);
  return token;
}

/** The `count` notices of a kind that arrived, once they did; the newest first. */
export async function arrived<K extends Kind>(service: TestService, kind: K, count = 1): Promise<{ method: string; destination: string; about: About<K> }[]> {
  const found = () => service.notices.filter((notice): notice is NoticeLetter & { method: 'sms' | 'email'; about: About<K> } => notice.about.kind === kind);
  await vi.waitFor(() => { if (found().length < count) throw new Error(`${found().length} of ${count} notices ${kind}`); }, { timeout: 5000, interval: 10 });
  return found().toReversed();
}

/** Invites as an administrator at the command line would, by e-mail: the token of the link. */
export async function inviteByLink(service: TestService, email = jo.email): Promise<string> {
  const { link } = await readShown({ config: service.config }, await invite(service, 'link', email), () => service.origin);
  return tokenIn(link);
}

/** Invites somebody who is there: the token of the link, and the code. */
export async function inviteInPerson(service: TestService, email = jo.email, tenantId = service.tenant.id): Promise<{ id: string; token: string; code: string }> {
  const invitation = await invite(service, 'in_person', email, tenantId);
  const { link, code } = await readShown({ config: service.config }, invitation, () => service.origin);
  recordSecret('code', code);
  return { id: invitation.id, token: tokenIn(link), code };
}

async function invite(service: TestService, kind: 'link' | 'in_person', email: string, tenantId = service.tenant.id) {
  const [account] = await service.store.listAccounts(tenantId, { email }, '', 1);
  const smtp = { url: 'smtp://127.0.0.1:1', insecure: true, from: 'verify@harbor.example' };
  const gateway = { url: 'https://gateway.example', token: 'x' };
  const config = { ...service.config, delivery: { smtp, gateway } };
  const invited = await inviteAccount({ store: service.store, config, now: service.now, print: () => undefined }, account!, kind);
  if (invited === 'enough' || 'reason' in invited) throw new Error('The account was not invited.');
  return invited.invitation;
}

/** Everything in the tenant's audit chain. */
export async function auditOf(service: TestService): Promise<AuditEvent[]> {
  return (await service.store.listAudit(service.tenant.id, 1, 10_000)).map(({ body }) => JSON.parse(body) as AuditEvent);
}
