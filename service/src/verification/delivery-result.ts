import type { DeliveryReason, DeliveryState } from '#contract/words';
import type { Report } from '../delivery/types.ts';
import type { ChangeFacts } from '../store/store.ts';
import type { Message, VerificationRow } from '../store/types.ts';
import { endBy, eventOf, keep, save, saveEnd } from './events.ts';
import type { RowPlan } from './events.ts';
import { isHandedOver, isOverdue, latestEnd, retryTime } from './times.ts';

/** A message only ever gets further: what arrives late about an earlier state changes nothing. */
const ranks: Record<DeliveryState, number> = { queued: 0, sending: 1, maybe_sent: 2, handed_over: 3, delivered: 4, failed: 4 };

/** A report after which nothing is tried again. */
type Final = Exclude<Report, { state: 'later' }>;

/**
 * What a provider said about `message`, which is as it was when it was taken up; `facts.message` is the same as it stands now.
 * The message row always learns it; the verification only while it is pending, and only about its current send.
 */
export function decideDelivery(facts: ChangeFacts, message: Message, report: Report, now: number): RowPlan {
  const { verification: row, message: known } = facts;
  const isWaitedFor = known.sendNumber === row.sendNumber && row.status === 'pending';
  if (report.state !== 'later') return advance(row, known, isWaitedFor, report, now);
  // about an attempt that is over: another was made since, or more is known
  if (known.state !== 'sending' || known.attempts !== message.attempts) return keep(row);
  const retryAt = isWaitedFor ? retryTime(row, known.attempts, now, report.retryAfterSeconds) : undefined;
  return retryAt === undefined ? advance(row, known, isWaitedFor, { state: 'failed', reason: report.reason }, now) : postpone(row, known, report.reason, retryAt, now);
}

/** Nothing was taken: the same message, with the same code, waits for another attempt. */
function postpone(row: VerificationRow, message: Message, reason: DeliveryReason, retryAt: number, now: number): RowPlan {
  const entry = eventOf('delivery_postponed', row, now, { reason, attempt: message.attempts, retryAt });
  const waiting: Message = { ...message, state: 'queued', reason, retryAt, claimedAt: null, claimedBy: null };
  return { ...save({ ...row, deliveryState: 'queued', deliveryReason: reason }, [entry]), message: waiting };
}

function advance(row: VerificationRow, known: Message, isWaitedFor: boolean, report: Final, now: number): RowPlan {
  if (ranks[report.state] <= ranks[known.state]) return keep(row);
  const done = settle(known, report, now);
  const about = { ...row, sendNumber: known.sendNumber };
  const entry = eventOf(report.state === 'failed' ? 'delivery_failed' : report.state, about, now, { reason: done.reason, providerId: done.providerId });
  const plan = isWaitedFor ? planFor(row, done, now) : keep(row);
  return { ...plan, message: done, audit: [entry, ...plan.audit] };
}

function settle(known: Message, report: Final, now: number): Message {
  const reason = 'reason' in report ? report.reason : null;
  return { ...known, state: report.state, reason, providerId: report.providerId ?? known.providerId, doneAt: now };
}

function planFor(row: VerificationRow, { state, reason }: Message, now: number): RowPlan {
  const said: VerificationRow = { ...row, deliveryState: state, deliveryReason: reason };
  // a code that left and whose time is over has run out, whatever else became of it
  const isLate = isOverdue(row, now) && (state !== 'failed' || isHandedOver(row));
  const ended = isLate ? endBy('expire', said, now) : state === 'failed' ? endBy('delivery_failed', said, now) : undefined;
  if (ended) return saveEnd(ended);
  // what is heard later tells more about the same send: its life has begun already
  return save(isHandedOver(row) ? said : beginLife(said, now), []);
}

function beginLife(row: VerificationRow, now: number): VerificationRow {
  const begun = { ...row, firstHandedOverAt: row.firstHandedOverAt ?? now };
  return { ...begun, expiresAt: Math.min(now + row.lifeSeconds * 1000, latestEnd(begun)) };
}
