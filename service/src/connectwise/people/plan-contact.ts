import type { Placement } from '#contract/connectwise-admin';
import { nameKey } from '../../lib/name-key.ts';
import type { ContactFacts, ContactPlan, Proposal } from '../../store/connectwise-store.ts';
import type { Account, AuditEvent, Customer } from '../../store/types.ts';
import type { Reading } from './read-contact.ts';

/**
 * `dry` writes nothing. `import`: an administrator asked for it, so accounts are added. `sync`: nobody did, so they are proposed. An account is only
 * ever changed by a proposal that an administrator accepts; that a contact with an account's own address belongs to it is written down in both, since
 * the address leads to that account anyway.
 */
export type PlaceMode = 'dry' | 'import' | 'sync';
export type PlaceDeps = { mode: PlaceMode; tenantId: string; customer: Pick<Customer, 'id' | 'name' | 'companyId'>; now: number; newId: () => string };
/** What becomes of a contact. `account` is whose it is, where it is somebody's. `reason` is the end of a sentence, without an address or a number. */
export type Placed = { placements: Placement[]; account: Account | undefined; reason: string | null };
type Plan = ContactPlan<Placed>;

/** What becomes of a contact beside what is held. */
export function planContact(facts: ContactFacts, reading: Reading, deps: PlaceDeps): Plan {
  const plan = planBeside(facts, reading, deps);
  const settled = settleProposal(facts.open, withoutRefused(facts.refused, plan));
  return deps.mode === 'dry' ? { result: settled.result, audit: [] } : settled;
}

/** The mapping may have been taken away since the contact was read, and the connection with it: then the contact's number means nothing any more. */
function planBeside(facts: ContactFacts, reading: Reading, deps: PlaceDeps): Plan {
  if (facts.companyId === null || facts.companyId !== deps.customer.companyId) return report('not_mapped', notMapped);
  return facts.matched ? planMatched(facts, facts.matched, reading, deps) : planUnmatched(facts, reading, deps);
}

export const notMapped = 'its company is mapped to no customer';

/** What an administrator refused is not proposed again before ConnectWise says something else. */
function withoutRefused(refused: Proposal | undefined, plan: Plan): Plan {
  const { proposal, ...rest } = plan;
  if (!proposal || !refused || !isSame(proposal, refused)) return plan;
  const placements = plan.result.placements.map((one) => (one.endsWith('_proposed') ? 'refused_before' : one));
  return { ...rest, result: { ...plan.result, placements } };
}

function isSame(one: Proposal, other: Proposal): boolean {
  return (['kind', 'accountId', 'customerId', 'name', 'email', 'mobile'] as const).every((field) => one[field] === other[field]);
}

/** What was proposed before stays as it is where it is still the same, and goes where ConnectWise does not say it any more. */
function settleProposal(open: Proposal | undefined, plan: Plan): Plan {
  if (!open) return plan;
  const { proposal, ...rest } = plan;
  if (!proposal) return { ...plan, dropProposal: true };
  return isSame(open, proposal) ? rest : plan;
}

function planMatched({ byEmail }: ContactFacts, account: Account, reading: Reading, deps: PlaceDeps): Plan {
  const { flaw } = reading;
  if (account.customerId !== deps.customer.id) return report('other_customer', `the account belongs to ${account.customerName}`, account);
  if (flaw) return report(flaw.kind, flaw.reason, account);
  if (byEmail && byEmail.id !== account.id) return report('address_taken', `${byEmail.name} has this address already`, account);
  return compare(account, reading, deps, { result: { placements: ['unchanged'], account, reason: reading.numberReason }, audit: [] });
}

function planUnmatched({ byEmail, byName, refused }: ContactFacts, reading: Reading, deps: PlaceDeps): Plan {
  const { flaw } = reading;
  // Somebody else of the same name has a contact of their own.
  const namesakes = byName.filter(({ contactId }) => contactId === null);
  if (flaw?.kind === 'no_address' && namesakes.length > 0) return suggest(namesakes, reading, deps);
  if (flaw) return report(flaw.kind, flaw.reason);
  if (byEmail) return link(byEmail, reading, deps);
  if (namesakes.length > 1) return report('several_of_name', 'several accounts have this name, and none has this address');
  if (namesakes.length === 1) return report('name_differs', 'the account of this name has another address', namesakes[0]);
  return add(refused, reading, deps);
}

function suggest([account, second]: Account[], reading: Reading, deps: PlaceDeps): Plan {
  if (second || !account) return report('several_of_name', 'several accounts have this name, and the contact has no e-mail address');
  return { result: { placements: ['link_proposed'], account, reason: null }, proposal: propose('link', account, reading, deps), audit: [] };
}

function link(account: Account, reading: Reading, deps: PlaceDeps): Plan {
  if (account.contactId !== null) return report('address_taken', 'another contact is matched to the account with this address', account);
  const { contactId } = reading.contact;
  const audit = [matchedEvent(account, contactId, deps.now)];
  return compare(account, reading, deps, { result: { placements: ['linked'], account, reason: reading.numberReason }, account: { ...account, contactId }, audit });
}

function add(refused: Proposal | undefined, reading: Reading, deps: PlaceDeps): Plan {
  const { contact, numberReason: reason } = reading;
  const proposal = propose('add', undefined, reading, deps);
  if (deps.mode === 'sync' || (refused && isSame(proposal, refused))) return { result: { placements: ['add_proposed'], account: undefined, reason }, proposal, audit: [] };
  const account = newAccount(reading, deps);
  const details = { customer: account.customerName, name: account.name, hasMobile: account.mobile !== null, contactId: contact.contactId };
  return { result: { placements: ['added'], account, reason }, account, audit: [eventOf('account_added', details, deps.now)] };
}

function newAccount({ contact: { contactId, name, email, mobile } }: Reading, { tenantId, customer, newId }: PlaceDeps): Account {
  return {
    id: newId(), tenantId, customerId: customer.id, customerName: customer.name, contactId, name, email: email ?? '', mobile, emailChangedAt: null, mobileChangedAt: null,
  };
}

/** Adds to `plan` what the record says otherwise. A record without a number says nothing about the account's: many keep none in ConnectWise. */
function compare(account: Account, reading: Reading, deps: PlaceDeps, plan: Plan): Plan {
  const { name, email, mobile } = reading.contact;
  const differs = nameKey(name) !== nameKey(account.name) || email !== account.email || (mobile !== null && mobile !== account.mobile);
  if (!differs) return plan;
  const placements: Placement[] = [...plan.result.placements.filter((one) => one !== 'unchanged'), 'change_proposed'];
  return { ...plan, result: { ...plan.result, placements }, proposal: propose('change', account, reading, deps) };
}

function propose(kind: Proposal['kind'], account: Account | undefined, { contact: { contactId, name, email, mobile } }: Reading, { tenantId, customer, now, newId }: PlaceDeps): Proposal {
  return { id: newId(), tenantId, kind, contactId, accountId: account?.id ?? null, customerId: customer.id, name, email, mobile, proposedAt: now, decidedAt: null, isAccepted: null };
}

function report(placement: Placement, reason: string, account?: Account): Plan {
  return { result: { placements: [placement], account, reason }, audit: [] };
}

/** That an account belongs to a contact now. */
export function matchedEvent({ id, customerName, name }: Account, contactId: number, now: number): AuditEvent {
  return eventOf('account_matched', { accountId: id, customer: customerName, name, contactId }, now);
}

function eventOf(type: string, details: Record<string, unknown>, now: number): AuditEvent {
  return { type, at: now, technicianId: null, verificationId: null, details };
}
