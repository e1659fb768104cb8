import type { ContactRecord, Doubt } from '#contract/connectwise';
import type { PageContact } from '#contract/verification';

/** What a technician reads about what speaks against a contact. */

/** Both sides, as far as the panel knows them: the page's own words, and ConnectWise's record with a masked address. */
type Sides = { page?: PageContact; record: ContactRecord | null };

const alone: Record<Exclude<Doubt, 'page_differs' | 'company_differs' | 'record_differs' | 'other_site'>, string> = {
  ticket_differs: 'The ticket itself holds another name or address than ConnectWise’s contact record.',
  contact_inactive: 'ConnectWise has this contact as inactive.',
  other_contact: 'The account with this address belongs to another contact in ConnectWise.',
  changed_recently: 'The account’s address or number was changed less than 72 hours ago.',
  record_unread: 'ConnectWise did not answer: only the page was read.',
};

/** What `doubts` are, in one sentence for each side. */
export function doubtWords(doubts: readonly Doubt[], sides: Sides): string[] {
  return doubts.flatMap((doubt) => (doubt === 'page_differs' ? pageDiffers(sides, doubts.includes('company_differs')) : wordsFor(doubt, sides)));
}

function wordsFor(doubt: Exclude<Doubt, 'page_differs'>, { page, record }: Sides): string[] {
  switch (doubt) {
    case 'company_differs':
      if (!record || !page || same(page.company, record.company)) return ['The contact belongs to another company than the ticket.'];
      return [`The ticket belongs to ${page.company}. The contact belongs to ${record.company}.`];
    case 'record_differs':
      return [`The contact is matched to an account that has another address than ConnectWise’s contact record${record?.email ? ` (${record.email})` : ''}.`];
    case 'other_site':
      return [`The ticket is on ${page?.ticket.host ?? 'another site'}. The service is connected to another ConnectWise site.`];
    default:
      return [alone[doubt]];
  }
}

/** `saysCompany`: that the companies differ is said by another doubt. */
function pageDiffers({ page, record }: Sides, saysCompany: boolean): string[] {
  if (!page || !record) return ['The page shows another contact than ConnectWise’s contact record.'];
  // Of another caller the page says nothing but the company.
  const names = record.isTicketContact ? [[page.contact, record.name], [page.company, record.company]] : [[page.company, record.company]];
  const pairs = names.filter(([one = '', other = '']) => !same(one, other));
  // Of the record's address only a mask is known here: where nothing else differs it must be that.
  if (record.isTicketContact && (pairs.length === 0 || masked(page.email) !== record.email)) pairs.push([page.email, record.email ?? 'no address']);
  return pairs.filter(([, recorded]) => !(saysCompany && recorded === record.company)).map(([shown, recorded]) => `The page shows ${shown}. ConnectWise’s contact record says ${recorded}.`);
}

/** Whether two names are one, whatever their case. */
export function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** `j•••@a•••.example`, as the service writes an address. */
function masked(email: string): string {
  return email.replace(/^(.).*@(.).*?(\.[^.]*)?$/su, '$1•••@$2•••$3');
}

/** What the technician can do about it, other than ask a second one. */
export function nextStep(doubts: readonly Doubt[]): string {
  if (doubts.includes('record_unread')) return 'Wait a moment, then look again.';
  if (doubts.includes('other_site')) return 'Open the ticket on the ConnectWise that the service is connected to, or ask your administrator.';
  if (doubts.every((doubt) => doubt === 'record_differs' || doubt === 'other_contact')) return 'Ask your administrator to bring the account or its match up to date, then look again.';
  return 'Correct the ticket or the contact in ConnectWise, then look again.';
}

/** The danger, in one sentence. */
export const danger = 'Somebody may be trying to pass for another person.';
