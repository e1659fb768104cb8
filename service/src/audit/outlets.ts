import { describeError } from '../lib/log.ts';
import type { Log } from '../lib/log.ts';
import type { Statement } from '../store/types.ts';
import type { Sink } from './sinks/sink.ts';

export type Outlets = {
  /** Wants `checkpoint` written to every sink; the older ones of its tenant need not be written any more. */
  add(checkpoint: Statement): void;
  /** Writes what waits. Returns the sinks that failed: they are asked again next time. */
  flush(): Promise<Sink['name'][]>;
  /** When each sink last took a checkpoint, in milliseconds since 1970. */
  writtenAt(): ReadonlyMap<Sink['name'], number>;
};

/** The ways out of the database. One that fails holds up none of the others, nor the service. */
export function createOutlets({ sinks, now, log }: { sinks: readonly Sink[]; now: () => number; log: Pick<Log, 'warn'> }): Outlets {
  const waiting = new Map(sinks.map((sink) => [sink, new Map<string, Statement>()]));
  const written = new Map<Sink['name'], number>();

  async function flushOne(sink: Sink, checkpoints: Map<string, Statement>): Promise<boolean> {
    try {
      for (const [tenantId, checkpoint] of checkpoints) {
        if (!(await sink.write(checkpoint))) continue;
        written.set(sink.name, now());
        if (checkpoints.get(tenantId) === checkpoint) checkpoints.delete(tenantId);
      }
      return true;
    } catch (error) {
      log.warn({ sink: sink.name, ...describeError(error) }, 'a checkpoint could not be written outside the database');
      return false;
    }
  }

  return {
    add: (checkpoint) => {
      for (const checkpoints of waiting.values()) checkpoints.set(checkpoint.tenantId, checkpoint);
    },
    flush: async () => {
      const done = await Promise.all([...waiting].map(async ([sink, checkpoints]) => ((await flushOne(sink, checkpoints)) ? [] : [sink.name])));
      return done.flat();
    },
    writtenAt: () => written,
  };
}
