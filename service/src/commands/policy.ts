import { changePolicy, settingNames } from '../directory/policy-settings.ts';
import type { Policy } from '../store/types.ts';
import type { Command, Context } from './context.ts';
import { pickCustomer, pickTenant, readWords } from './context.ts';

export const policySet: Command = {
  usage: `policy set [--customer NAME] [--tenant NAME] SETTING=VALUE ...   (${settingNames.join(', ')}; VALUE "default" removes it)`,
  async run(words, context) {
    const { flags, words: settings } = readWords(words, ['customer', 'tenant'], { least: 1, most: 99 });
    const { tenantId, customerId, name } = await pickScope(context, flags);
    const policy = changePolicy(await context.store.readPolicy(tenantId, customerId), settings);
    const event = { type: 'policy_set', at: context.now(), technicianId: null, verificationId: null, details: { customerId, policy } };
    await context.store.writePolicy(tenantId, customerId, policy, event);
    print(context, name, policy);
  },
};

export const policyShow: Command = {
  usage: 'policy show [--customer NAME] [--tenant NAME]',
  async run(words, context) {
    const { flags } = readWords(words, ['customer', 'tenant'], { least: 0, most: 0 });
    const { tenantId, customerId, name } = await pickScope(context, flags);
    print(context, name, await context.store.readPolicy(tenantId, customerId));
  },
};

type Scope = { tenantId: string; customerId: string | null; name: string };

async function pickScope(context: Context, flags: { customer?: string; tenant?: string }): Promise<Scope> {
  const tenant = await pickTenant(context, flags.tenant);
  const customer = await pickCustomer(context, tenant.id, flags.customer);
  return { tenantId: tenant.id, customerId: customer?.id ?? null, name: customer?.name ?? tenant.name };
}

function print(context: Context, name: string, policy: Policy): void {
  context.print(`Policy of ${name}:`);
  const values: Record<string, unknown> = policy;
  for (const setting of settingNames) if (values[setting] !== undefined) context.print(`  ${setting}=${String(values[setting])}`);
  if (Object.keys(policy).length === 0) context.print('  (nothing set: the defaults apply)');
}
