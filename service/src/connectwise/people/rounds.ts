import { createPool } from '../../delivery/pool.ts';
import { describeError } from '../../lib/log.ts';
import type { Log } from '../../lib/log.ts';
import type { Connection } from '../../store/connectwise-store.ts';
import type { Store } from '../../store/store.ts';
import { beginRound, leaseMs, runRound } from './round.ts';
import type { RoundDeps, RoundEnd } from './round.ts';

export type RoundsDeps = RoundDeps & { store: RoundDeps['store'] & Pick<Store, 'claimSync'>; log: Pick<Log, 'info' | 'warn' | 'error'>; pollMs?: number };
/** `kick`: an import was begun that should not wait. */
export type Rounds = { kick(): void; start(): void; stop(): Promise<void> };

/** Goes on with imports that were begun, and looks every 15 minutes at what ConnectWise changed. One process does a tenant's at a time. */
export function createRounds(deps: RoundsDeps): Rounds {
  const { store, now, log, pollMs = 10_000 } = deps;
  const stopping = new AbortController();

  async function work(more: () => void): Promise<boolean> {
    try {
      const claimed = stopping.signal.aborted ? undefined : await store.claimSync(now(), leaseMs);
      if (!claimed) return false;
      more();
      await goOn(claimed);
      return true;
    } catch (error) {
      log.error(describeError(error), 'a round of ConnectWise broke');
      return false;
    }
  }

  async function goOn(claimed: Connection): Promise<void> {
    const connection = claimed.cursor === null ? await beginSync(claimed) : claimed;
    if (!connection) return;
    const { tenantId, roundKind, roundAt } = connection;
    const ended = await runRound(deps, connection, { signal: stopping.signal });
    const after = await store.findConnection(tenantId);
    // Whoever runs then goes on with it at once.
    if (ended.end === 'aborted' && after?.roundAt === roundAt) await store.updateConnection({ ...after, nextSyncAt: now() }, roundAt);
    report({ tenantId, round: roundKind, ...ended, counts: after?.counts }, ended);
  }

  /** Nothing is synced before an import was completed. */
  async function beginSync(connection: Connection): Promise<Connection | undefined> {
    const at = { now: now(), nextSyncAt: now() + leaseMs };
    if (connection.syncedTo === null || !(await beginRound(store, connection, 'sync', at))) return undefined;
    return store.findConnection(connection.tenantId);
  }

  function report(fields: object, { end }: RoundEnd): void {
    if (end === 'stopped') log.warn(fields, 'a round of ConnectWise stopped, and goes on later');
    else log.info(fields, 'a round of ConnectWise');
  }

  const pool = createPool({ work, size: 2, pollMs });
  return {
    kick: pool.kick,
    start: pool.start,
    stop: () => {
      stopping.abort();
      return pool.stop();
    },
  };
}

/** Has an import begun, or one that waits go on at once. False: the connection is not there any more. */
export async function requestImport({ store, now }: Pick<RoundsDeps, 'now'> & { store: Pick<Store, 'updateConnection'> }, connection: Connection): Promise<boolean> {
  const isUnderWay = connection.roundKind === 'import' && connection.cursor !== null;
  if (!isUnderWay) return beginRound(store, connection, 'import', { now: now(), nextSyncAt: now() });
  return connection.syncProblem === null || store.updateConnection({ ...connection, nextSyncAt: now() }, connection.roundAt);
}
