import type { NoteReason } from '#contract/connectwise';
import { createPool } from '../delivery/pool.ts';
import { nextAttemptAt } from '../delivery/retry-times.ts';
import { describeError } from '../lib/log.ts';
import type { Log } from '../lib/log.ts';
import type { TicketNote } from '../store/connectwise-store.ts';
import type { Store } from '../store/store.ts';
import type { VerificationRow } from '../store/types.ts';
import { noteText } from './note-words.ts';
import { hostOf } from './site.ts';
import type { Asked, Connectwise, ConnectwiseProblem } from './types.ts';

export type TicketNotesDeps = {
  store: Pick<Store, 'claimTicketNote' | 'updateTicketNote' | 'findVerification' | 'findConnection' | 'findException'>;
  connectwise: Pick<Connectwise, 'readTicket' | 'findNote' | 'addNote'>;
  now: () => number;
  log: Log;
  pollMs?: number;
};
/** `kick`: a verification ended. */
export type TicketNotes = { kick(): void; start(): void; stop(): Promise<void> };
/** Why a note could not be written this time. */
type Failure = { reason: NoteReason; retryAfterSeconds?: number };

/** A write whose answer was lost is looked for after this at the earliest: until then ConnectWise may still be at it. */
const settleMs = 60_000;
/** A note is written within this after its ticket was first asked for, or not this time. */
const longestLookMs = 60_000;
/** Longer than the client takes for one write. */
const longestWriteMs = 40_000;
/** When another process takes a note up again whose process died over it: what that one wrote is there by then, or never. */
const leaseMs = longestLookMs + longestWriteMs + settleMs;
const inParallel = 4;

const reasons: Record<ConnectwiseProblem, NoteReason> = {
  unreachable: 'unreachable', busy: 'busy', keys_refused: 'keys_refused', role_refused: 'role_refused', site_wrong: 'site_wrong', not_found: 'ticket_gone', refused: 'refused',
};

/**
 * Writes the notes of ended verifications on their tickets, each exactly once: from the second attempt on the ticket is searched for
 * the receipt first. What failed is tried again, less and less often, for three days; a ticket that is gone is not.
 */
export function createTicketNotes({ store, connectwise, now, log, pollMs = 10_000 }: TicketNotesDeps): TicketNotes {
  /** Undefined: the note stands on the ticket. */
  async function write(note: TicketNote): Promise<Failure | undefined> {
    const begunAt = now();
    const row = await store.findVerification(note.tenantId, note.id);
    const connection = await store.findConnection(note.tenantId);
    // another site may have a ticket of this number too
    if (!row || !connection || hostOf(connection) !== row.ticketHost) return { reason: 'not_connected' };
    const ticket = await connectwise.readTicket(connection, note.ticketNumber, 'work');
    if (!ticket.ok) return failureOf(ticket);
    if (note.attempts > 1) {
      const found = await connectwise.findNote(connection, ticket.value, markOf(row));
      if (!found.ok) return failureOf(found);
      if (found.value !== undefined) return undefined;
    }
    const text = noteText(row, await findSecondName(row));
    if (now() > begunAt + longestLookMs) return { reason: 'unreachable' };
    const added = await connectwise.addNote(connection, ticket.value, text);
    return added.ok ? undefined : failureOf(added);
  }

  async function findSecondName({ tenantId, exceptionId }: VerificationRow): Promise<string | null> {
    const exception = exceptionId === null ? undefined : await store.findException(tenantId, exceptionId);
    return exception?.secondName ?? null;
  }

  async function record(note: TicketNote, failure: Failure | undefined): Promise<void> {
    const next = afterAttempt(note, failure, now());
    // whoever has taken it up meanwhile, because this took too long, knows better
    if (!(await store.updateTicketNote(next, note))) return;
    const fields = { verificationId: note.id, attempt: note.attempts, state: next.state, ...(next.reason && { reason: next.reason }) };
    if (next.state === 'written') log.info(fields, 'ticket note');
    else if (next.state === 'failed') log.warn(fields, 'ticket note');
    else log.error(fields, 'ticket note given up: write it by hand');
  }

  async function work(more: () => void): Promise<boolean> {
    try {
      const note = await store.claimTicketNote(now(), leaseMs);
      if (!note) return false;
      more();
      await record(note, await write(note));
      return true;
    } catch (error) {
      log.error(describeError(error), 'ticket notes broke');
      return false;
    }
  }

  const { kick, start, stop } = createPool({ work, size: inParallel, pollMs });
  return { kick, start, stop };
}

/** What the note is found by: nothing else on a ticket holds it. */
function markOf({ receipt }: VerificationRow): string {
  if (receipt === null) throw new Error('A verification that ended has a receipt.');
  return receipt;
}

function failureOf({ problem, retryAfterSeconds }: Extract<Asked<unknown>, { ok: false }>): Failure {
  return { reason: reasons[problem], ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

/** `note` after an attempt: done, or due again. */
function afterAttempt(note: TicketNote, failure: Failure | undefined, now: number): TicketNote {
  if (!failure) return { ...note, state: 'written', reason: null, doneAt: now };
  const { reason, retryAfterSeconds } = failure;
  const nextAt = reason === 'ticket_gone' ? undefined : nextAttemptAt(note.createdAt, note.attempts, now);
  if (nextAt === undefined) return { ...note, state: 'given_up', reason, doneAt: now };
  if (reason !== 'busy') return { ...note, state: 'failed', reason, nextAt };
  // nothing was taken, so it was no attempt, and is due as soon as it is welcome
  return { ...note, state: 'failed', reason, attempts: note.attempts - 1, nextAt: retryAfterSeconds === undefined ? nextAt : Math.min(nextAt, now + retryAfterSeconds * 1000) };
}
