/** An answer of the service with the moment at which it came, by this phone's clock. */
export type Received<T extends { now: number }> = { value: T; receivedAt: number };

/**
 * Milliseconds until `moment`, a time by the service's clock. Only the time that passed since the answer came is taken from
 * the phone's clock, so a wrong one changes nothing.
 */
export function remaining({ value, receivedAt }: Received<{ now: number }>, moment: number, now: number): number {
  return Math.max(0, moment - value.now - Math.max(0, now - receivedAt));
}

/** A moment of the service's clock as this phone's clock shows it. */
export function localTime({ value, receivedAt }: Received<{ now: number }>, moment: number): number {
  return receivedAt + moment - value.now;
}

/** `0:45`. Rounds up: 0:00 only when it is over. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
