import { codeDigits } from '#contract/numbers';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Intent, Received } from '../utils/workflow/state';
import { Button } from './button';
import { formatCountdown, remaining } from './clock';

type TypedCodeProps = { received: Received; now: number; busy: boolean; resting: boolean; emit: (intent: Intent) => void };

/** The technician types what the caller reads, and the service compares: not before its wait after a wrong code is over. */
export function TypedCode({ received, now, busy, resting, emit }: TypedCodeProps) {
  const { triesLeft, nextTryAt } = received.verification;
  const waitMs = nextTryAt === null ? 0 : remaining(received, nextTryAt, now);
  const triesAtFirst = useRef(triesLeft);
  const [typed, setTyped] = useState('');
  useEffect(() => setTyped(''), [triesLeft]);
  const code = typed.replace(/\D/g, '');
  const complete = code.length === codeDigits;
  const check = () => {
    if (complete && waitMs === 0 && !resting) emit({ name: 'try_code', code });
  };
  return (
    <form
      class="typed"
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <label for="code">Code the caller reads</label>
      <div class="typed-row">
        <input id="code" class="code-input" inputMode="numeric" autocomplete="off" spellcheck={false} maxLength={7} value={typed} aria-describedby="tries" onInput={(event) => setTyped(event.currentTarget.value)} />
        <Button kind="primary" type="submit" disabled={!complete || waitMs > 0} waiting={resting} busy={busy}>
          CHECK
        </Button>
      </div>
      <p id="tries" class="hint">
        {triesLeft === 1 ? 'One try left.' : `${triesLeft} tries left.`}
        {waitMs > 0 && ` Next try in ${waitWords(waitMs)}.`}
      </p>
      {triesLeft < triesAtFirst.current && !busy && (
        <p class="wrong" role="alert">
          That code was wrong. Ask the caller to read it again.
        </p>
      )}
    </form>
  );
}

function waitWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : formatCountdown(milliseconds);
}
