import type { Log } from '../lib/log.ts';
import { within } from '../lib/within.ts';

/** `running`: not told to stop. `delivery` and `expiry`: the loop went round a moment ago. */
export const parts = ['running', 'database', 'delivery', 'expiry'] as const;
export type Part = (typeof parts)[number];
export type Readiness = {
  /** The parts that are not ready; empty: the service can do its work. Answers within a second, and never throws. */
  findMissing(): Promise<Part[]>;
};

const mostMs = 1000;

/** Asks every part. One that throws or does not answer is not ready; one that hangs is not asked anew meanwhile. */
export function createReadiness(checks: Record<Part, () => Promise<boolean>>, log: Log): Readiness {
  const asked = new Map<Part, Promise<boolean>>();
  let before = '';

  function ask(part: Part): Promise<boolean> {
    const answer = asked.get(part) ?? checks[part]().catch(() => false).finally(() => asked.delete(part));
    asked.set(part, answer);
    return within(mostMs, answer).catch(() => false);
  }

  return {
    findMissing: async () => {
      const answers = await Promise.all(parts.map(async (part) => ({ part, ready: await ask(part) })));
      const missing = answers.filter(({ ready }) => !ready).map(({ part }) => part);
      if (missing.join() !== before) tell(missing, log);
      before = missing.join();
      return missing;
    },
  };
}

/** Once per change: probes come every few seconds. */
function tell(missing: Part[], log: Log): void {
  if (missing.length > 0) log.warn({ parts: missing }, 'not ready');
  else log.info('ready again');
}
