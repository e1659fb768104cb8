import type { Note, NoteReason } from '#contract/connectwise';
import type { Words } from './words';

/** What a technician reads about ConnectWise as the service reaches it. `what` is no whole sentence. */
export const connectwiseWords: Record<NoteReason, Words> = {
  unreachable: { what: 'ConnectWise does not answer', next: '' },
  busy: { what: 'ConnectWise asks to wait', next: '' },
  keys_refused: { what: 'ConnectWise refuses the service’s keys', next: 'Ask your administrator to renew them.' },
  role_refused: { what: 'ConnectWise does not allow it to the service', next: 'Ask your administrator to extend its role.' },
  ticket_gone: { what: 'the ticket is gone', next: '' },
  site_wrong: { what: 'ConnectWise does not know the company that the service asks for', next: 'Ask your administrator to check the connection.' },
  not_connected: { what: 'the service is no longer connected to ConnectWise', next: 'Ask your administrator to connect it.' },
  refused: { what: 'ConnectWise refused it', next: '' },
};

/** How it stands with the note on the ticket. */
export function noteWords({ state, reason }: Note): string {
  const { what, next } = reason ? connectwiseWords[reason] : { what: '', next: '' };
  const why = what && `: ${what}`;
  switch (state) {
    case 'waiting':
      return 'A note is being written on the ticket.';
    case 'written':
      return 'A note was written on the ticket.';
    case 'failed':
      return `The note is not on the ticket yet${why}. It is tried again by itself. ${next}`.trim();
    case 'given_up':
      return `No note was written on the ticket${why}. Write it yourself, with the receipt. ${next}`.trim();
  }
}
