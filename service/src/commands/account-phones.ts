import { randomUUID } from 'node:crypto';
import { Told } from '../lib/told.ts';
import { phoneEvent } from '../phones/phone-plan.ts';
import { decideRemove } from '../phones/remove.ts';
import type { Phone } from '../store/types.ts';
import type { Command, Context } from './context.ts';
import { readWords } from './context.ts';
import { pickAccount } from './pick-account.ts';

const byAdministrator = { how: 'administrator' } as const;
const mostAlerts = 1000;
const shownOfId = 8;

export const accountPhones: Command = {
  usage: 'account phones ADDRESS [--customer NAME] [--tenant NAME]   (id, name, when added and last seen, notifications, fingerprint or PIN)',
  async run(words, context) {
    const { flags, words: [address = ''] } = readWords(words, ['customer', 'tenant'], { least: 1, most: 1 });
    const { tenantId, id, name, customerName } = await pickAccount(context, address, flags);
    const state = await context.store.changePhones(tenantId, id, ({ phones, pushState }) => ({ result: { phones, pushState }, audit: [] }));
    for (const phone of state?.phones ?? []) context.print(lineOf(phone));
    if (!state?.phones.length) context.print(`${name} of ${customerName} has no phone: account invite ADDRESS invites one.`);
    if (state?.pushState.blockedAt) context.print(`No push is sent to them and nobody can invite them since ${new Date(state.pushState.blockedAt).toISOString()}: account unblock ADDRESS lifts that.`);
  },
};

export const accountRemovePhone: Command = {
  usage: 'account remove-phone ADDRESS [PHONE-ID] [--customer NAME] [--tenant NAME]   (the beginning of the id is enough; none: the only phone)',
  async run(words, context) {
    const { flags, words: [address = '', prefix = ''] } = readWords(words, ['customer', 'tenant'], { least: 1, most: 2 });
    const { tenantId, id, name, customerName } = await pickAccount(context, address, flags);
    const phones = await context.store.changePhones(tenantId, id, (facts) => ({ result: facts.phones, audit: [] })) ?? [];
    const phone = pickPhone(phones, prefix.toLowerCase());
    await context.store.changePhones(tenantId, id, (facts) => decideRemove(facts, (one) => one.id === phone.id, byAdministrator, { now: context.now(), newId: randomUUID }));
    context.print(`Removed ${phone.name} from ${name} of ${customerName}, who is being told.`);
  },
};

export const accountUnblock: Command = {
  usage: 'account unblock ADDRESS [--customer NAME] [--tenant NAME]   (pushes are sent again, flags on tickets and alerts are cleared)',
  async run(words, context) {
    const { flags, words: [address = ''] } = readWords(words, ['customer', 'tenant'], { least: 1, most: 1 });
    const { tenantId, id, name, customerName } = await pickAccount(context, address, flags);
    const isCleared = await unblock(context, tenantId, id);
    context.print(isCleared ? `${name} of ${customerName} can be verified by push again; their alerts are cleared.` : `${name} of ${customerName} was not blocked and has no open alert: nothing was changed.`);
  },
};

async function unblock({ store, now }: Context, tenantId: string, accountId: string): Promise<boolean | undefined> {
  const open = (await store.listAlerts(tenantId, mostAlerts)).filter((alert) => alert.accountId === accountId).length;
  return store.changePhones(tenantId, accountId, ({ account, pushState }) => {
    if (open === 0 && pushState.blockedAt === null) return { result: false, audit: [] };
    const cleared = { ...pushState, unanswered: [], denials: [], blockedAt: null, blockedBecause: null };
    const entry = phoneEvent('push_unblocked', account, byAdministrator, now(), { because: pushState.blockedBecause, alerts: open });
    return { result: true, pushState: cleared, clearAlertsAt: now(), audit: [entry] };
  });
}

function pickPhone(phones: readonly Phone[], prefix: string): Phone {
  const [phone, second] = phones.filter(({ id }) => id.startsWith(prefix));
  if (!phone) throw new Told('The account has no such phone: account phones ADDRESS lists them.');
  if (second) throw new Told('The account has several phones: say which by its id, as account phones ADDRESS shows it.');
  return phone;
}

function lineOf({ id, name, createdAt, lastSeenAt, endpoint, credential }: Phone): string {
  const [added, seen] = [createdAt, lastSeenAt].map((at) => (at === null ? 'never' : new Date(at).toISOString()));
  return [id.slice(0, shownOfId), name, `added ${added}`, `seen ${seen}`, `notifications ${endpoint === null ? 'off' : 'on'}`, `fingerprint or PIN ${credential === null ? 'off' : 'on'}`].join('\t');
}
