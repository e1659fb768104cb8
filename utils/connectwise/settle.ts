import type { FieldReading, Reading } from './reading.ts';

/** Fields unchanged for this long count as this ticket's own. */
export const quietMs = 600;
/** How long the last ticket's contact can stand in the fields of the next one (up to about two seconds were seen). */
export const staleMs = 2500;

type Ticket = Extract<Reading, { kind: 'ticket' }>;

export type SettleState = {
  /** The last ticket seen, also while another screen is in front. */
  ticket: Ticket | null;
  /** The last reading was that ticket. */
  inFront: boolean;
  quietSince: number;
  /** The last ticket's fields at the moment the number changed; null on the first ticket. */
  before: Ticket | null;
  switchedAt: number;
  /** The number changed before the last ticket had settled, or perhaps unseen: late fields may still arrive. */
  hurried: boolean;
  /** The last look that came so late that another ticket may have been there and gone. */
  blindAt: number;
};

export const firstSettleState: SettleState = {
  ticket: null,
  inFront: false,
  quietSince: 0,
  before: null,
  switchedAt: 0,
  hurried: false,
  blindAt: -Infinity,
};

/**
 * Holds a ticket back until its fields can be trusted to be its own. Pure; `now` is any clock that never runs backwards. `blind`:
 * this look came late after the page changed, so that a ticket may have been opened and left unseen.
 */
export function settle(previous: SettleState, raw: Reading, now: number, blind = false): { state: SettleState; reading: Reading } {
  const seen = blind ? { ...previous, blindAt: now } : previous;
  if (raw.kind !== 'ticket') return { state: { ...seen, inFront: false }, reading: raw };
  const state = follow(seen, raw, now);
  return { state, reading: isSettled(state, now) ? raw : { kind: 'settling', number: raw.number } };
}

function follow(previous: SettleState, ticket: Ticket, now: number): SettleState {
  const last = previous.ticket;
  const unseen = now - previous.blindAt < staleMs;
  if (last && last.number !== ticket.number) {
    return { ...previous, ticket, inFront: true, quietSince: now, before: last, switchedAt: now, hurried: unseen || !isSettled(previous, now) };
  }
  const same = last !== null && sameFields(last, ticket);
  // They may be the late fields of a ticket that nobody saw.
  if (last && !same && unseen) return { ...previous, ticket, inFront: true, quietSince: now, before: last, switchedAt: previous.blindAt, hurried: true };
  return { ...previous, ticket, inFront: true, quietSince: same && previous.inFront ? previous.quietSince : now };
}

function isSettled(state: SettleState, now: number): boolean {
  return now >= settlesAt(state);
}

/** When the ticket last seen counts as settled if nothing of it changes until then. */
export function settlesAt({ ticket, before, quietSince, switchedAt, hurried }: SettleState): number {
  if (!ticket) return Infinity;
  const quietAt = quietSince + quietMs;
  return !before || (!hurried && hasNewPerson(before, ticket)) ? quietAt : Math.max(quietAt, switchedAt + staleMs);
}

/** Both have to be there and new: one that arrives before the other would pair two people. */
function hasNewPerson(before: Ticket, ticket: Ticket): boolean {
  return isNew(before.contact, ticket.contact) && isNew(before.email, ticket.email);
}

function isNew(before: FieldReading, now: FieldReading): boolean {
  return now.state === 'read' && !sameField(before, now);
}

function sameFields(one: Ticket, other: Ticket): boolean {
  return sameField(one.company, other.company) && sameField(one.contact, other.contact) && sameField(one.email, other.email);
}

function sameField(one: FieldReading, other: FieldReading): boolean {
  return one.state === other.state && (one.state === 'read' ? one.value : '') === (other.state === 'read' ? other.value : '');
}
