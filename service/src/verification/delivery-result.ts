import type { Outcome } from '../delivery/types.ts';
import type { ChangeFacts } from '../store/store.ts';
import type { Message, VerificationRow } from '../store/types.ts';
import { endBy, eventOf, keep, save } from './events.ts';
import type { RowPlan } from './events.ts';
import { isOverdue, latestEnd } from './times.ts';

/** What a provider said about a message. The message row always learns it; the verification only from its current send. */
export function decideDelivery(facts: ChangeFacts, message: Message, outcome: Outcome, now: number): RowPlan {
  const { verification: row } = facts;
  const isCurrent = message.sendNumber === row.sendNumber;
  if (isCurrent && isSettled(facts.message)) return keep(row);
  const done = settle(message, outcome, now);
  const about = { ...row, sendNumber: message.sendNumber };
  const entry = eventOf(outcome.state === 'failed' ? 'delivery_failed' : outcome.state, about, now, { reason: done.reason, providerId: done.providerId });
  const plan = isCurrent && row.status === 'pending' ? planFor(row, outcome, now) : keep(row);
  return { ...plan, message: done, audit: [entry, ...plan.audit] };
}

/** `maybe_sent` is not settled: the real answer may still come. */
function isSettled(message: Message): boolean {
  return message.state === 'handed_over' || message.state === 'delivered' || message.state === 'failed';
}

function settle(message: Message, outcome: Outcome, now: number): Message {
  const reason = outcome.state === 'handed_over' ? null : outcome.reason;
  const providerId = outcome.state === 'handed_over' ? outcome.providerId : message.providerId;
  return { ...message, state: outcome.state, reason, providerId, doneAt: now };
}

function planFor(row: VerificationRow, outcome: Outcome, now: number): RowPlan {
  if (outcome.state === 'failed') return failed({ ...row, deliveryState: 'failed', deliveryReason: outcome.reason }, now);
  const deliveryReason = outcome.state === 'maybe_sent' ? outcome.reason : null;
  const said: VerificationRow = { ...row, deliveryState: outcome.state, deliveryReason };
  const late = isOverdue(row, now) ? endBy('expire', said, now) : undefined;
  if (late) return save(late.row, [late.entry]);
  // The answer after "maybe sent" tells more about the same send: its life has begun already.
  return save(row.deliveryState === 'maybe_sent' ? said : beginLife(said, now), []);
}

function beginLife(row: VerificationRow, now: number): VerificationRow {
  const begun = { ...row, firstHandedOverAt: row.firstHandedOverAt ?? now };
  return { ...begun, expiresAt: Math.min(now + row.lifeSeconds * 1000, latestEnd(begun)) };
}

function failed(row: VerificationRow, now: number): RowPlan {
  const ended = endBy('delivery_failed', row, now);
  return ended ? save(ended.row, [ended.entry]) : keep(row);
}
