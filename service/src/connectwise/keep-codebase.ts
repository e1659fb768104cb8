import type { Connection } from '../store/connectwise-store.ts';
import type { Store } from '../store/store.ts';

/** Writes down what a site says its codebase is now. All else of the connection may have changed since it was read. */
export function keepCodebase(store: Pick<Store, 'findConnection' | 'updateConnection'>) {
  return async ({ tenantId, createdAt }: Connection, codebase: string): Promise<void> => {
    const current = await store.findConnection(tenantId);
    if (current?.createdAt === createdAt) await store.updateConnection({ ...current, codebase }, current.roundAt);
  };
}
