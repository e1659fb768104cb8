/** What the service may do to a verification. Pure: it guards the database update and knows no clock, network or storage. */

export const endedStatuses = ['approved', 'denied', 'expired', 'cancelled', 'failed'] as const;
export const statuses = ['pending', ...endedStatuses] as const;
export type EndedStatus = (typeof endedStatuses)[number];
export type Status = (typeof statuses)[number];

/** Who compares the caller's code: the technician by eye, or the service (NIST SP 800-63B-4 §3.1.3). */
export const codeChecks = ['compare', 'typed'] as const;
export type CodeCheck = (typeof codeChecks)[number];

export const lifecycleEvents = [
  'approve', // the technician saw two equal codes
  'deny', // the technician saw two different codes
  'code_matched', // the service compared a typed code: equal
  'too_many_attempts', // the service compared a typed code: the last try was wrong
  'expire', // the deadline passed
  'cancel', // the technician stopped
  'delivery_failed', // the message certainly did not leave, or did not arrive
] as const;
export type LifecycleEvent = (typeof lifecycleEvents)[number];

const ends: Record<LifecycleEvent, EndedStatus> = {
  approve: 'approved',
  deny: 'denied',
  code_matched: 'approved',
  too_many_attempts: 'denied',
  expire: 'expired',
  cancel: 'cancelled',
  delivery_failed: 'failed',
};

const onlyWith: Partial<Record<LifecycleEvent, CodeCheck>> = {
  approve: 'compare',
  code_matched: 'typed',
  too_many_attempts: 'typed',
};

/**
 * The status that `event` leads to, or undefined when the event is not allowed: a verification ends exactly once, a
 * technician cannot approve what the service must compare, and the service compares nothing that the technician decides.
 */
export function nextStatus(current: Status, event: LifecycleEvent, codeCheck: CodeCheck): EndedStatus | undefined {
  if (current !== 'pending') return undefined;
  const needed = onlyWith[event];
  return needed === undefined || needed === codeCheck ? ends[event] : undefined;
}

export function isEnded(status: Status): status is EndedStatus {
  return status !== 'pending';
}
