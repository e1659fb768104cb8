import type { Store } from '../store/store.ts';

const measureEveryMs = 60_000;
const measurementsAtStart = 5;
const slowestMs = 100;

export type Clock = { now(): number; stop(): void };

/**
 * Milliseconds since 1970 by the database's clock, measured at the start and once a minute: processes on several computers
 * agree on every deadline. With the embedded database that is this computer's clock.
 */
export async function createClock(store: Pick<Store, 'readTime'>, system: () => number): Promise<Clock> {
  let offsetMs = await measureAtStart(store, system);
  const timer = setInterval(() => {
    // While the database does not answer, or too slowly to tell, the last offset stands.
    measure(store, system).then((measured) => { if (measured.withinMs <= slowestMs) offsetMs = measured.offsetMs; }, () => undefined);
  }, measureEveryMs);
  timer.unref();
  return { now: () => system() + offsetMs, stop: () => clearInterval(timer) };
}

type Measured = { offsetMs: number; withinMs: number };

/** The quickest of a few answers: an answer that had to queue tells nothing of when it was made. */
async function measureAtStart(store: Pick<Store, 'readTime'>, system: () => number): Promise<number> {
  let best = await measure(store, system);
  for (let again = 1; again < measurementsAtStart && best.withinMs > 0; again += 1) {
    const next = await measure(store, system);
    if (next.withinMs < best.withinMs) best = next;
  }
  return best.offsetMs;
}

/** How far ahead the database's clock is, and within how much: the answer was made some time in between. */
async function measure(store: Pick<Store, 'readTime'>, system: () => number): Promise<Measured> {
  const before = system();
  const time = await store.readTime();
  const after = system();
  return time === undefined ? { offsetMs: 0, withinMs: 0 } : { offsetMs: Math.round(time - (before + after) / 2), withinMs: after - before };
}
