import { afterEach } from 'vitest';
import { createConnectwise } from '../../../service/src/connectwise/create-connectwise.ts';
import { createKeySeal } from '../../../service/src/connectwise/key-seal.ts';
import { createLog } from '../../../service/src/lib/log.ts';
import type { Connection } from '../../../service/src/store/connectwise-store.ts';
import { startConnectwiseApi, testCredentials } from '../../support/connectwise-api/connectwise-api.ts';
import type { ConnectwiseApiOptions } from '../../support/connectwise-api/connectwise-api.ts';
import { createStoreSource } from '../../support/store-source.ts';

/** A simulated ConnectWise, the client and the connection between them; all of it closed after the test. */

const closing: (() => Promise<void>)[] = [];
/** Closes it after the test, last opened first. */
export const closeLater = (close: () => Promise<void>): void => void closing.unshift(close);
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const key = new Uint8Array(32).fill(7);

export function connectionTo(origin: string, changes: Partial<Connection> = {}): Connection {
  const { privateKey, ...credentials } = testCredentials;
  const connection = {
    tenantId: 'tenant-1', site: origin.replace(/^https?:\/\//, ''), apiOrigin: origin, ...credentials, codebase: 'v2025_1/', sealedKey: '',
    mobileTypes: ['cell'], country: 'US', roundKind: null, roundAt: null, counts: {}, createdAt: 1, cursor: null, syncedTo: null, nextSyncAt: null, syncProblem: null, ...changes,
  };
  return { ...connection, sealedKey: changes.sealedKey ?? createKeySeal(key).seal(connection, privateKey) };
}

/** The client alone. `lines` is its log, `kept` the codebases that it wanted kept. */
export async function createClient(options: { timeoutMs?: number; now?: () => number; fetch?: typeof fetch } = {}) {
  const source = await createStoreSource();
  closeLater(source.remove);
  const lines: string[] = [];
  const kept: string[] = [];
  const store = await source.open();
  closeLater(() => store.close());
  const connectwise = createConnectwise({
    store, key, now: options.now ?? Date.now, timeoutMs: options.timeoutMs ?? 1_000,
    log: createLog({ write: (line: string) => void lines.push(line) }),
    ...(options.fetch && { fetch: options.fetch }),
    saveCodebase: async (_, codebase) => void kept.push(codebase),
  });
  return { connectwise, store, lines, kept };
}

export async function connect(options: ConnectwiseApiOptions = {}) {
  const api = await startConnectwiseApi(options);
  closeLater(api.close);
  return { api, connection: connectionTo(api.origin), ...(await createClient(options.now ? { now: options.now } : {})) };
}
