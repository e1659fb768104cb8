import { type Snapshot, emptySnapshot } from '../workflow/snapshot';
import { createQueue } from '../queue';
import type { BackgroundStore } from './types';

export type Ledger = ReturnType<typeof createLedger>;

/** The only writer of the snapshot: changes come one at a time and are stored before they count. */
export function createLedger(store: Pick<BackgroundStore, 'readSnapshot' | 'writeSnapshot'>, onChange: (snapshot: Snapshot) => void) {
  const enqueue = createQueue();
  let snapshot = emptySnapshot;
  const loaded = enqueue(async () => {
    snapshot = await store.readSnapshot();
  });

  return {
    loaded,
    get: () => snapshot,
    /** Answers whether anything changed, once it is stored. */
    change(update: (snapshot: Snapshot) => Snapshot): Promise<boolean> {
      return enqueue(async () => {
        const next = update(snapshot);
        if (next === snapshot) return false;
        await store.writeSnapshot(next);
        snapshot = next;
        onChange(next);
        return true;
      });
    },
    /** Stores the same once more: a call into the browser on every chunk of a stream keeps a worker alive. */
    touch: () => enqueue(() => store.writeSnapshot(snapshot)),
    /** Resolves when all changes asked for so far are stored. */
    settled: () => enqueue(async () => undefined),
  };
}
