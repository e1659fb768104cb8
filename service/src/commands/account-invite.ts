import { renderUnicodeCompact } from 'uqr';
import { invitationCodeSeconds, invitationSeconds } from '#contract/numbers';
import { readEmail, readText } from '../directory/account-fields.ts';
import { readTable } from '../directory/read-table.ts';
import { nameKey } from '../lib/name-key.ts';
import { Told } from '../lib/told.ts';
import type { PhoneFacts } from '../store/store.ts';
import type { Account, Invitation, InvitationKind, Tenant } from '../store/types.ts';
import type { Command, Context } from './context.ts';
import { UsageError, pickTenant, readWords } from './context.ts';
import { inviteAccount, readShown, requireOrigin } from './invite-account.ts';
import { pickAccount } from './pick-account.ts';
import { readTextFile } from './read-text-file.ts';

export const accountInvite: Command = {
  usage: 'account invite ADDRESS [--in-person] [--customer NAME] [--tenant NAME]   or   account invite --file FILE.csv [--tenant NAME]',
  async run(words, context) {
    const { flags, words: [address], switches } = readWords(words, ['file', 'customer', 'tenant'], { least: 0, most: 1, switches: ['in-person'] });
    const isMany = flags.file !== undefined;
    if (isMany === (address !== undefined) || (isMany && (switches.has('in-person') || flags.customer !== undefined))) throw new UsageError();
    const origin = requireOrigin(context);
    if (flags.file !== undefined) return inviteMany(context, await readTextFile(flags.file), await pickTenant(context, flags.tenant));
    const account = await pickAccount(context, address ?? '', flags);
    return switches.has('in-person') ? inviteInPerson(context, account, origin) : inviteByLink(context, account);
  },
};

async function inviteByLink(context: Context, account: Account): Promise<void> {
  const { name, customerName } = account;
  await inviteOne(context, account, 'link');
  context.print(`${name} of ${customerName} is being sent a link by e-mail. It works for ${invitationSeconds / 3600} hours; its code goes to the mobile number when the link is opened.`);
}

async function inviteInPerson(context: Context, account: Account, origin: () => string): Promise<void> {
  const { name, customerName } = account;
  const { link, code } = await readShown(context, await inviteOne(context, account, 'in_person'), origin);
  context.print(renderUnicodeCompact(link));
  context.print(link);
  context.print(`Code: ${code}`);
  context.print(`For ${name} of ${customerName}, who is here and whom you know. Link and code work once, within ${invitationCodeSeconds / 60} minutes.`);
}

async function inviteOne(context: Context, account: Account, kind: InvitationKind): Promise<Invitation> {
  const invited = await inviteAccount(context, account, kind);
  if (invited === 'enough' || 'reason' in invited) throw new Told(`${account.name} of ${account.customerName} was not invited: ${invited === 'enough' ? 'that was done before' : invited.reason}.`);
  return invited.invitation;
}

const columns = { needed: ['email'], names: ['email', 'customer'] };

async function inviteMany(context: Context, text: string, tenant: Tenant): Promise<void> {
  const { good, bad } = readTable(text, columns);
  const counts = { invited: 0, before: 0 };
  for (const { line, record } of good) {
    const outcome = await inviteLine(context, tenant, record);
    if (outcome === 'invited' || outcome === 'before') counts[outcome] += 1;
    else bad.push({ line, reason: outcome.reason });
    if (outcome === 'invited') context.print(`Line ${line}: invited.`);
    if (outcome === 'before') context.print(`Line ${line}: was invited in the last ${invitationSeconds / 3600} hours, nothing was sent.`);
  }
  for (const { line, reason } of bad.toSorted((left, right) => left.line - right.line)) context.print(`Line ${line}: ${reason}.`);
  context.print(`${counts.invited} invited, ${counts.before} invited before, ${bad.length} not invited.`);
  if (bad.length > 0) throw new Told('Correct the lines that are named and run it again: nobody is invited twice within a day.');
}

async function inviteLine(context: Context, tenant: Tenant, record: Record<string, string>): Promise<'invited' | 'before' | { reason: string }> {
  const found = await findOne(context, tenant, record);
  if ('reason' in found) return found;
  const invited = await inviteAccount(context, found.account, 'link', (facts) => wasInvited(facts, context.now()));
  if (invited === 'enough') return 'before';
  return 'invitation' in invited ? 'invited' : invited;
}

/** An invitation that still works, or was used, within its day. */
function wasInvited({ latestInvitation: latest }: PhoneFacts, now: number): boolean {
  return latest?.kind === 'link' && now < latest.createdAt + invitationSeconds * 1000;
}

async function findOne({ store }: Context, tenant: Tenant, record: Record<string, string>): Promise<{ account: Account } | { reason: string }> {
  const email = readEmail(record['email'] ?? '');
  if (!email.ok) return email;
  const customer = record['customer'] ? readText('customer', record['customer']) : undefined;
  if (customer && !customer.ok) return customer;
  const all = await store.listAccounts(tenant.id, { email: email.value }, '', 50);
  const found = customer ? all.filter(({ customerName }) => nameKey(customerName) === nameKey(customer.value)) : all;
  const [account, second] = found;
  if (!account) return { reason: 'there is no account with this address' };
  return second ? { reason: 'several customers have this address: say which in the column customer' } : { account };
}
