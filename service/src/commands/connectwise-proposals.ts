import { randomUUID } from 'node:crypto';
import { acceptProposal, readProposals, refuseProposal } from '../connectwise/people/proposals.ts';
import type { DecidedProposal, ProposalDeps } from '../connectwise/people/proposals.ts';
import { Told } from '../lib/told.ts';
import type { Proposal } from '../store/connectwise-store.ts';
import type { Tenant } from '../store/types.ts';
import { maskDestination } from '../verification/mask.ts';
import { printChanged } from './account-change.ts';
import type { Command, Context } from './context.ts';
import { pickTenant, readWords, UsageError } from './context.ts';

export const connectwiseProposals: Command = {
  usage: 'connectwise proposals [--full] [--tenant NAME]   (--full shows whole addresses and numbers)',
  async run(words, context) {
    const { flags, switches } = readWords(words, ['tenant'], { least: 0, most: 0, switches: ['full'] });
    const tenant = await pickTenant(context, flags.tenant);
    const customers = new Map((await context.store.listCustomers(tenant.id)).map(({ id, name }) => [id, name]));
    const from = new Date(context.now()).toISOString();
    let count = 0;
    for await (const proposal of readProposals(depsOf(context), tenant.id)) {
      context.print(await lineOf(context, proposal, { customer: customers.get(proposal.customerId) ?? '-', isFull: switches.has('full') }));
      count += 1;
    }
    context.print(count === 0 ? 'Nothing waits for a decision.' : `${count} wait: connectwise accept ID or connectwise refuse ID|all decides. connectwise accept all --until ${from} accepts what is listed here, and nothing that comes later.`);
  },
};

export const connectwiseAccept: Command = {
  usage: 'connectwise accept ID|all --until TIME [--tenant NAME]   (all as connectwise proposals listed it; the old address and number are told, and a new one is not used for 72 h)',
  run: (words, context) => decide(words, context, acceptProposal),
};

export const connectwiseRefuse: Command = {
  usage: 'connectwise refuse ID|all [--tenant NAME]',
  run: (words, context) => decide(words, context, refuseProposal),
};

function depsOf({ store, now }: Context): ProposalDeps {
  return { store, now, newId: randomUUID };
}

async function decide(words: string[], context: Context, doIt: typeof acceptProposal): Promise<void> {
  const { flags, words: [id = ''] } = readWords(words, ['tenant', 'until'], { least: 1, most: 1 });
  const tenant = await pickTenant(context, flags.tenant);
  if (id === 'all') return decideAll(context, tenant, doIt, readUntil(context, flags.until, doIt));
  const decided = await doIt(depsOf(context), tenant.id, id, null);
  if (!decided) throw new Told('There is no such open proposal: connectwise proposals shows all.');
  report(context, decided);
}

/** Nobody accepts what they have not seen: what is refused stays as it is. */
function readUntil({ now }: Context, given: string | undefined, doIt: typeof acceptProposal): number {
  const until = given === undefined && doIt !== acceptProposal ? now() : Date.parse(given ?? '');
  if (Number.isNaN(until)) throw new UsageError();
  return until;
}

/** What is proposed after `until` waits for another time. */
async function decideAll(context: Context, tenant: Tenant, doIt: typeof acceptProposal, until: number): Promise<void> {
  const deps = depsOf(context);
  let [count, later] = [0, 0];
  for await (const { id, proposedAt } of readProposals(deps, tenant.id)) {
    if (proposedAt > until) later += 1;
    const decided = proposedAt > until ? undefined : await doIt(deps, tenant.id, id, null);
    if (!decided) continue;
    report(context, decided);
    count += 1;
  }
  const more = later === 0 ? '' : ` ${later} came later: connectwise proposals shows ${later === 1 ? 'it' : 'them'}.`;
  context.print(count + later === 0 ? 'Nothing waits for a decision.' : `${count} decided.${more}`);
}

function report(context: Context, { outcome, reason, proposal, account, changed }: DecidedProposal): void {
  const who = account ? `${account.name} of ${account.customerName}` : proposal.name;
  if (changed && account) return printChanged(context, account, changed);
  const said = {
    changed: `Changed ${who}.`, linked: `${who} is matched to contact ${proposal.contactId}.`, added: `Added ${who}.`, unchanged: `${who} is so already: nothing was changed.`,
    refused: `Refused for ${who}.`, not_applied: `Not applied to ${who}: ${reason}.`,
  };
  context.print(said[outcome]);
}

const kinds = { change: 'differs', link: 'has the name of an account', add: 'is new' } as const;

/** Id, customer, contact, what it is about, then what the account has beside what ConnectWise has. */
async function lineOf({ store }: Context, proposal: Proposal, { customer, isFull }: { customer: string; isFull: boolean }): Promise<string> {
  const { id, tenantId, kind, contactId, accountId, name, email, mobile } = proposal;
  const account = accountId === null ? undefined : await store.findAccount(tenantId, accountId);
  const show = (method: 'email' | 'sms', value: string | null | undefined) => (value ? (isFull ? value : maskDestination(method, value)) : 'none');
  const compare = (had: string | undefined, has: string) => (had === undefined || had === has ? has : `${had} -> ${has}`);
  const cells = [
    compare(account?.name, name),
    email === null ? undefined : compare(account && show('email', account.email), show('email', email)),
    mobile === null ? undefined : compare(account && show('sms', account.mobile), show('sms', mobile)),
  ];
  return [id, customer, `contact ${contactId} ${kinds[kind]}`, ...cells.filter((cell) => cell !== undefined)].join('\t');
}
