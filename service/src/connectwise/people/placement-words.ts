import { placements } from '#contract/connectwise-admin';
import type { Placement } from '#contract/connectwise-admin';
import { printable } from '../../lib/printable.ts';
import type { Counts, PlacedContact } from './round.ts';

/** What became of a contact, for an administrator; `planned` is what would. */
const words: Record<Placement, { done: string; planned: string; counted: string }> = {
  unchanged: { done: 'has its account', planned: 'has its account', counted: 'have their accounts' },
  linked: { done: 'matched to the account with its address', planned: 'would be matched to the account with its address', counted: 'matched by address' },
  added: { done: 'added', planned: 'would be added', counted: 'added' },
  change_proposed: { done: 'its account differs: connectwise proposals shows how', planned: 'its account differs: the change would be proposed', counted: 'changes proposed' },
  link_proposed: { done: 'an account has its name: connectwise proposals shows it', planned: 'an account has its name: the match would be proposed', counted: 'matches by name proposed' },
  add_proposed: { done: 'new: connectwise proposals shows it', planned: 'new: would be proposed', counted: 'new ones proposed' },
  refused_before: { done: 'nothing is proposed: this was refused before', planned: 'nothing would be proposed: this was refused before', counted: 'refused before' },
  inactive: reported('not used', 'inactive'),
  no_address: reported('not used', 'without an address'),
  unreadable: reported('not used', 'with a name or an address that is none'),
  address_taken: reported('not matched', 'whose address somebody else has'),
  name_differs: reported('not matched', 'whose name stands with another address'),
  several_of_name: reported('not matched', 'whose name several accounts have'),
  other_customer: reported('not matched', 'whose account belongs to another customer'),
  gone: reported('its account stays as it is', 'whose contact is gone'),
  not_mapped: reported('not looked at', 'of companies that are mapped to no customer'),
};

function reported(said: string, counted: string): { done: string; planned: string; counted: string } {
  return { done: said, planned: said, counted };
}

/** What somebody must do about it, where it does not do itself. */
const nextSteps: Partial<Record<Placement, string>> = {
  address_taken: 'correct the address in ConnectWise or here',
  name_differs: 'if it is the same person, run connectwise match ADDRESS --contact ID',
  several_of_name: 'run connectwise match ADDRESS --contact ID for the right one',
  other_customer: 'run connectwise unmatch for that account, if the person works there no more',
  gone: 'connectwise unmatch takes the match away',
  unreadable: 'correct the contact in ConnectWise',
};

/** Contact, company, what became of it, why, and the next step. */
export function placementLine({ contactId, name, company, placements: given, reason, account }: PlacedContact, isDry: boolean): string {
  const what = given.map((placement) => words[placement][isDry ? 'planned' : 'done']).join('; ');
  const whose = account && account.name !== name ? ` (account ${account.name})` : '';
  const step = given.map((placement) => nextSteps[placement]).find((one) => one !== undefined);
  return `Contact ${contactId}\t${printable(name) || '-'}\t${printable(company) || '-'}\t${what}${whose}${reason === null ? '' : `: ${reason}`}${step === undefined ? '' : `; ${step}`}`;
}

/** Whether somebody wants to read a line about it: not where all is well, or where nobody here has to do with it. */
export function isWorthALine({ placements: given, reason, account }: PlacedContact): boolean {
  const quiet: Placement[] = ['unchanged', 'refused_before', 'not_mapped', 'inactive'];
  return given.some((placement) => !quiet.includes(placement)) || (account !== undefined && reason !== null);
}

/** "3 added, 2 changes proposed": what there was any of, in the order of the list. */
export function countsLine(counts: Counts): string {
  const parts = placements.flatMap((placement) => (counts[placement] ? [`${counts[placement]} ${words[placement].counted}`] : []));
  return parts.length === 0 ? 'No contacts' : parts.join(', ');
}
