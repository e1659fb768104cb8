import type { Config } from '../config.ts';
import type { Log } from '../lib/log.ts';
import type { Store } from '../store/store.ts';
import { loadSigner } from './checkpoint-key.ts';
import { createKeeper } from './keeper.ts';
import type { Keeper } from './keeper.ts';
import { createEmailSink } from './sinks/email-sink.ts';
import { createFileSink } from './sinks/file-sink.ts';
import type { Sink } from './sinks/sink.ts';
import { createSyslogSink } from './sinks/syslog-sink.ts';

type Deps = { store: Store; now: () => number; log: Pick<Log, 'warn' | 'error'> };

/** The keeper of checkpoints with the key and the sinks of the configuration. */
export async function createCheckpointKeeper(config: Config, { store, now, log }: Deps): Promise<Keeper> {
  return createKeeper({ store, now, log, signer: await loadSigner(config), sinks: createSinks(config, store, now), file: config.checkpoints.file });
}

/** Every place outside the database that the configuration names. */
export function createSinks({ checkpoints: { file, syslog, email }, delivery: { smtp } }: Config, store: Store, now: () => number): Sink[] {
  return [
    createFileSink(file),
    ...(syslog ? [createSyslogSink(syslog)] : []),
    ...(email !== undefined && smtp ? [createEmailSink({ smtp, address: email, store, now })] : []),
  ];
}
