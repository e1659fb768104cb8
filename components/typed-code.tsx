import { codeDigits } from '#contract/numbers';
import type { Verification } from '#contract/verification';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Intent } from '../utils/workflow/state';
import { Button } from './button';

/** The technician types what the caller reads, and the service compares. */
export function TypedCode({ verification, busy, resting, emit }: { verification: Verification; busy: boolean; resting: boolean; emit: (intent: Intent) => void }) {
  const { triesLeft } = verification;
  const triesAtFirst = useRef(triesLeft);
  const [typed, setTyped] = useState('');
  useEffect(() => setTyped(''), [triesLeft]);
  const code = typed.replace(/\D/g, '');
  const complete = code.length === codeDigits;
  const check = () => {
    if (complete && !resting) emit({ name: 'try_code', code });
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
        <Button kind="primary" type="submit" disabled={!complete} waiting={resting} busy={busy}>
          CHECK
        </Button>
      </div>
      <p id="tries" class="hint">
        {triesLeft === 1 ? 'One try left.' : `${triesLeft} tries left.`}
      </p>
      {triesLeft < triesAtFirst.current && !busy && (
        <p class="wrong" role="alert">
          That code was wrong. Ask the caller to read it again.
        </p>
      )}
    </form>
  );
}
