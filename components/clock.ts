import type { Received } from '../utils/workflow/state';

/**
 * Milliseconds until `moment`, a time by the service's clock. Only the time that passed since the answer came is taken
 * from the local clock, so a wrong one changes nothing.
 */
export function remaining(received: Received, moment: number, now: number): number {
  const passed = Math.max(0, now - received.receivedAt);
  return Math.max(0, moment - received.verification.now - passed);
}

/** A moment of the service's clock as the local one would have shown it. */
export function localTime({ verification, receivedAt }: Received, moment: number): number {
  return receivedAt + moment - verification.now;
}

/** `4:05`. Rounds up: 0:00 only when it is over. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
