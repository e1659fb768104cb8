import type { Store } from '../store/store.ts';

const measureEveryMs = 60_000;

export type Clock = { now(): number; stop(): void };

/**
 * Milliseconds since 1970 by the database's clock, measured at the start and once a minute: processes on several computers
 * agree on every deadline. With the embedded database that is this computer's clock.
 */
export async function createClock(store: Pick<Store, 'readTime'>, system: () => number): Promise<Clock> {
  let offsetMs = await measure(store, system);
  const timer = setInterval(() => {
    // While the database does not answer the last offset stands.
    measure(store, system).then((measured) => { offsetMs = measured; }, () => undefined);
  }, measureEveryMs);
  timer.unref();
  return { now: () => system() + offsetMs, stop: () => clearInterval(timer) };
}

/** How far ahead the database's clock is; the answer is taken to be half way old. */
async function measure(store: Pick<Store, 'readTime'>, system: () => number): Promise<number> {
  const before = system();
  const time = await store.readTime();
  return time === undefined ? 0 : Math.round(time - (before + system()) / 2);
}
