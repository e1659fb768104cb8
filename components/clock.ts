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

/** `12 min left`. Rounds up, as ages round down: together they are the whole time. */
export function minutesLeft(milliseconds: number): string {
  return `${Math.ceil(milliseconds / minuteMs)} min left`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `3 min ago`. Rounds down: never longer ago than it was. */
export function formatAgo(milliseconds: number): string {
  if (milliseconds < minuteMs) return 'just now';
  if (milliseconds < hourMs) return `${Math.floor(milliseconds / minuteMs)} min ago`;
  if (milliseconds < dayMs) return `${Math.floor(milliseconds / hourMs)} h ago`;
  const days = Math.floor(milliseconds / dayMs);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}
