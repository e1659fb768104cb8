export type Pulse = {
  /** The loop got round once more. */
  beat(): void;
  /** The loop is busy with `work`, which keeps it alive up to `longestWorkMs`. */
  during<T>(work: () => Promise<T>): Promise<T>;
  isAlive(): boolean;
};

/** Whether a loop still goes round: it did within `silenceMs`, or is at work. It counts as alive when it is made. */
export function createPulse({ monotonic, silenceMs, longestWorkMs }: { monotonic: () => number; silenceMs: number; longestWorkMs: number }): Pulse {
  const working = new Set<{ since: number }>();
  let beatAt = monotonic();
  return {
    beat: () => {
      beatAt = monotonic();
    },
    during: async (work) => {
      const mine = { since: monotonic() };
      working.add(mine);
      try {
        return await work();
      } finally {
        working.delete(mine);
      }
    },
    isAlive: () => {
      const now = monotonic();
      return now - beatAt <= silenceMs || [...working].some(({ since }) => now - since <= longestWorkMs);
    },
  };
}
