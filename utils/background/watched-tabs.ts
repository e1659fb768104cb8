import { createQueue } from '../queue';
import type { BackgroundStore } from './types';

export type WatchedTabs = ReturnType<typeof createWatchedTabs>;

/** Which tabs a panel has in front of it, remembered beyond the life of a worker. */
export function createWatchedTabs(store: Pick<BackgroundStore, 'readWatched' | 'writeWatched'>) {
  const enqueue = createQueue();
  const change = (update: (tabIds: number[]) => number[]) => enqueue(async () => store.writeWatched(update(await store.readWatched())));
  const all = () => enqueue(() => store.readWatched());

  return {
    all,
    has: async (tabId: number) => (await all()).includes(tabId),
    add: (tabId: number) => change((tabIds) => [...tabIds.filter((one) => one !== tabId), tabId]),
    remove: (tabId: number) => change((tabIds) => tabIds.filter((one) => one !== tabId)),
  };
}
