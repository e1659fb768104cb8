/** What the service may do to a verification. Pure: it guards the database update and knows no clock, network or storage. */

export const endedStatuses = ['approved', 'denied', 'expired', 'cancelled', 'failed'] as const;
export const statuses = ['pending', ...endedStatuses] as const;
export type EndedStatus = (typeof endedStatuses)[number];
export type Status = (typeof statuses)[number];

/** Who compares the caller's code, by policy: the technician by eye, or the service (NIST SP 800-63B-4 §3.1.3). */
export const codeChecks = ['compare', 'typed'] as const;
export type CodeCheck = (typeof codeChecks)[number];
/** What decides a verification: a code, or with a push also the phone's answer alone, or with the number that the technician read out. */
export const checks = [...codeChecks, 'none', 'number'] as const;
export type Check = (typeof checks)[number];
/** What SEND asks for: of a code, the policy says who compares it. */
export const wantedChecks = ['code', 'none', 'number'] as const;
export type WantedCheck = (typeof wantedChecks)[number];

/** Why a verification ended, where its status does not say it. */
export const endReasons = ['too_many_attempts', 'delivery_failed', 'phone_denied', 'not_requested', 'phone_removed'] as const;
export type EndReason = (typeof endReasons)[number];

export const lifecycleEvents = [
  'approve', // the technician saw two equal codes
  'deny', // the technician saw two different codes
  'code_matched', // the service compared a typed code: equal
  'too_many_attempts', // the service compared a typed code or number: the last try was wrong
  'phone_approved', // Approve on the phone, where nothing else is asked
  'number_matched', // Approve on the phone with the number that was read out
  'phone_denied', // Deny on the phone
  'not_requested', // "I did not ask for this" on the phone
  'phone_removed', // the technician or the service would have approved; the phone that approved is none of the account's any more
  'expire', // the deadline passed
  'cancel', // the technician stopped
  'delivery_failed', // the message certainly did not leave, or did not arrive
] as const;
export type LifecycleEvent = (typeof lifecycleEvents)[number];

/** What the next status depends on beside the status: `awaitsPhone` until the phone of a push answered. */
export type Situation = { codeCheck: Check; isPush: boolean; awaitsPhone: boolean };

const ends: Record<LifecycleEvent, EndedStatus> = {
  approve: 'approved',
  deny: 'denied',
  code_matched: 'approved',
  too_many_attempts: 'denied',
  phone_approved: 'approved',
  number_matched: 'approved',
  phone_denied: 'denied',
  not_requested: 'denied',
  phone_removed: 'denied',
  expire: 'expired',
  cancel: 'cancelled',
  delivery_failed: 'failed',
};

const onlyWhere: Partial<Record<LifecycleEvent, (situation: Situation) => boolean>> = {
  approve: ({ codeCheck, awaitsPhone }) => codeCheck === 'compare' && !awaitsPhone,
  code_matched: ({ codeCheck, awaitsPhone }) => codeCheck === 'typed' && !awaitsPhone,
  too_many_attempts: ({ codeCheck, awaitsPhone }) => (codeCheck === 'typed' && !awaitsPhone) || (codeCheck === 'number' && awaitsPhone),
  phone_approved: ({ codeCheck, awaitsPhone }) => codeCheck === 'none' && awaitsPhone,
  number_matched: ({ codeCheck, awaitsPhone }) => codeCheck === 'number' && awaitsPhone,
  phone_denied: ({ isPush }) => isPush,
  not_requested: ({ isPush }) => isPush,
  phone_removed: ({ isPush, awaitsPhone }) => isPush && !awaitsPhone,
  // A push that was answered has arrived, whatever its provider says later.
  delivery_failed: ({ isPush, awaitsPhone }) => !isPush || awaitsPhone,
};

/**
 * The status that `event` leads to, or undefined when the event is not allowed: a verification ends exactly once, a
 * technician cannot approve what the service must compare or what the phone did not approve, and the service compares
 * nothing that the technician decides.
 */
export function nextStatus(current: Status, event: LifecycleEvent, situation: Situation): EndedStatus | undefined {
  if (current !== 'pending') return undefined;
  return (onlyWhere[event]?.(situation) ?? true) ? ends[event] : undefined;
}

/** Where a verification stands between SEND and its end. */
export function situationOf({ method, codeCheck, answeredAt }: { method: string; codeCheck: Check; answeredAt: number | null }): Situation {
  const isPush = method === 'push';
  return { codeCheck, isPush, awaitsPhone: isPush && answeredAt === null };
}

export function isEnded(status: Status): status is EndedStatus {
  return status !== 'pending';
}
