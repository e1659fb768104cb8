import type { Log } from '../lib/log.ts';
import type { Store } from '../store/store.ts';
import { createInFlight } from './in-flight.ts';
import { createPulse } from './pulse.ts';
import { createReadiness } from './readiness.ts';

export type Lifecycle = ReturnType<typeof createLifecycle>;

const silenceMs = 5_000;
/** Longer than the senders' own time limits. */
const longestSendMs = 90_000;

/** How the service stands: what is under way, whether its loops go round, whether it is ready, and that it must stop. */
export function createLifecycle({ store, monotonic, log }: { store: Pick<Store, 'checkWritable'>; monotonic: () => number; log: Log }) {
  const stopping = new AbortController();
  const ending = new AbortController();
  const pulses = {
    delivery: createPulse({ monotonic, silenceMs, longestWorkMs: longestSendMs }),
    expiry: createPulse({ monotonic, silenceMs, longestWorkMs: 0 }),
  };
  const readiness = createReadiness({
    running: async () => !stopping.signal.aborted,
    database: () => store.checkWritable().then(() => true),
    delivery: async () => pulses.delivery.isAlive(),
    expiry: async () => pulses.expiry.isAlive(),
  }, log);
  return {
    requests: createInFlight(),
    pulses,
    readiness,
    /** From now on requests are refused. */
    stopping: stopping.signal,
    refuseRequests: () => stopping.abort(),
    /** From now on streams end. */
    ending: ending.signal,
    endStreams: () => ending.abort(),
  };
}
