import type { Store } from '../store/store.ts';
import type { Urgency } from './types.ts';

type BudgetDeps = { store: Pick<Store, 'takeAttempt'>; now: () => number };

/**
 * Requests in each slice of time. ConnectWise refuses above about 1,000 a minute; any minute touches 13 slices of five seconds at
 * the most, so 75 keep below it. The service's own work stops at 50: callers always have the rest.
 */
const sliceMs = 5_000;
const perSlice: Record<Urgency, number> = { caller: 75, work: 50 };

/**
 * What may be asked of a tenant's ConnectWise, by all processes on a database together. `take` counts one request; false where it
 * must wait. Each slice is a key of its own: who is over waits for the next one, not for a whole minute.
 */
export function createBudget({ store, now }: BudgetDeps) {
  return {
    take: (tenantId: string, urgency: Urgency): Promise<boolean> =>
      store.takeAttempt(`connectwise ${tenantId} ${Math.floor(now() / sliceMs)}`, perSlice[urgency], sliceMs, now()),
    retryAfterSeconds: sliceMs / 1000,
  };
}
