import type { ComponentChildren } from 'preact';
import type { Trouble } from '../utils/workflow/state';
import { type Words, wordsFor } from './words';

/** A framed message: what is the matter, what to do, and perhaps a button. */
export function Notice({ words, tone = 'warning', urgent, children }: { words: Words; tone?: 'info' | 'warning' | 'danger'; urgent?: boolean; children?: ComponentChildren }) {
  return (
    <div class={`notice ${tone}`} role={urgent ? 'alert' : undefined}>
      <p>
        <strong>{/[.…?!]$/.test(words.what) ? words.what : `${words.what}.`}</strong> {words.next}
      </p>
      {children}
    </div>
  );
}

/** Why the last thing did not work. */
export function TroubleLine({ trouble }: { trouble?: Trouble }) {
  if (!trouble) return null;
  return (
    <Notice words={wordsFor(trouble.code)} tone="danger" urgent>
      {trouble.retryAfterSeconds !== undefined && <p>{waitWords(trouble.retryAfterSeconds)}</p>}
    </Notice>
  );
}

function waitWords(seconds: number): string {
  return seconds < 90 ? `Possible again in ${Math.ceil(seconds)} seconds.` : `Possible again in ${Math.ceil(seconds / 60)} minutes.`;
}
