import type { Config } from '../config.ts';
import { Told } from '../lib/told.ts';
import type { Store } from '../store/store.ts';
import type { Statement } from '../store/types.ts';
import { createSinks } from './create-checkpoint-keeper.ts';
import type { Sink } from './sinks/sink.ts';
import { checkpointLine } from './sinks/sink.ts';

type Deps = { config: Config; store: Store; now: () => number };

/**
 * Writes removals and restored backups to every place outside the database. Nothing writes them again: where a place does
 * not take them, this throws `Told` with their text, which counts from wherever it is put.
 */
export async function writeOutside({ config, store, now }: Deps, statements: readonly Statement[]): Promise<void> {
  const failed = new Set<Sink['name']>();
  for (const sink of createSinks(config, store, now)) {
    for (const statement of statements) if (!(await sink.write(statement).catch(() => false))) failed.add(sink.name);
  }
  if (failed.size === 0) return;
  throw new Told(`It was done, but the signed statement about it could not be written to: ${[...failed].join(', ')}. Put it there, or audit verify calls the log wrong:\n${statements.map(checkpointLine).join('\n')}`);
}
