import type { FieldReading, Reading } from './reading.ts';

/** Fields that are this ticket's own are offered when they have not changed for this long. */
export const quietMs = 600;
/** How long another ticket's fields can stand in the next one, or arrive in it (up to about two seconds were seen). */
export const staleMs = 2500;

type Ticket = Extract<Reading, { kind: 'ticket' }>;

export type SettleState = {
  /** The last ticket seen, also while another screen is in front. */
  ticket: Ticket | null;
  /** The last look showed it. */
  inFront: boolean;
  quietSince: number;
  /** The last moment after which this ticket's own fields, or another's, may have been on their way. */
  openedAt: number;
  /** This ticket's fields as they were last offered. */
  own: Ticket | null;
  /** What the page's fields surely hold while another screen is in front or the next ticket opens, with nothing on its way. */
  rest: Ticket | null;
  /** `rest` at the moment this ticket was opened. */
  before: Ticket | null;
  /** The last look at which a ticket may have come and gone unseen. */
  unsureAt: number;
};

export const firstSettleState: SettleState = {
  ticket: null,
  inFront: false,
  quietSince: 0,
  openedAt: 0,
  own: null,
  rest: null,
  before: null,
  unsureAt: -Infinity,
};

/**
 * Holds a ticket back until its fields are proven to be its own. All tickets share the page's fields, and each field gets its
 * value up to two seconds after a switch. So a ticket is offered when that time is over, or when company, contact and e-mail are
 * all other than the last ticket's, or when they are what was offered for it before. Pure; `now` is any clock that never runs
 * backwards. `blind`: this look came late after the page changed, so that a ticket may have been opened and left unseen.
 */
export function settle(previous: SettleState, raw: Reading, now: number, blind = false): { state: SettleState; reading: Reading } {
  const seen = blind || mayBeTicket(raw) ? { ...previous, rest: null, before: null, unsureAt: now } : previous;
  if (raw.kind !== 'ticket') return { state: { ...seen, inFront: false }, reading: raw };
  const state = follow(seen, raw, now);
  if (!isSettled(state, now)) return { state: { ...state, rest: null }, reading: { kind: 'settling', number: raw.number } };
  return { state: { ...state, own: raw, before: null, rest: now - state.unsureAt < staleMs ? null : raw }, reading: raw };
}

/** A ticket that cannot be named fills the fields as well: an unsaved one, or one half exchanged for another. */
function mayBeTicket(raw: Reading): boolean {
  return raw.kind === 'not_ticket' && raw.why !== 'other_screen';
}

function follow(previous: SettleState, ticket: Ticket, now: number): SettleState {
  const last = previous.ticket;
  const shown = { ...previous, ticket, inFront: true };
  if (last?.number !== ticket.number) return { ...shown, quietSince: now, openedAt: now, own: null, before: previous.rest };
  const stands = previous.inFront && sameFields(last, ticket);
  // Opened again before it was trusted, or changed since: what belongs to it may still be on its way.
  const isOpening = !previous.inFront || previous.unsureAt === now || (previous.own !== null && !stands);
  return { ...shown, quietSince: stands ? previous.quietSince : now, openedAt: isOpening ? now : previous.openedAt };
}

function isSettled(state: SettleState, now: number): boolean {
  return now >= settlesAt(state);
}

/** When the ticket last seen counts as settled if nothing of it changes until then. */
export function settlesAt({ ticket, own, before, quietSince, openedAt }: SettleState): number {
  if (!ticket) return Infinity;
  const quietAt = quietSince + quietMs;
  const isSure = (own !== null && sameFields(own, ticket)) || (before !== null && isAnother(before, ticket));
  return isSure ? quietAt : Math.max(quietAt, openedAt + staleMs);
}

/** All three have to be there and new: one that arrives before the others would pair two people, or two customers. */
function isAnother(before: Ticket, ticket: Ticket): boolean {
  return isNew(before.company, ticket.company) && isNew(before.contact, ticket.contact) && isNew(before.email, ticket.email);
}

/** Of a field that could not be read nobody knows what it holds. */
function isNew(before: FieldReading, now: FieldReading): boolean {
  return now.state === 'read' && (before.state === 'read' || before.state === 'empty') && !sameField(before, now);
}

function sameFields(one: Ticket, other: Ticket): boolean {
  return sameField(one.company, other.company) && sameField(one.contact, other.contact) && sameField(one.email, other.email);
}

function sameField(one: FieldReading, other: FieldReading): boolean {
  return one.state === other.state && (one.state === 'read' ? one.value : '') === (other.state === 'read' ? other.value : '');
}
