import { describeError } from '../lib/log.ts';
import type { Log } from '../lib/log.ts';
import { repeat } from '../lib/repeat.ts';
import type { Verifications } from '../verification/types.ts';
import type { Pulse } from './pulse.ts';

export type Expiry = { stop: () => Promise<void> };

const everyMs = 500;

/** Ends what is overdue, twice a second. `stop` waits for the round that has begun. */
export function keepExpiring(verifications: Pick<Verifications, 'expireOverdue'>, pulse: Pick<Pulse, 'beat'>, log: Log): Expiry {
  return repeat(() => verifications.expireOverdue().then(() => pulse.beat()), everyMs, (error) => log.error(describeError(error), 'expiry failed'));
}
