import type { Standing } from '../utils/workflow/verified';
import { formatAgo, minutesLeft } from './clock';
import { Notice } from './notice';
import { actionNames, methodOf } from './words';

/** Somebody verified this contact on this ticket a while ago, and it still counts. */
export function VerifiedNotice({ standing: { agoMs, leftMs, method, check, action, technician } }: { standing: Standing }) {
  const what = `Verified ${formatAgo(agoMs)} by ${technician}, ${methodOf({ method, codeCheck: check })}, ${minutesLeft(leftMs)}`;
  if (action === null) return <Notice words={{ what, next: '' }} tone="good" />;
  return <Notice words={{ what: `${what}, for ${inSentence(actionNames[action])}`, next: 'For anything else, verify again.' }} tone="good" />;
}

/** How much longer a result counts that was just reached. */
export function TimeLeft({ standing }: { standing: Standing | undefined }) {
  return <p class="muted">{standing ? `${minutesLeft(standing.leftMs)}, for this contact on this ticket only.` : 'Its time is over: verify again before you do anything.'}</p>;
}

/** `MFA reset` stays, `Password reset` does not. */
function inSentence(name: string): string {
  return name.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}
