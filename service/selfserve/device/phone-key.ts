import { generateKeyPair } from 'dpop';
import type { KeyPair } from 'dpop';
import type { PhoneStore } from './phone-store.ts';

/** This phone's key: P-256, made on first use, its private half not extractable (W3C WebCrypto). */
export async function readOrMakeKey(store: Pick<PhoneStore, 'findKey' | 'addKey'>): Promise<KeyPair> {
  return (await store.findKey()) ?? store.addKey(await generateKeyPair('ES256', { extractable: false }));
}
