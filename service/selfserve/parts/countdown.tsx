import { formatCountdown } from '../state/clock.ts';

const shortMs = 15_000;

/** The time that is left, as digits and as a bar over `wholeMs`. Only what matters is announced: that it runs out, and that it ran out. */
export function Countdown({ remainingMs, wholeMs, label }: { remainingMs: number; wholeMs: number; label: string }) {
  const isShort = remainingMs <= shortMs;
  return (
    <div class={isShort ? 'countdown short' : 'countdown'}>
      <span aria-hidden="true">
        {label} <b>{formatCountdown(remainingMs)}</b>
      </span>
      <progress aria-label={label} max={wholeMs} value={Math.min(wholeMs, remainingMs)} />
      <span class="aside" role="status">
        {remainingMs === 0 ? 'Time is over' : isShort ? '15 seconds left' : ''}
      </span>
    </div>
  );
}
