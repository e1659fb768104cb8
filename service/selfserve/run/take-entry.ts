import { parseEntry } from '../state/entry.ts';
import type { Entry } from '../state/entry.ts';

/** A tab that was put away while the person read the code in another app comes back without its fragment. */
const invitationKey = 'countersign-invitation';

type Surroundings = { location: Pick<Location, 'hash' | 'pathname'>; history: Pick<History, 'replaceState'>; session: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> };

/** What the address asks for. A secret is taken out of the address at once: an address bar is read by others, and kept in the history. */
export function takeEntry({ location, history, session }: Surroundings): Entry {
  const entry = parseEntry(location.hash);
  if (location.hash.includes('=')) history.replaceState(null, '', location.pathname);
  if (entry.kind === 'join') session.setItem(invitationKey, entry.token);
  const kept = entry.kind === 'home' ? session.getItem(invitationKey) : null;
  return kept === null ? entry : parseEntry(`#join=${kept}`);
}

/** The invitation was used, or given up. */
export function forgetInvitation(session: Surroundings['session']): void {
  session.removeItem(invitationKey);
}
