import type { Changed } from '../../directory/change-account.ts';
import { planChange } from '../../directory/change-account.ts';
import { nameKey } from '../../lib/name-key.ts';
import type { ContactPlan, Proposal } from '../../store/connectwise-store.ts';
import type { Account, AuditEvent } from '../../store/types.ts';
import { matchedEvent } from './plan-contact.ts';

/** `not_applied`: what it was about is otherwise by now; the reason is the end of a sentence. */
export type Decided = { proposal: Proposal; account: Account | undefined } & (
  | { outcome: 'changed'; changed: Changed }
  | { outcome: 'linked' | 'unchanged' | 'refused' | 'ask_record' }
  | { outcome: 'not_applied'; reason: string }
);
type Plan = ContactPlan<Decided>;
/** `by`: the administrator's technician id; null at the command line. */
export type DecideDeps = { now: number; newId: () => string; by: string | null };

/** Refuses a proposal: the same is not proposed again. */
export function planRefusal(proposal: Proposal, account: Account | undefined, deps: DecideDeps): Plan {
  return { result: { outcome: 'refused', proposal, account }, proposal: decided(proposal, false, deps), audit: [proposalEvent('proposal_refused', proposal, account, deps)] };
}

/** What accepting means for the account as it is now. `ask_record`: an account is to be added, which is decided beside all that is held by then. */
export function planAcceptance(proposal: Proposal, account: Account | undefined, deps: DecideDeps): Plan {
  if (proposal.kind === 'add') return { result: { outcome: 'ask_record', proposal, account }, audit: [] };
  if (!account) return drop(proposal, account, 'the account is not there any more');
  return proposal.kind === 'link' ? acceptLink(proposal, account, deps) : acceptChange(proposal, account, deps);
}

function acceptLink(proposal: Proposal, account: Account, deps: DecideDeps): Plan {
  if (account.contactId !== null) return drop(proposal, account, 'the account is matched to a contact already');
  if (nameKey(account.name) !== nameKey(proposal.name)) return drop(proposal, account, 'the account has another name by now');
  const audit = [accepted(proposal, account, deps), { ...matchedEvent(account, proposal.contactId, deps.now), technicianId: deps.by }];
  return { result: { outcome: 'linked', proposal, account }, account: { ...account, contactId: proposal.contactId }, proposal: decided(proposal, true, deps), audit };
}

/** The way of every change: the old address and number are told, and the new one is not used for 72 hours. */
function acceptChange(proposal: Proposal, account: Account, deps: DecideDeps): Plan {
  if (account.contactId !== proposal.contactId) return drop(proposal, account, 'the account is not matched to this contact any more');
  const { name, email, mobile } = proposal;
  const { result: changed, account: next, notices, audit } = planChange(account, { name, ...(email !== null && { email }), ...(mobile !== null && { mobile }) }, deps.now, deps.newId);
  const common = { proposal: decided(proposal, true, deps), audit: [accepted(proposal, account, deps), ...audit.map((event) => ({ ...event, technicianId: deps.by }))] };
  if (!next) return { ...common, result: { outcome: 'unchanged', proposal, account } };
  return { ...common, result: { outcome: 'changed', proposal, account: next, changed }, account: next, notices };
}

function drop(proposal: Proposal, account: Account | undefined, reason: string): Plan {
  return { result: { outcome: 'not_applied', proposal, account, reason }, dropProposal: true, audit: [] };
}

function decided(proposal: Proposal, isAccepted: boolean, { now }: DecideDeps): Proposal {
  return { ...proposal, decidedAt: now, isAccepted };
}

function accepted(proposal: Proposal, account: Account | undefined, deps: DecideDeps): AuditEvent {
  return proposalEvent('proposal_accepted', proposal, account, deps);
}

/** Who decided about which proposal; what it changes stands in the entry of the change. */
export function proposalEvent(type: 'proposal_accepted' | 'proposal_refused', { id, kind, contactId, name }: Proposal, account: Account | undefined, { now, by }: DecideDeps): AuditEvent {
  const details = { proposalId: id, kind, contactId, contact: name, ...(account && { accountId: account.id, customer: account.customerName, name: account.name }) };
  return { type, at: now, technicianId: by, verificationId: null, details };
}
