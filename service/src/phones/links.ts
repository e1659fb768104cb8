import { parseAddress } from '#contract/address';
import type { LinkDone } from '#contract/phone';
import type { Tenant } from '../store/types.ts';
import type { Result } from '../verification/result.ts';
import { decideLost, isLostLinkGood, phonesThatStay } from './lost.ts';
import { decideNotYou } from './not-you.ts';
import { decideRemove } from './remove.ts';
import type { Phones, PhonesDeps } from './types.ts';

type Deps = PhonesDeps & { newId: () => string };

const byLink = { how: 'link' } as const;
const mostAccounts = 50;

/** What links from messages do, and how the link of a lost phone is asked for. Done twice they do what once did. */
export function createLinks(deps: Deps): Pick<Phones, 'reportLost' | 'useLink'> {
  const { links } = deps;
  const uses = { remove_phone: removePhone, lost: removeAll, not_you: reportNotYou } as const;
  return {
    reportLost: (address) => reportLost(deps, address),
    useLink: async (token) => {
      for (const purpose of ['remove_phone', 'lost', 'not_you'] as const) {
        const id = links.read(purpose, token);
        const used = id === undefined ? undefined : await uses[purpose](deps, id);
        if (used) return used;
      }
      return { ok: false, refusal: { code: 'link_invalid' } };
    },
  };
}

async function reportLost({ store, now, newId, kick }: Deps, text: string): Promise<void> {
  const parsed = parseAddress(text);
  if (!parsed.ok) return;
  for (const tenant of await store.listTenants()) {
    for (const { id } of await store.listAccounts(tenant.id, { email: parsed.address }, '', mostAccounts)) {
      await store.changePhones(tenant.id, id, (facts) => decideLost(facts, { now: now(), newId }));
    }
  }
  kick();
}

async function removePhone({ store, now, newId, kick }: Deps, phoneId: string): Promise<Result<LinkDone> | undefined> {
  const owner = await store.findPhoneOwner(phoneId);
  const tenant = owner && (await store.listTenants()).find(({ id }) => id === owner.tenantId);
  if (!owner || !tenant) return undefined;
  await store.changePhones(owner.tenantId, owner.accountId, (facts) => decideRemove(facts, ({ id }) => id === phoneId, byLink, { now: now(), newId }));
  kick();
  return finished('phone_removed', tenant);
}

/** The link of one report removes the phones that were there when it was made, and what they let in since, for as long as that report counts. */
async function removeAll({ store, now, newId, kick }: Deps, noticeId: string): Promise<Result<LinkDone> | undefined> {
  const report = await store.findNotice(noticeId);
  const tenant = report && (await store.listTenants()).find(({ id }) => id === report.tenantId);
  if (!report || !tenant) return undefined;
  const at = now();
  const done = await store.changePhones(report.tenantId, report.accountId, (facts) => {
    if (!isLostLinkGood(report, facts.account, at)) return { result: undefined, audit: [] };
    const staying = phonesThatStay(report, facts.phones);
    const plan = decideRemove(facts, (phone) => !staying.includes(phone), byLink, { now: at, newId });
    return { ...plan, result: staying.length > 0 ? 'earlier_phones_removed' as const : 'phones_removed' as const };
  });
  if (!done) return undefined;
  kick();
  return finished(done, tenant);
}

async function reportNotYou({ store, now, kick }: Deps, verificationId: string): Promise<Result<LinkDone> | undefined> {
  for (const tenant of await store.listTenants()) {
    const written = await store.answer(tenant.id, verificationId, (facts) => decideNotYou(facts, now()));
    if (!written?.result) continue;
    kick();
    return finished('reported', tenant);
  }
  return undefined;
}

function finished(outcome: LinkDone['done'], tenant: Tenant): Result<LinkDone> {
  return { ok: true, value: { done: outcome, tenant: tenant.name } };
}
