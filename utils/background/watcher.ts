import type { Trouble } from '../workflow/state';
import { backoff } from './access';
import type { Connection } from './connection';
import type { Ledger } from './ledger';
import type { Dispatch } from './dispatch';
import type { BackgroundDeps } from './types';
import type { Snapshot } from '../workflow/snapshot';

type WatcherDeps = {
  wait: BackgroundDeps['wait'];
  ledger: Ledger;
  connection: Connection;
  dispatch: Dispatch;
  note(trouble: Trouble | undefined): Promise<void>;
};
export type Watcher = ReturnType<typeof createWatcher>;

/** Keeps one status stream open per verification that is under way. */
export function createWatcher({ wait, ledger, connection, dispatch, note }: WatcherDeps) {
  const running = new Map<string, AbortController>();

  return {
    /** Follows verification `id` of the flow `key` until it ends. Asked twice, it is followed once. */
    async follow(key: string, id: string): Promise<void> {
      if (running.has(id)) return;
      const stop = new AbortController();
      running.set(id, stop);
      try {
        for (let tries = 0; !stop.signal.aborted && isLive(ledger.get(), key, id); tries++) {
          const outcome = await readOnce(key, id, stop.signal);
          if (outcome.heard) tries = 0;
          if (!outcome.goOn || !isLive(ledger.get(), key, id)) break;
          await wait(backoff(tries));
        }
      } finally {
        running.delete(id);
      }
    },
    /** Closes the streams of all that is no longer under way. */
    prune(snapshot: Snapshot): void {
      for (const [id, stop] of running) if (!Object.keys(snapshot.flows).some((key) => isLive(snapshot, key, id))) stop.abort();
    },
  };

  async function readOnce(key: string, id: string, signal: AbortSignal): Promise<{ heard: boolean; goOn: boolean }> {
    const api = await connection.get();
    if (!api) return { heard: false, goOn: false };
    let heard = false;
    const result = await api.watch(
      id,
      {
        onVerification(received) {
          heard = true;
          void dispatch(key, { name: 'verification', received });
          void note(undefined);
        },
        onHeartbeat: () => void ledger.touch(),
      },
      signal,
    );
    await ledger.settled();
    if (signal.aborted || !isLive(ledger.get(), key, id)) return { heard, goOn: false };
    const trouble = result.ok ? undefined : result.trouble;
    await dispatch(key, { name: 'stream_lost', id, ...(trouble ? { trouble } : {}) });
    // A stream that the service closes by itself is no sign that the service is gone.
    if (trouble && !heard) await note(trouble);
    return { heard, goOn: trouble?.code !== 'device_unknown' };
  }
}

function isLive(snapshot: Snapshot, key: string, id: string): boolean {
  const flow = snapshot.flows[key];
  return flow?.name === 'live' && flow.received.verification.id === id;
}
