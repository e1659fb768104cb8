import type { ComponentChildren } from 'preact';
import type { Trouble } from '../utils/workflow/state';
import { wordsOf } from './trouble-words';
import { type Words } from './words';

/** A framed message: what is the matter, what to do, and perhaps a button. */
export function Notice({ words, tone = 'warning', urgent, children }: { words: Words; tone?: 'good' | 'info' | 'warning' | 'danger'; urgent?: boolean; children?: ComponentChildren }) {
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
    <Notice words={wordsOf(trouble)} tone="danger" urgent>
      {trouble.retryAfterSeconds !== undefined && trouble.code !== countedElsewhere && <p>{waitWords(trouble.retryAfterSeconds)}</p>}
    </Notice>
  );
}

/** Its wait counts down beside the code; a number that stands still would contradict it. */
const countedElsewhere: Trouble['code'] = 'try_too_soon';

function waitWords(seconds: number): string {
  if (seconds < 90) return `Possible again in ${Math.ceil(seconds)} seconds.`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `Possible again in ${minutes} minutes.` : `Possible again in ${Math.ceil(minutes / 60)} hours.`;
}
