import type { Store } from '../store/store.ts';
import { networkOf } from './network-of.ts';

/** One window for all of them: a store forgets, of every key, what is older than the window that it is asked with. */
const windowMs = 600_000;

export type Attempts = {
  /** Counts an attempt at `what` from `remoteAddress`; false where that network, or all together, made too many. */
  take(what: string, remoteAddress: string): Promise<boolean>;
  /** Counts an attempt at `key`, which is kept as it is: no address, no secret. False where there were `most`. */
  takeFor(key: string, most: number): Promise<boolean>;
};

export const tooManyAttempts = { ok: false, refusal: { code: 'too_many_attempts', retryAfterSeconds: windowMs / 1000 } } as const;

/** How often secrets may be tried. `perNetwork`, `inAll`: within ten minutes. */
export function createAttempts({ store, now, perNetwork, inAll }: { store: Pick<Store, 'takeAttempt'>; now: () => number; perNetwork: number; inAll: number }): Attempts {
  const takeFor = (key: string, most: number) => store.takeAttempt(key, most, windowMs, now());
  return {
    takeFor,
    take: async (what, remoteAddress) => (await takeFor(`${what}:${networkOf(remoteAddress)}`, perNetwork)) && takeFor(what, inAll),
  };
}
