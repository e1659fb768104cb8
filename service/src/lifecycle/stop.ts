import { describeError } from '../lib/log.ts';
import type { Log } from '../lib/log.ts';
import { within } from '../lib/within.ts';

export type Step = { name: string; run: () => Promise<unknown> };

const leastMs = 500;

/**
 * Runs the steps in order, all within `graceMs` together. One that fails or takes too long is logged by its name, and the
 * next one runs all the same, with half a second at the least: the store is closed whatever came before.
 */
export async function stopInOrder(steps: Step[], { graceMs, monotonic, log }: { graceMs: number; monotonic: () => number; log: Log }): Promise<void> {
  const end = monotonic() + graceMs;
  for (const { name, run } of steps) {
    try {
      await within(Math.max(leastMs, end - monotonic()), run());
    } catch (error) {
      log.error({ step: name, ...describeError(error) }, 'stopping went on without this step');
    }
  }
}
