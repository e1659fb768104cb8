import type { Policy } from '../store/types.ts';
import { settingNames, settings } from './policy-settings.ts';

/** A setting as it holds, where that comes from, and what the tenant says where its customer says otherwise. */
export type ExplainedSetting = { name: string; value: string; from: 'customer' | 'tenant' | 'default'; tenantSays: string | undefined; means: string };

/** Every setting as it holds for a customer, or for the tenant (`customer` is then empty). */
export function explainPolicy(tenant: Policy, customer: Policy): ExplainedSetting[] {
  return settingNames.map((name) => {
    const { fallback, means, tenantOnly } = settings[name];
    const [own, above] = [tenantOnly ? undefined : customer[name], tenant[name]];
    const from = own !== undefined ? 'customer' : above !== undefined ? 'tenant' : 'default';
    return { name, value: String(own ?? above ?? fallback ?? 'none'), from, tenantSays: own === undefined || above === undefined ? undefined : String(above), means };
  });
}
