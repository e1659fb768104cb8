import type { Channel } from '#contract/words';
import { newNotice } from '../delivery/notice-content.ts';
import type { NoticeContent } from '../delivery/notice-content.ts';
import type { PhoneFacts, PhonePlan } from '../store/store.ts';
import type { Account, AuditEvent, Notice } from '../store/types.ts';
import { mayText } from '../verification/country.ts';
import { effectivePolicy } from '../verification/policy.ts';
import type { Refusal, Result } from '../verification/result.ts';

/** What a decision about the phones of an account answers and writes. */
export type Planned<T> = PhonePlan<Result<T>>;
/** Who does it: an administrator at the command line, where nobody else is named. */
export type By = { technicianId?: string; verificationId?: string; phoneId?: string; how: 'administrator' | 'technician' | 'phone' | 'link' };
export type Moment = { now: number; newId: () => string };

export function refused(refusal: Refusal, audit: AuditEvent[] = []): Planned<never> {
  return { result: { ok: false, refusal }, audit };
}

export function done<T>(value: T, written: Omit<PhonePlan<T>, 'result' | 'audit'> & { audit?: AuditEvent[] } = {}): Planned<T> {
  return { audit: [], ...written, result: { ok: true, value } };
}

/** An entry about the phones of `account`. Details never hold a code, a link or an unmasked destination. */
export function phoneEvent(type: string, account: Account, by: By, now: number, details: Record<string, unknown> = {}): AuditEvent {
  const { technicianId = null, verificationId = null, phoneId, how } = by;
  return { type, at: now, technicianId, verificationId, details: { accountId: account.id, customerId: account.customerId, how, ...(phoneId !== undefined && { byPhone: phoneId }), ...details } };
}

/** Whether the account has a number, in a country that its policy allows text messages to. */
export function mayBeTexted({ account: { mobile }, tenantPolicy, customerPolicy }: PhoneFacts): boolean {
  return mobile !== null && mayText(mobile, effectivePolicy(tenantPolicy, customerPolicy));
}

/** The same notice by every channel that the account has, to where it is reached when they leave. */
export function tellOnAllChannels(account: Account, content: NoticeContent, moment: Moment): Notice[] {
  const channels: Channel[] = account.mobile === null ? ['email'] : ['email', 'sms'];
  return channels.map((channel) => tell(account, channel, content, moment));
}

export function tell({ tenantId, id: accountId }: Account, method: Channel, content: NoticeContent, { now, newId }: Moment): Notice {
  return newNotice({ id: newId(), tenantId, accountId, method, destination: null }, content, now);
}
