import type { Api } from '../api/create-api';
import type { BackgroundDeps } from './types';

export type Connection = ReturnType<typeof createConnection>;

/** The way to the service. There is none before consent, and none without a registered key. */
export function createConnection({ store, createApi }: Pick<BackgroundDeps, 'store' | 'createApi'>) {
  let current: Promise<Api | undefined> | undefined;

  async function open(): Promise<Api | undefined> {
    const { consentedAt, serviceOrigin } = await store.readSettings();
    if (consentedAt === null || serviceOrigin === null) return undefined;
    const keyPair = await store.keys.read();
    return keyPair && createApi({ origin: serviceOrigin, keyPair });
  }

  return {
    /** Rejects when the browser's stores fail, and tries again the next time. */
    get: (): Promise<Api | undefined> =>
      (current ??= open().catch((error: unknown) => {
        current = undefined;
        throw error;
      })),
    /** After anything that it was made from has changed. */
    renew() {
      current = undefined;
    },
  };
}
