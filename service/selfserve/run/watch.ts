import type { AppStore } from './create-store.ts';

type WatchDeps = { store: AppStore; load(): Promise<void>; refresh(): Promise<void>; page: Document; window: Window; workers: Pick<ServiceWorkerContainer, 'addEventListener'> | undefined };

const everyMs = 3_000;

/**
 * Asks what waits while the app is in front: every three seconds, and at once when it comes to the front, when the connection
 * is back, and when a push arrived. A push may be lost; this is not.
 */
export function keepWatching({ store, load, refresh, page, window, workers }: WatchDeps): void {
  const ask = () => {
    const { membership, phone } = store.read();
    if (page.visibilityState !== 'visible' || (membership !== 'added' && membership !== 'unknown')) return;
    if (!phone) void load();
    if (membership === 'added') void refresh();
  };
  page.addEventListener('visibilitychange', ask);
  window.addEventListener('online', ask);
  workers?.addEventListener('message', ask);
  window.setInterval(ask, everyMs);
  ask();
}

/** Resolves after `milliseconds`, or as soon as the connection is back. */
export function waitOrOnline(window: Window, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      window.clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = window.setTimeout(done, milliseconds);
    window.addEventListener('online', done);
  });
}
