import { readEmail } from '../directory/account-fields.ts';
import { Told } from '../lib/told.ts';
import type { Account } from '../store/types.ts';
import type { Context } from './context.ts';
import { pickCustomer, pickTenant, readField } from './context.ts';

/** The one account with this address; where several customers have it, `--customer` says which. */
export async function pickAccount(context: Context, address: string, flags: { customer?: string; tenant?: string }): Promise<Account> {
  const email = readField(readEmail(address));
  const tenant = await pickTenant(context, flags.tenant);
  const customer = await pickCustomer(context, tenant.id, flags.customer);
  const found = await context.store.listAccounts(tenant.id, { email, ...(customer && { customerId: customer.id }) }, '', 50);
  const [only, second] = found;
  if (!only) throw new Told('There is no account with this address: account list shows all.');
  if (second) throw new Told(`Several customers have this address (${found.map(({ customerName }) => customerName).sort().join(', ')}): say which with --customer NAME.`);
  return only;
}
