/** One measured number. `limit` is its goal: a number on the wrong side of it has missed. */
export type Figure = { name: string; value: number; unit: string; limit: Limit | null };
export type Limit = { atMost: number } | { atLeast: number };

/** The number that a limit names. */
export function boundOf(limit: Limit): number {
  return 'atMost' in limit ? limit.atMost : limit.atLeast;
}

export function isMissed({ value, limit }: Figure): boolean {
  if (limit === null) return false;
  // Written so that a value that is no number has missed too.
  return 'atMost' in limit ? !(value <= limit.atMost) : !(value >= limit.atLeast);
}

/** The middle of `values`, or of the two in the middle. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that a share of `values` does not exceed, interpolated between neighbours; `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('There is nothing to take a percentile of.');
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
