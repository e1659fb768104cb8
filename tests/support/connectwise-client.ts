import { createConnectwise } from '../../service/src/connectwise/create-connectwise.ts';
import { keepCodebase } from '../../service/src/connectwise/keep-codebase.ts';
import { createKeySeal } from '../../service/src/connectwise/key-seal.ts';
import type { Connectwise } from '../../service/src/connectwise/types.ts';
import { createLog } from '../../service/src/lib/log.ts';
import type { Connection } from '../../service/src/store/connectwise-store.ts';
import type { Store } from '../../service/src/store/store.ts';
import { testCredentials } from './connectwise-api/connectwise-api.ts';
import type { ConnectwiseApi } from './connectwise-api/connectwise-api.ts';

/** What seals the private API keys in tests. */
export const connectwiseKey = new Uint8Array(32).fill(9);

/** The client as the service makes it, with a second for each answer. */
export function createTestConnectwise(store: Store, now: () => number, write: (line: string) => void = () => undefined): Connectwise {
  return createConnectwise({ store, now, key: connectwiseKey, timeoutMs: 1_000, log: createLog({ write }), saveCodebase: keepCodebase(store) });
}

type ConnectOptions = { tenantId: string; site: string; key?: Uint8Array; at: number };

/** Connects a tenant to the simulated ConnectWise, as if `site` were the host in the technicians' address bar. */
export async function connectTenant(store: Store, { origin }: Pick<ConnectwiseApi, 'origin'>, { tenantId, site, at, ...options }: ConnectOptions): Promise<void> {
  const { privateKey, ...credentials } = testCredentials;
  const sealedKey = createKeySeal(options.key ?? connectwiseKey).seal({ tenantId, apiOrigin: origin }, privateKey);
  const connection: Connection = {
    tenantId, site, apiOrigin: origin, ...credentials, sealedKey, codebase: 'v2025_1/', mobileTypes: ['cell'], country: 'US', createdAt: at,
    roundKind: null, roundAt: null, counts: {}, cursor: null, syncedTo: null, nextSyncAt: null, syncProblem: null,
  };
  await store.writeConnection(tenantId, connection, { type: 'connectwise_connected', at, technicianId: null, verificationId: null, details: {} });
}
