import { contactsFound, matchContact, searchContacts, unmatchContact } from '../connectwise/people/matches.ts';
import type { Matched } from '../connectwise/people/matches.ts';
import { problemWords } from '../connectwise/words.ts';
import { readEmail } from '../directory/account-fields.ts';
import { printable } from '../lib/printable.ts';
import { Told } from '../lib/told.ts';
import { maskDestination } from '../verification/mask.ts';
import type { Command } from './context.ts';
import { UsageError, pickCustomer, readWords } from './context.ts';
import { answerOf, openConnectwise, pickConnection, readContactId } from './open-connectwise.ts';
import { pickAccount } from './pick-account.ts';

export const connectwiseMatch: Command = {
  usage: 'connectwise match ADDRESS --contact ID [--customer NAME] [--tenant NAME]',
  async run(words, context) {
    const { flags, words: [address = ''] } = readWords(words, ['contact', 'customer', 'tenant'], { least: 1, most: 1 });
    if (flags.contact === undefined) throw new UsageError();
    const contactId = readContactId(flags.contact);
    const { connection } = await pickConnection(context, flags.tenant);
    const account = await pickAccount(context, address, flags);
    const matched = await matchContact(await openConnectwise(context), connection, account, contactId, null);
    if (!matched.ok) throw new Told(problemOf(matched.problem));
    context.print(`${account.name} of ${account.customerName} is matched to contact ${flags.contact} (${printable(matched.person.name)}).`);
    if (matched.placed.placements.includes('change_proposed')) context.print('The contact has another name, address or number: connectwise proposals shows it. Until that is decided a technician is told that they differ.');
  },
};

const reasons = {
  unknown: 'ConnectWise has no such contact: connectwise contacts TEXT --customer NAME shows them.',
  other_company: "The contact belongs to another company than the account's customer: connectwise companies shows which company is which customer.",
  taken: 'Another account is matched to this contact: run connectwise unmatch for that one first.',
  gone: 'The account is not there any more: run account list.',
} as const;

function problemOf(problem: Extract<Matched, { ok: false }>['problem']): string {
  return { ...problemWords, ...reasons }[problem];
}

export const connectwiseUnmatch: Command = {
  usage: 'connectwise unmatch ADDRESS [--customer NAME] [--tenant NAME]',
  async run(words, context) {
    const { flags, words: [address = ''] } = readWords(words, ['customer', 'tenant'], { least: 1, most: 1 });
    const account = await pickAccount(context, address, flags);
    const done = await unmatchContact(context, account, null);
    context.print(done ? `${account.name} of ${account.customerName} is matched to no contact any more. The account stays.` : `${account.name} of ${account.customerName} is matched to no contact: nothing was changed.`);
  },
};

export const connectwiseContacts: Command = {
  usage: 'connectwise contacts TEXT --customer NAME [--full] [--tenant NAME]   (searches names and addresses; --full shows whole addresses)',
  async run(words, context) {
    const { flags, words: [text = ''], switches } = readWords(words, ['customer', 'tenant'], { least: 1, most: 1, switches: ['full'] });
    if (flags.customer === undefined || text.trim() === '') throw new UsageError();
    const { tenant, connection } = await pickConnection(context, flags.tenant);
    const customer = await pickCustomer(context, tenant.id, flags.customer);
    if (!customer || customer.companyId === null) throw new Told(`The customer has no company in ConnectWise yet: run connectwise map COMPANY --customer "${flags.customer}".`);
    const found = answerOf(await searchContacts(await openConnectwise(context), connection, customer.companyId, text.trim()));
    const show = (address: string) => (switches.has('full') ? address : maskAddress(address));
    for (const { id, name, emails } of found.slice(0, contactsFound)) context.print(`${id}\t${printable(name)}\t${emails[0] === undefined ? '-' : printable(show(emails[0]))}`);
    if (found.length === 0) context.print('No Matches Found');
    if (found.length > contactsFound) context.print('There are more: search for more of the name.');
  },
};

/** What is no address is not shown in part either. */
function maskAddress(text: string): string {
  const email = readEmail(text);
  return email.ok ? maskDestination('email', email.value) : '(no plain address)';
}
