import { triesPerVerification } from '#contract/numbers';
import type { Verification } from '#contract/verification';

/** The code that the caller must read out, in two groups of three. */
export function CodeDigits({ code }: { code: string }) {
  return (
    <p class="digits" data-code="">
      {code.slice(0, 3)} {code.slice(3)}
    </p>
  );
}

/** The number that the technician must read out, and how often it may still be typed on the phone. */
export function NumberToRead({ verification: { number, triesLeft } }: { verification: Verification }) {
  const wrong = triesLeft < triesPerVerification ? ' They typed a wrong number: read it to them again.' : '';
  return (
    <div class="read-out">
      {number && (
        <p class="digits" data-number="">
          {number}
        </p>
      )}
      <p>Read this number to the caller; they type it on the phone.</p>
      <p class={wrong ? 'wrong' : 'hint'} role="status">
        {triesLeft === 1 ? 'One try left.' : `${triesLeft} tries left.`}
        {wrong}
      </p>
    </div>
  );
}
