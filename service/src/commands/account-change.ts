import { changedDestinationSeconds } from '#contract/numbers';
import { methods } from '#contract/words';
import { readCountry, readEmail, readMobile, readText } from '../directory/account-fields.ts';
import { reEnable } from '../directory/accounts.ts';
import { changeAccount } from '../directory/change-account.ts';
import type { AccountChange, Changed } from '../directory/change-account.ts';
import { Told } from '../lib/told.ts';
import type { Account } from '../store/types.ts';
import type { Command, Context } from './context.ts';
import { UsageError, readField, readWords } from './context.ts';
import { pickAccount } from './pick-account.ts';

export const accountChange: Command = {
  usage: 'account change ADDRESS [--customer NAME] [--name NAME] [--email NEW] [--mobile NEW|none] [--country US] [--tenant NAME]',
  async run(words, context) {
    const { flags, words: [address = ''] } = readWords(words, ['customer', 'name', 'email', 'mobile', 'country', 'tenant'], { least: 1, most: 1 });
    if ([flags.name, flags.email, flags.mobile].every((flag) => flag === undefined)) throw new UsageError();
    const change = readChange(flags);
    const account = await pickAccount(context, address, flags);
    printChanged(context, account, await changeAccount(context, account, change));
  },
};

export const accountReEnable: Command = {
  usage: 'account re-enable ADDRESS --method push|sms|email [--customer NAME] [--tenant NAME]',
  async run(words, context) {
    const { flags, words: [address = ''] } = readWords(words, ['customer', 'method', 'tenant'], { least: 1, most: 1 });
    if (flags.method === undefined) throw new UsageError();
    const method = methods.find((known) => known === flags.method);
    if (!method) throw new Told(`The method must be one of ${methods.join(', ')}.`);
    const account = await pickAccount(context, address, flags);
    const done = await reEnable(context, account, method);
    const { name, customerName } = account;
    context.print(done ? `${name} of ${customerName} can be verified by ${method} again.` : `${method} was not disabled for ${name} of ${customerName}: nothing was changed.`);
  },
};

function readChange(flags: { name?: string; email?: string; mobile?: string; country?: string }): AccountChange {
  const { name, email, mobile } = flags;
  if (mobile === '') throw new Told('The mobile number is missing: --mobile none takes it away.');
  return {
    ...(name !== undefined && { name: readField(readText('name', name)) }),
    ...(email !== undefined && { email: readField(readEmail(email)) }),
    ...(mobile !== undefined && { mobile: mobile === 'none' ? null : readField(readMobile(mobile, readCountry(flags.country))) }),
  };
}

const labels = { name: 'name', email: 'e-mail address', sms: 'mobile number' } as const;

/** What was changed, whom it is told, and until when it is not used. */
export function printChanged({ print }: Context, { name, customerName }: Account, changed: Changed): void {
  const fields = (['name', 'email', 'sms'] as const).filter((field) => changed[field] !== undefined);
  if (fields.length === 0) return print(`${name} of ${customerName} is so already: nothing was changed.`);
  print(`Changed ${name} of ${customerName}:`);
  for (const field of fields) print(`  ${labels[field]}: ${changed[field]?.from ?? 'none'} -> ${changed[field]?.to ?? 'none'}`);
  if (changed.told.length > 0) print(`The owner is being told at what the account had before: ${changed.told.join(', ')}.`);
  const until = new Date(changed.at + changedDestinationSeconds * 1000).toISOString();
  for (const field of (['email', 'sms'] as const).filter((one) => changed[one]?.to)) print(`Until ${until} the new ${labels[field]} is not used for verification.`);
}
