import type { Note, NoteReason } from '#contract/connectwise';
import type { Words } from './words';

/** What a technician reads about ConnectWise as the service reaches it: no whole sentence. */
const reasonWords: Record<NoteReason, string> = {
  unreachable: 'ConnectWise does not answer',
  busy: 'ConnectWise asks to wait',
  keys_refused: 'ConnectWise refuses the service’s keys',
  role_refused: 'ConnectWise does not allow it to the service',
  ticket_gone: 'the ticket is gone',
  site_wrong: 'ConnectWise does not know the company that the service asks for',
  not_connected: 'the service is no longer connected to ConnectWise',
  refused: 'ConnectWise refused it',
};
const administrators: readonly NoteReason[] = ['keys_refused', 'role_refused', 'site_wrong', 'not_connected'];

/** Why ConnectWise told the service nothing, and who can do something about it. */
export function connectwiseWords(reason: NoteReason): Words {
  const what = reasonWords[reason];
  return { what: `${what[0]!.toUpperCase()}${what.slice(1)}.`, next: administrators.includes(reason) ? 'Ask your administrator to correct the connection.' : '' };
}

/** How it stands with the note on the ticket. */
export function noteWords({ state, reason }: Note): string {
  const why = reason ? `: ${reasonWords[reason]}` : '';
  const next = reason ? connectwiseWords(reason).next : '';
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
