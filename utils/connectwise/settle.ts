import type { FieldReading, Reading } from './reading';

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
  /** The number changed before the last ticket had settled: its late fields may still arrive. */
  hurried: boolean;
};

export const firstSettleState: SettleState = {
  ticket: null,
  inFront: false,
  quietSince: 0,
  before: null,
  switchedAt: 0,
  hurried: false,
};

/** Holds a ticket back until its fields can be trusted to be its own. Pure; `now` is any clock that never runs backwards. */
export function settle(previous: SettleState, raw: Reading, now: number): { state: SettleState; reading: Reading } {
  if (raw.kind !== 'ticket') return { state: { ...previous, inFront: false }, reading: raw };
  const state = follow(previous, raw, now);
  return { state, reading: isSettled(state, now) ? raw : { kind: 'settling', number: raw.number } };
}

function follow(previous: SettleState, ticket: Ticket, now: number): SettleState {
  const last = previous.ticket;
  if (last && last.number !== ticket.number) {
    return { ticket, inFront: true, quietSince: now, before: last, switchedAt: now, hurried: !isSettled(previous, now) };
  }
  const quiet = previous.inFront && last !== null && sameFields(last, ticket);
  return { ...previous, ticket, inFront: true, quietSince: quiet ? previous.quietSince : now };
}

function isSettled(state: SettleState, now: number): boolean {
  if (!state.ticket || now - state.quietSince < quietMs) return false;
  if (!state.before) return true;
  return now - state.switchedAt >= staleMs || (!state.hurried && hasNewPerson(state.before, state.ticket));
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
