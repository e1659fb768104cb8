import type { KeyPair } from 'dpop';

/** The key that is this browser's identity. Only IndexedDB can hold a key whose private half nobody can take out. */
export type DeviceKeys = { read(): Promise<KeyPair | undefined>; write(pair: KeyPair): Promise<void>; remove(): Promise<void> };

const databaseName = 'countersign';
const storeName = 'keys';
const keyName = 'device';

export function createDeviceKeys(factory: IDBFactory = indexedDB): DeviceKeys {
  return {
    async read() {
      const found: unknown = await run(factory, 'readonly', (store) => store.get(keyName));
      return isKeyPair(found) ? found : undefined;
    },
    async write(pair) {
      const { privateKey, publicKey } = pair;
      await run(factory, 'readwrite', (store) => store.put({ privateKey, publicKey }, keyName));
    },
    async remove() {
      await run(factory, 'readwrite', (store) => store.delete(keyName));
    },
  };
}

function isKeyPair(value: unknown): value is KeyPair {
  if (typeof value !== 'object' || value === null || !('privateKey' in value) || !('publicKey' in value)) return false;
  return value.privateKey instanceof CryptoKey && value.publicKey instanceof CryptoKey && !value.privateKey.extractable;
}

async function run<T>(factory: IDBFactory, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open(factory);
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(storeName, mode);
      const request = ask(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(databaseName, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
