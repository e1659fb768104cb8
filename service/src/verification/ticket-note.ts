import { isEnded } from '#contract/lifecycle';
import type { Note } from '#contract/connectwise';
import type { Plan, Store } from '../store/store.ts';
import type { VerificationRow } from '../store/types.ts';

/** The note that the end of `row` asks for, by the policy of its SEND. There is one for each verification, which has its id. */
export function ticketNoteOf({ id, tenantId, ticketNumber, status, notePolicy }: VerificationRow, now: number): Pick<Plan<unknown>, 'ticketNotes'> {
  const isWanted = notePolicy === 'all' || (notePolicy === 'successes' && status === 'approved');
  if (!isWanted) return {};
  return { ticketNotes: [{ id, tenantId, ticketNumber, state: 'waiting', reason: null, attempts: 0, nextAt: now, createdAt: now, doneAt: null }] };
}

/** How far the note of `row` got; null: none is wanted, or it has not ended. */
export async function readNote(store: Pick<Store, 'findTicketNote'>, { tenantId, id, status, notePolicy }: VerificationRow): Promise<Note | null> {
  const note = isEnded(status) && notePolicy !== 'off' ? await store.findTicketNote(tenantId, id) : undefined;
  return note ? { state: note.state, reason: note.reason } : null;
}
