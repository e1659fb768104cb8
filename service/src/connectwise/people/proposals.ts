import type { ProposalDecided } from '#contract/connectwise-admin';
import type { Changed } from '../../directory/change-account.ts';
import type { ContactPlan, Proposal } from '../../store/connectwise-store.ts';
import type { Store } from '../../store/store.ts';
import type { Account } from '../../store/types.ts';
import { planAcceptance, planRefusal, proposalEvent } from './decide-proposal.ts';
import type { DecideDeps, Decided } from './decide-proposal.ts';
import { planContact } from './plan-contact.ts';
import type { Placed } from './plan-contact.ts';

export type ProposalDeps = { store: Pick<Store, 'decideProposal' | 'placeContact' | 'listCustomers' | 'listProposals' | 'listAccounts'>; now: () => number; newId: () => string };
/** What a decision came to. `changed` says whom it told. */
export type DecidedProposal = ProposalDecided & { proposal: Proposal; account: Account | undefined; changed?: Changed };

const listed = 200;

/** Open proposals page by page: memory stays flat however many there are. */
export async function* readProposals({ store }: ProposalDeps, tenantId: string): AsyncGenerator<Proposal> {
  for (let afterId = ''; ;) {
    const page = await store.listProposals(tenantId, afterId, listed);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < listed) return;
    afterId = last.id;
  }
}

/** Undefined: there is no such open proposal, or no longer. */
export async function refuseProposal({ store, now, newId }: ProposalDeps, tenantId: string, id: string, by: string | null): Promise<DecidedProposal | undefined> {
  const decided = await store.decideProposal(tenantId, id, (proposal, account) => planRefusal(proposal, account, { now: now(), newId, by }));
  return decided && { outcome: 'refused', reason: null, proposal: decided.proposal, account: decided.account };
}

/** Accepts a proposal on the account as it is now. Undefined: there is no such open proposal, or no longer. */
export async function acceptProposal(deps: ProposalDeps, tenantId: string, id: string, by: string | null): Promise<DecidedProposal | undefined> {
  const { store, now, newId } = deps;
  const decide = { now: now(), newId, by };
  const taken: { proposal?: Proposal } = {};
  const decided = await store.decideProposal<Decided>(tenantId, id, (proposal, account) => {
    taken.proposal = proposal;
    return planAcceptance(proposal, account, decide);
  }).catch(async (error: unknown) => explainTaken(deps, taken.proposal, error));
  if (!decided) return undefined;
  return decided.outcome === 'ask_record' ? addAccepted(deps, decided.proposal, decide) : { reason: null, ...decided, outcome: decided.outcome };
}

/** The customer has another account with the address that the proposal is about. */
async function explainTaken({ store }: ProposalDeps, proposal: Proposal | undefined, error: unknown): Promise<Decided> {
  const email = proposal?.email;
  const [holder] = proposal && email ? await store.listAccounts(proposal.tenantId, { customerId: proposal.customerId, email }, '', 1) : [];
  if (!proposal || !holder || holder.id === proposal.accountId) throw error;
  return { outcome: 'not_applied', proposal, account: undefined, reason: `${holder.name} of ${holder.customerName} has this address already: give that account another address first` };
}

/** An account is added if nothing that is held by now speaks against it, exactly as an import would. */
async function addAccepted({ store }: ProposalDeps, proposal: Proposal, deps: DecideDeps): Promise<DecidedProposal | undefined> {
  const { tenantId, customerId, contactId, name, email, mobile } = proposal;
  const customer = (await store.listCustomers(tenantId)).find(({ id }) => id === customerId);
  if (!customer) return { outcome: 'not_applied', reason: 'the customer is not there any more', proposal, account: undefined };
  const contact = { contactId, name, email, mobile };
  const placed = await store.placeContact<Placed | undefined>(tenantId, customerId, contact, (facts): ContactPlan<Placed | undefined> => {
    // It was decided, or ConnectWise says something else by now.
    if (facts.open?.id !== proposal.id) return { result: undefined, audit: [] };
    const plan = planContact(facts, { contact, flaw: null, numberReason: null }, { mode: 'import', tenantId, customer, now: deps.now, newId: deps.newId });
    const accepted = outcomeOf(plan.result) === 'not_applied' ? [] : [proposalEvent('proposal_accepted', proposal, plan.result.account, deps)];
    return { ...plan, audit: [...accepted, ...plan.audit.map((event) => ({ ...event, technicianId: deps.by }))] };
  });
  if (!placed) return undefined;
  const outcome = outcomeOf(placed);
  return { outcome, reason: outcome === 'not_applied' ? placed.reason : null, proposal, account: placed.account };
}

function outcomeOf({ placements: [first] }: Placed): 'added' | 'linked' | 'unchanged' | 'not_applied' {
  return first === 'added' || first === 'linked' || first === 'unchanged' ? first : 'not_applied';
}
