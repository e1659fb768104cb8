import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { nextWord } from '../next-word.ts';
import type { StoreSource } from '../store-source.ts';
import type { Order, Orders, Outcome } from './replica.ts';

const script = path.join(import.meta.dirname, 'replica.ts');
const patienceMs = 60_000;

export type Replicas = Awaited<ReturnType<typeof startReplicas>>;

/** `count` real processes on the database of `source`. */
export async function startReplicas(source: StoreSource, count: number) {
  const env = { ...process.env, COUNTERSIGN_DATA: source.folder, ...(source.databaseUrl && { DATABASE_URL: source.databaseUrl }) };
  const children = Array.from({ length: count }, () => fork(script, { env, execArgv: ['--disable-warning=ExperimentalWarning'] }));
  await Promise.all(children.map((child) => nextWord(child, patienceMs)));

  return {
    /** Gives each process its orders, to be carried out at the same moments in all of them, and returns their outcomes in the same order. */
    race: (technician: Pick<Orders, 'who' | 'now' | 'codeKey'>, orders: Order[][], paceMs: number): Promise<Outcome[][]> => {
      const startAt = Date.now() + 50;
      return Promise.all(children.map(async (child, index) => {
        child.send({ ...technician, startAt, paceMs, orders: orders[index] ?? [] } satisfies Orders);
        const outcomes = await nextWord(child, patienceMs);
        if (!outcomes) throw new Error('A process ended by itself.');
        return outcomes as Outcome[];
      }));
    },
    async stop(): Promise<void> {
      const ended = children.map((child) => once(child, 'exit'));
      for (const child of children) child.disconnect();
      await Promise.all(ended);
    },
  };
}
