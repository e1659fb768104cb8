import type { CodeCheck } from '#contract/lifecycle';
import { defaultLifeSeconds, longestLifeSeconds, shortestLifeSeconds } from '#contract/numbers';
import { methods } from '#contract/words';
import type { Method } from '#contract/words';
import type { Policy } from '../store/types.ts';

export type EffectivePolicy = { codeCheck: CodeCheck; actionRequired: boolean; lifeSeconds: Record<Method, number>; methods: readonly Method[] };

/** What holds for an account: its customer's word, else the tenant's, else the product's numbers. */
export function effectivePolicy(tenant: Policy, customer: Policy): EffectivePolicy {
  return {
    codeCheck: customer.codeCheck ?? tenant.codeCheck ?? 'compare',
    actionRequired: customer.actionRequired ?? tenant.actionRequired ?? false,
    lifeSeconds: {
      sms: clampLife(customer.smsLifeSeconds ?? tenant.smsLifeSeconds ?? defaultLifeSeconds.sms),
      email: clampLife(customer.emailLifeSeconds ?? tenant.emailLifeSeconds ?? defaultLifeSeconds.email),
    },
    methods: customer.methods ?? tenant.methods ?? methods,
  };
}

function clampLife(seconds: number): number {
  return Math.min(longestLifeSeconds, Math.max(shortestLifeSeconds, Math.round(seconds)));
}
