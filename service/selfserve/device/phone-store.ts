import type { KeyPair } from 'dpop';

/** What this phone keeps. Only IndexedDB can hold a key whose private half nobody can take out, and the service worker reads it there, too. */
export type PhoneStore = {
  findKey(): Promise<KeyPair | undefined>;
  /** Keeps `pair` unless a key is there already, and answers the one that counts. */
  addKey(pair: KeyPair): Promise<KeyPair>;
  /** Whose help desk this phone was added for. It outlives the key: a phone that was removed can say by whom. */
  findTenant(): Promise<string | undefined>;
  writeTenant(name: string): Promise<void>;
  /** The id of the WebAuthn credential that asks for fingerprint, face or PIN. */
  findCredentialId(): Promise<string | undefined>;
  writeCredentialId(id: string): Promise<void>;
  /** Forgets key and credential. */
  removeKey(): Promise<void>;
};

const databaseName = 'countersign-phone';
const storeName = 'phone';
type Entry = 'key' | 'tenant' | 'credential';

/** The store in `factory`'s IndexedDB. Every method rejects where the browser keeps nothing (a private window). */
export function createPhoneStore(factory: IDBFactory = indexedDB): PhoneStore {
  const read = (entry: Entry) => run<unknown>(factory, 'readonly', (store) => store.get(entry));
  const write = async (entry: Entry, value: unknown) => void (await run(factory, 'readwrite', (store) => store.put(value, entry)));
  const findText = async (entry: Entry) => {
    const found = await read(entry);
    return typeof found === 'string' ? found : undefined;
  };
  const findKey = async () => {
    const found = await read('key');
    return isKeyPair(found) ? found : undefined;
  };
  return {
    findKey,
    async addKey({ privateKey, publicKey }) {
      const pair = { privateKey, publicKey };
      // Another tab may have been quicker: then its key counts.
      await run(factory, 'readwrite', (store) => store.add(pair, 'key')).catch(() => undefined);
      return (await findKey()) ?? pair;
    },
    findTenant: () => findText('tenant'),
    writeTenant: (name) => write('tenant', name),
    findCredentialId: () => findText('credential'),
    writeCredentialId: (id) => write('credential', id),
    async removeKey() {
      await run(factory, 'readwrite', (store) => store.delete('credential'));
      await run(factory, 'readwrite', (store) => store.delete('key'));
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
