import type { NotePolicy } from '#contract/connectwise';
import type { CodeCheck } from '#contract/lifecycle';
import {
  defaultLifeSeconds, defaultSendsPerDay, defaultSmsCountries, defaultSmsPartPrice, defaultSmsSpendPerDay, defaultVerifiedMinutes, longestLifeSeconds, longestVerifiedMinutes,
  shortestLifeSeconds, shortestVerifiedMinutes,
} from '#contract/numbers';
import { methods } from '#contract/words';
import type { Method } from '#contract/words';
import type { Policy } from '../store/types.ts';

/** What a day (UTC) may see; `smsCost` in millionths of the tenant's currency. */
export type DailyAllowance = { technicianSends: number; tenantSends: number; smsCost: number };
export type EffectivePolicy = {
  codeCheck: CodeCheck;
  actionRequired: boolean;
  userVerificationRequired: boolean;
  noticeAfterwards: boolean;
  verifiedMinutes: number;
  ticketNote: NotePolicy;
  lifeSeconds: Record<Method, number>;
  methods: readonly Method[];
  smsCountries: readonly string[];
  daily: DailyAllowance;
  /** What one part of a text message costs, in millionths. */
  smsPartCost: number;
};

/** What holds for an account: its customer's word, else the tenant's, else the product's numbers. A day is the tenant's alone. */
export function effectivePolicy(tenant: Policy, customer: Policy): EffectivePolicy {
  return {
    codeCheck: customer.codeCheck ?? tenant.codeCheck ?? 'compare',
    actionRequired: customer.actionRequired ?? tenant.actionRequired ?? false,
    userVerificationRequired: customer.userVerificationRequired ?? tenant.userVerificationRequired ?? false,
    noticeAfterwards: customer.noticeAfterwards ?? tenant.noticeAfterwards ?? true,
    verifiedMinutes: clamp(customer.verifiedMinutes ?? tenant.verifiedMinutes ?? defaultVerifiedMinutes, shortestVerifiedMinutes, longestVerifiedMinutes),
    ticketNote: customer.ticketNote ?? tenant.ticketNote ?? 'all',
    lifeSeconds: {
      push: clampLife(customer.pushLifeSeconds ?? tenant.pushLifeSeconds ?? defaultLifeSeconds.push),
      sms: clampLife(customer.smsLifeSeconds ?? tenant.smsLifeSeconds ?? defaultLifeSeconds.sms),
      email: clampLife(customer.emailLifeSeconds ?? tenant.emailLifeSeconds ?? defaultLifeSeconds.email),
    },
    methods: customer.methods ?? tenant.methods ?? methods,
    smsCountries: customer.smsCountries ?? tenant.smsCountries ?? defaultSmsCountries,
    daily: {
      technicianSends: tenant.technicianSendsPerDay ?? defaultSendsPerDay.technician,
      tenantSends: tenant.tenantSendsPerDay ?? defaultSendsPerDay.tenant,
      smsCost: millionths(tenant.smsSpendPerDay ?? defaultSmsSpendPerDay),
    },
    smsPartCost: millionths(tenant.smsPartPrice ?? defaultSmsPartPrice),
  };
}

function millionths(amount: number): number {
  return Math.round(amount * 1_000_000);
}

function clampLife(seconds: number): number {
  return clamp(seconds, shortestLifeSeconds, longestLifeSeconds);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
