import type { Store } from '../store/store.ts';
import type { Recorder } from './recorder.ts';

export type RecoveryDeps = { store: Pick<Store, 'listInterrupted'>; recorder: Recorder; everyMs: number };

const page = 100;

/** Looks after messages whose process died while it sent them: nobody knows whether they left. Any process may die at any time. */
export function createRecovery({ store, recorder, everyMs }: RecoveryDeps) {
  let running: Promise<void> | undefined;
  let hasLooked = false;
  let timer: NodeJS.Timeout | undefined;

  async function recover(): Promise<void> {
    const seen = new Set<string>();
    for (;;) {
      const found = (await store.listInterrupted(page)).filter(({ id }) => !seen.has(id));
      if (found.length === 0) break;
      for (const message of found) {
        await recorder.recordOrThrow(message, { state: 'maybe_sent', reason: 'interrupted' });
        seen.add(message.id);
      }
    }
    hasLooked = true;
  }

  function once(): Promise<void> {
    running ??= recover().finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    /** Done once a first look was taken: nothing is sent before. Throws what the store throws. */
    first: () => (hasLooked ? Promise.resolve() : once()),
    start() {
      timer ??= setInterval(() => void once().catch((error: unknown) => recorder.logBroken(undefined, error)), everyMs);
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await running?.catch(() => undefined);
    },
  };
}
