import { addContact } from '../connectwise/people/add-contact.ts';
import { placementLine } from '../connectwise/people/placement-words.ts';
import { problemWords } from '../connectwise/words.ts';
import { Told } from '../lib/told.ts';
import type { Command } from './context.ts';
import { UsageError, pickCustomer, readWords } from './context.ts';
import { openConnectwise, pickConnection, readContactId } from './open-connectwise.ts';

export const connectwiseAdd: Command = {
  usage: 'connectwise add CONTACT --customer NAME [--tenant NAME]   (makes an account of one contact)',
  async run(words, context) {
    const { flags, words: [text = ''] } = readWords(words, ['customer', 'tenant'], { least: 1, most: 1 });
    if (flags.customer === undefined) throw new UsageError();
    const contactId = readContactId(text);
    const { tenant, connection } = await pickConnection(context, flags.tenant);
    const customer = await pickCustomer(context, tenant.id, flags.customer);
    if (!customer || customer.companyId === null) throw new Told(`The customer has no company in ConnectWise yet: run connectwise map COMPANY --customer "${flags.customer}".`);
    const added = await addContact(await openConnectwise(context), connection, customer, contactId);
    if (!added.ok) throw new Told({ ...problemWords, ...reasons }[added.problem]);
    context.print(placementLine({ contactId, name: added.name, company: customer.name, ...added.placed }, false));
  },
};

const reasons = {
  unknown: 'ConnectWise has no such contact: connectwise contacts TEXT --customer NAME shows them.',
  other_company: "The contact belongs to another company than this customer's: connectwise companies shows which company is which customer.",
} as const;
