/** Seconds or a date (RFC 9110 §10.2.3); nothing where the header says nothing of the future. `now` reads a date. */
export function readRetryAfter(text: string | null | undefined, now: number): { retryAfterSeconds?: number } {
  if (text === undefined || text === null) return {};
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now) / 1000);
  return seconds > 0 ? { retryAfterSeconds: seconds } : {};
}
