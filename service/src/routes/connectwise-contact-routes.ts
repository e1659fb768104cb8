import type { AddedAccount, Proposals } from '#contract/connectwise-admin';
import type { FoundContact } from '#contract/connectwise';
import { addContact } from '../connectwise/people/add-contact.ts';
import type { AddedContact } from '../connectwise/people/add-contact.ts';
import { contactsFound, matchContact, searchContacts, unmatchContact } from '../connectwise/people/matches.ts';
import type { Matched } from '../connectwise/people/matches.ts';
import { acceptProposal, refuseProposal } from '../connectwise/people/proposals.ts';
import type { PersonRecord } from '../connectwise/types.ts';
import { readEmail } from '../directory/account-fields.ts';
import type { Handlers } from '../http/handler.ts';
import type { Proposal } from '../store/connectwise-store.ts';
import { maskDestination } from '../verification/mask.ts';
import type { Result } from '../verification/result.ts';
import type { ConnectwiseAdminDeps } from './connectwise-admin-routes.ts';
import { findCustomer } from './connectwise-company-routes.ts';
import { connectwiseRefusal, ok, refuse } from './connectwise-refusals.ts';

type ContactRoutes = Pick<Handlers, 'searchCompanyContacts' | 'addContactAccount' | 'listProposals' | 'decideProposal' | 'matchContact' | 'unmatchContact'>;

const proposalsListed = 100;

/** Contacts and their accounts: what is proposed, what is matched. */
export function createContactRoutes(deps: ConnectwiseAdminDeps): ContactRoutes {
  const { store } = deps;
  return {
    ...createMatchRoutes(deps),
    listProposals: async ({ who, body }) => {
      const proposals = await store.listProposals(who.tenant.id, body.after ?? '', proposalsListed);
      const customers = new Map((await store.listCustomers(who.tenant.id)).map(({ id, name }) => [id, name]));
      const described = await Promise.all(proposals.map((proposal) => describe(deps, proposal, customers.get(proposal.customerId) ?? '')));
      return ok({ proposals: described, next: proposals.length < proposalsListed ? null : (proposals.at(-1)?.id ?? null) });
    },
    decideProposal: async ({ who, id, body }) => {
      const decide = body.decision === 'accept' ? acceptProposal : refuseProposal;
      const decided = await decide(deps, who.tenant.id, id, who.technician.id);
      return decided ? ok({ outcome: decided.outcome, reason: decided.reason }) : refuse('not_found');
    },
  };
}

function createMatchRoutes(deps: ConnectwiseAdminDeps): Pick<ContactRoutes, 'searchCompanyContacts' | 'addContactAccount' | 'matchContact' | 'unmatchContact'> {
  const { store } = deps;
  return {
    searchCompanyContacts: async ({ who, id, body }) => {
      const customer = await findCustomer(deps, who, id);
      if (!customer) return refuse('not_found');
      const connection = await store.findConnection(who.tenant.id);
      if (!connection) return refuse('not_connected');
      if (customer.companyId === null) return refuse('not_mapped');
      const found = await searchContacts(deps, connection, customer.companyId, body.text);
      if (!found.ok) return connectwiseRefusal(found.problem);
      const contacts = await Promise.all(found.value.slice(0, contactsFound).map((person) => describeFound(deps, customer, person)));
      return ok({ company: customer.name, contacts, isComplete: found.value.length <= contactsFound });
    },
    addContactAccount: async ({ who, id, body }) => {
      const customer = await findCustomer(deps, who, id);
      if (!customer) return refuse('not_found');
      const connection = await store.findConnection(who.tenant.id);
      if (!connection) return refuse('not_connected');
      if (customer.companyId === null) return refuse('not_mapped');
      return describeAdded(await addContact(deps, connection, customer, body.contactId));
    },
    matchContact: async ({ who, id, body }) => {
      const account = await store.findAccount(who.tenant.id, id);
      if (!account) return refuse('not_found');
      const connection = await store.findConnection(who.tenant.id);
      if (!connection) return refuse('not_connected');
      return describeMatched(await matchContact(deps, connection, account, body.contactId, who.technician.id));
    },
    unmatchContact: async ({ who, id }) => {
      const account = await store.findAccount(who.tenant.id, id);
      if (!account) return refuse('not_found');
      await unmatchContact(deps, account, who.technician.id);
      return ok(undefined);
    },
  };
}

function describeAdded(added: AddedContact): Result<AddedAccount> {
  if (added.ok) {
    const { placements, account, reason } = added.placed;
    return ok({ placements, account: account ? { id: account.id, name: account.name } : null, reason });
  }
  switch (added.problem) {
    case 'unknown': return refuse('record_unknown');
    case 'other_company': return refuse('other_company');
    default: return connectwiseRefusal(added.problem);
  }
}

function describeMatched(matched: Matched): Result<{ differs: boolean }> {
  if (matched.ok) return ok({ differs: matched.placed.placements.includes('change_proposed') });
  switch (matched.problem) {
    case 'unknown': return refuse('record_unknown');
    case 'other_company': return refuse('other_company');
    case 'taken': return refuse('already_matched');
    case 'gone': return refuse('not_found');
    default: return connectwiseRefusal(matched.problem);
  }
}

/** What is no address is not shown in part either. */
async function describeFound({ store }: ConnectwiseAdminDeps, { tenantId, id }: { tenantId: string; id: string }, person: PersonRecord): Promise<FoundContact> {
  const email = readEmail(person.emails[0] ?? '');
  const [account] = email.ok ? await store.listAccounts(tenantId, { customerId: id, email: email.value }, '', 1) : [];
  return { contactId: person.id, name: person.name, email: email.ok ? maskDestination('email', email.value) : null, hasAccount: account !== undefined };
}

async function describe({ store }: ConnectwiseAdminDeps, proposal: Proposal, customer: string): Promise<Proposals['proposals'][number]> {
  const { id, tenantId, kind, contactId, accountId, name, email, mobile, proposedAt } = proposal;
  const account = accountId === null ? undefined : await store.findAccount(tenantId, accountId);
  const shown = account && { id: account.id, name: account.name, email: maskDestination('email', account.email), mobile: account.mobile === null ? null : maskDestination('sms', account.mobile) };
  return { id, kind, contactId, customer, account: shown ?? null, name, email, mobile, proposedAt };
}
