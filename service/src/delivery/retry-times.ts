const firstRetryMs = 60_000;
const longestRetryMs = 6 * 3_600_000;
const givenUpAfterMs = 72 * 3_600_000;

/** When something that did not work at its `attempts`th attempt is tried again: less and less often, for three days from `since`; undefined: it is given up. */
export function nextAttemptAt(since: number, attempts: number, now: number): number | undefined {
  const at = now + Math.min(longestRetryMs, firstRetryMs * 2 ** (attempts - 1));
  return at > since + givenUpAfterMs ? undefined : at;
}
