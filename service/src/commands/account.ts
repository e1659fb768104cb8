import { readAccount, readCountry, readEmail } from '../directory/account-fields.ts';
import { addAccount, readAccountStates } from '../directory/accounts.ts';
import type { AccountState } from '../directory/accounts.ts';
import { importAccounts } from '../directory/import-accounts.ts';
import { nameKey } from '../lib/name-key.ts';
import { Told } from '../lib/told.ts';
import { maskDestination } from '../verification/mask.ts';
import type { Command } from './context.ts';
import { pickCustomer, pickTenant, readField, readWords } from './context.ts';
import { readTextFile } from './read-text-file.ts';

export const accountImport: Command = {
  usage: 'account import FILE.csv [--country US] [--tenant NAME]',
  async run(words, context) {
    const { flags, words: [file = ''] } = readWords(words, ['country', 'tenant'], { least: 1, most: 1 });
    const country = readCountry(flags.country);
    const text = await readTextFile(file);
    const tenant = await pickTenant(context, flags.tenant);
    const { added, unchanged, bad } = await importAccounts(context, tenant.id, text, country);
    for (const { line, reason } of bad) context.print(`Line ${line}: ${reason}.`);
    context.print(`${added} added, ${unchanged} unchanged, ${bad.length} not imported.`);
    if (bad.length > 0) throw new Told('Correct the lines that are named and import the file again: what is there already stays as it is.');
  },
};

export const accountAdd: Command = {
  usage: 'account add --customer NAME --name NAME --email ADDRESS [--mobile NUMBER] [--country US] [--tenant NAME]',
  async run(words, context) {
    const { flags } = readWords(words, ['customer', 'name', 'email', 'mobile', 'country', 'tenant'], { least: 0, most: 0 });
    const account = readField(readAccount(flags, readCountry(flags.country)));
    const tenant = await pickTenant(context, flags.tenant);
    const customers = await context.store.listCustomers(tenant.id);
    const isNew = !customers.some(({ name }) => nameKey(name) === nameKey(account.customerName));
    const outcome = await addAccount(context, tenant.id, account);
    if (outcome === 'differs') throw new Told('An account with this address is there already and differs: run account change ADDRESS to change it.');
    if (outcome === 'unchanged') return context.print('This account is there already: nothing was changed.');
    context.print(`Added ${account.name} to ${account.customerName}${isNew ? ', a new customer' : ''}.`);
  },
};

export const accountList: Command = {
  usage: 'account list [--customer NAME] [--email ADDRESS] [--full] [--tenant NAME]   (--full shows whole addresses and numbers)',
  async run(words, context) {
    const { flags, switches } = readWords(words, ['customer', 'email', 'tenant'], { least: 0, most: 0, switches: ['full'] });
    const tenant = await pickTenant(context, flags.tenant);
    const customer = await pickCustomer(context, tenant.id, flags.customer);
    const filter = { ...(customer && { customerId: customer.id }), ...(flags.email !== undefined && { email: readField(readEmail(flags.email)) }) };
    let count = 0;
    for await (const state of readAccountStates(context, tenant.id, filter)) {
      context.print(lineOf(state, switches.has('full')));
      count += 1;
    }
    if (count > 0) return;
    context.print(Object.keys(filter).length === 0 ? 'There are no accounts yet: run account import FILE.csv or account add.' : 'No account matches: account list without flags shows all.');
  },
};

/** Customer, name, e-mail, mobile, what was changed lately, what is disabled; "-" is nothing. */
function lineOf({ account, changed, disabled }: AccountState, full: boolean): string {
  const { customerName, name, email, mobile } = account;
  const destinations = [full ? email : maskDestination('email', email), mobile === null || full ? mobile : maskDestination('sms', mobile)];
  const recent = changed.map(({ method, at }) => `${method} changed ${new Date(at).toISOString()}`);
  return [customerName, name, ...destinations, recent.join(', '), disabled.map((method) => `${method} disabled`).join(', ')].map((cell) => cell || '-').join('\t');
}
