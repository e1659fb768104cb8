import type { Received } from '../utils/workflow/state';
import { formatCountdown, remaining } from './clock';

/** From here on the time that is left is shown as short. */
const shortMs = 30_000;
const shortShare = 0.25;

/** The time that is left by the service's clock; a push has one for the phone and one for comparing. */
export function Countdown({ received, now }: { received: Received; now: number }) {
  const { expiresAt, createdAt, answeredAt } = received.verification;
  if (expiresAt === null) return null;
  const left = remaining(received, expiresAt, now);
  const share = Math.min(1, left / Math.max(1, expiresAt - (answeredAt ?? createdAt)));
  return (
    <div class={left < shortMs && share < shortShare ? 'countdown short' : 'countdown'}>
      <div class="bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${share.toFixed(4)})` }} />
      </div>
      <p role="timer" aria-live="off">
        <b>{formatCountdown(left)}</b> {left > 0 ? 'left' : 'Time is up. Waiting for the service…'}
      </p>
    </div>
  );
}
