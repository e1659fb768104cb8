import type { Received } from '../utils/workflow/state';
import { formatCountdown, remaining } from './clock';

/** From here on the time that is left is shown as short. */
const shortMs = 30_000;
const shortShare = 0.25;

/** The time that is left by the service's clock; a push has one for the phone and one for comparing. */
export function Countdown({ received, now }: { received: Received; now: number }) {
  const { expiresAt, createdAt, answeredAt } = received.verification;
  if (expiresAt === null) return null;
  return <TimeBar leftMs={remaining(received, expiresAt, now)} wholeMs={expiresAt - (answeredAt ?? createdAt)} over="Time is up. Waiting for the service…" />;
}

/** How much of the whole time is left; `over` when none is. */
export function TimeBar({ leftMs, wholeMs, words = 'left', over }: { leftMs: number; wholeMs: number; words?: string; over: string }) {
  const left = Math.max(0, leftMs);
  const share = Math.min(1, left / Math.max(1, wholeMs));
  return (
    <div class={left < shortMs && share < shortShare ? 'countdown short' : 'countdown'}>
      <div class="bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${share.toFixed(4)})` }} />
      </div>
      <p role="timer" aria-live="off">
        <b>{formatCountdown(left)}</b> {left > 0 ? words : over}
      </p>
    </div>
  );
}
