/** The day of a moment, counted from 1970 in UTC. */
export function dayOf(now: number): number {
  return Math.floor(now / 86_400_000);
}
