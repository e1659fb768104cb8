import type { FakeTicket } from '../tickets.ts';
import { drawNotes, type WrittenNote } from './notes.ts';

const everyMs = 500;

/** Shows notes on the ticket in front as they are written; the page asks the server that it came from. */
export function watchNotes(card: () => Element | null, inFront: () => FakeTicket | undefined): void {
  window.setInterval(() => void look(), everyMs);

  async function look(): Promise<void> {
    const ticket = inFront();
    if (!ticket) return;
    const answer = await fetch(`/cw-notes/${ticket.number}`).catch(() => undefined);
    if (!answer?.ok) return;
    const written = (await answer.json()) as WrittenNote[];
    const place = card();
    // A switch to another ticket draws its notes without these.
    if (place && inFront() === ticket && place.querySelectorAll('.TicketNote-row').length !== written.length + 1) drawNotes(place, ticket, written);
  }
}
