import { codeDigits } from '#contract/numbers';
import type { DailyLimit, Method } from '#contract/words';
import { codeText } from '../delivery/code-words.ts';
import type { CodeLetter } from '../delivery/types.ts';
import { dayOf } from '../store/day.ts';
import type { Counted } from '../store/store.ts';
import type { DayTotals } from '../store/types.ts';
import type { DailyAllowance, EffectivePolicy } from './policy.ts';
import type { Refusal } from './result.ts';
import { secondsUntil } from './times.ts';
import { countParts } from './text-parts.ts';

const dayMs = 86_400_000;

/** What a message says, as far as its length depends on it. */
export type Wording = Omit<CodeLetter, 'kind' | 'messageId' | 'destination' | 'code'>;

/** What one message costs, in millionths of the tenant's currency. E-mail costs nothing. */
export function costOf(method: Method, wording: Wording, { smsPartCost }: EffectivePolicy): number {
  if (method !== 'sms') return 0;
  return countParts(codeText({ ...wording, kind: 'code', messageId: '', destination: '', code: '0'.repeat(codeDigits) })) * smsPartCost;
}

/** Which limit one more message of this cost would pass today. What costs nothing never passes the spend. */
export function findDayLimit(today: DayTotals, daily: DailyAllowance, cost: number): DailyLimit | undefined {
  if (today.technicianSends >= daily.technicianSends) return 'technician';
  if (today.tenantSends >= daily.tenantSends) return 'tenant';
  return cost > 0 && today.tenantCost + cost > daily.smsCost ? 'sms_spend' : undefined;
}

/** Over at the next midnight UTC. */
export function refuseForToday(limit: DailyLimit, now: number): Refusal {
  return { code: 'daily_limit', detail: limit, retryAfterSeconds: secondsUntil((dayOf(now) + 1) * dayMs, now) };
}

/** One message as the store counts it, with the limits that it must not let two of them pass together. */
export function countSend({ technicianSends, tenantSends, smsCost }: DailyAllowance, technicianId: string, cost: number, now: number): Counted {
  const mostTenantCost = cost > 0 ? smsCost : Number.MAX_SAFE_INTEGER;
  return { day: dayOf(now), technicianId, cost, mostTechnicianSends: technicianSends, mostTenantSends: tenantSends, mostTenantCost };
}
