import { explainPolicy } from '../directory/explain-policy.ts';
import { changePolicy } from '../directory/policy-settings.ts';
import type { Policy } from '../store/types.ts';
import { maskDestination } from '../verification/mask.ts';
import type { Command, Context } from './context.ts';
import { pickCustomer, pickTenant, readWords } from './context.ts';

export const policySet: Command = {
  usage: 'policy set [--customer NAME] [--tenant NAME] SETTING=VALUE ...   (policy show names them; VALUE "default" removes one)',
  async run(words, context) {
    const { flags, words: settings } = readWords(words, ['customer', 'tenant'], { least: 1, most: 99 });
    const scope = await pickScope(context, flags);
    const { tenantId, customerId } = scope;
    const policy = changePolicy(await context.store.readPolicy(tenantId, customerId), settings, customerId === null ? 'tenant' : 'customer');
    const event = { type: 'policy_set', at: context.now(), technicianId: null, verificationId: null, details: { customerId, policy: describeForAudit(policy) } };
    await context.store.writePolicy(tenantId, customerId, policy, event);
    await print(context, scope);
  },
};

export const policyShow: Command = {
  usage: 'policy show [--customer NAME] [--tenant NAME]',
  async run(words, context) {
    const { flags } = readWords(words, ['customer', 'tenant'], { least: 0, most: 0 });
    await print(context, await pickScope(context, flags));
  },
};

/** Addresses stand in no audit entry: whose mailbox it is, and which host, say enough. */
function describeForAudit({ alertEmail, alertWebhook, ...policy }: Policy): Policy {
  return { ...policy, ...(alertEmail !== undefined && { alertEmail: maskDestination('email', alertEmail) }), ...(alertWebhook !== undefined && { alertWebhook: new URL(alertWebhook).origin }) };
}

type Scope = { tenantId: string; customerId: string | null; name: string };

async function pickScope(context: Context, flags: { customer?: string; tenant?: string }): Promise<Scope> {
  const tenant = await pickTenant(context, flags.tenant);
  const customer = await pickCustomer(context, tenant.id, flags.customer);
  return { tenantId: tenant.id, customerId: customer?.id ?? null, name: customer?.name ?? tenant.name };
}

/** The effective policy as a table. */
async function print(context: Context, { tenantId, customerId, name }: Scope): Promise<void> {
  const tenant = await context.store.readPolicy(tenantId, null);
  const customer = customerId === null ? {} : await context.store.readPolicy(tenantId, customerId);
  const lines = explainPolicy(tenant, customer).map(({ name: setting, value, from, tenantSays, means }) => [
    `${setting}=${value}`, tenantSays === undefined ? from : `${from} (tenant: ${tenantSays})`, means,
  ]);
  context.print(`Policy of ${name}:`);
  const widths = [0, 1].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines) context.print(`  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`);
}
