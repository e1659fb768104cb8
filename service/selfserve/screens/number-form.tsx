import { numberDigits, triesPerVerification } from '#contract/numbers';
import type { PhoneRequest } from '#contract/phone';
import { useLayoutEffect, useState } from 'preact/hooks';
import { Notice } from '../parts/notice.tsx';

/** Approve with the number that the technician reads out; the service compares. */
export function NumberForm({ request, busy, onNumber }: { request: PhoneRequest; busy: boolean; onNumber(number: string): void }) {
  const [typed, setTyped] = useState('');
  // Before it is painted: whoever types the next number at once must not lose it.
  useLayoutEffect(() => setTyped(''), [request.triesLeft]);
  const number = typed.replace(/\D/g, '');
  const complete = number.length === numberDigits;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (complete && !busy) onNumber(number);
  };
  return (
    <form class="number-form" onSubmit={submit}>
      <label for="number">Number that {request.terms.technician.name} reads to you</label>
      <input id="number" class="digits-input" inputMode="numeric" autocomplete="off" enterkeyhint="go" maxLength={numberDigits} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      {request.triesLeft < triesPerVerification && (
        <Notice tone="bad">
          <p><b>That number was wrong.</b> {request.triesLeft === 1 ? 'One try is left.' : `${request.triesLeft} tries are left.`} Ask {request.terms.technician.name} to read it again.</p>
        </Notice>
      )}
      <button type="submit" class="button approve" disabled={!complete} aria-disabled={busy ? 'true' : undefined}>Approve</button>
    </form>
  );
}
