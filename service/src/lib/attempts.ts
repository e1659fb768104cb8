import type { Store } from '../store/store.ts';
import { networkOf } from './network-of.ts';

export const attemptsWindowMs = 600_000;

export type Attempts = {
  /** Counts an attempt at `what` from `remoteAddress`; false where that network, or all together, made too many. */
  take(what: string, remoteAddress: string): Promise<boolean>;
};

type AttemptsDeps = { store: Pick<Store, 'takeAttempt'>; now: () => number; perNetwork: number; inAll?: number };

export const tooManyAttempts = { ok: false, refusal: { code: 'too_many_attempts', retryAfterSeconds: attemptsWindowMs / 1000 } } as const;

/**
 * How often secrets may be tried, within ten minutes. `inAll` is for secrets short enough to be guessed from many networks: whoever
 * uses it up keeps everybody out. A longer secret needs `perNetwork` only.
 */
export function createAttempts({ store, now, perNetwork, inAll }: AttemptsDeps): Attempts {
  const takeFor = (key: string, most: number) => store.takeAttempt(key, most, attemptsWindowMs, now());
  return {
    take: async (what, remoteAddress) => (await takeFor(`${what}:${networkOf(remoteAddress)}`, perNetwork)) && (inAll === undefined || takeFor(what, inAll)),
  };
}
