import { createECDH } from 'node:crypto';

/** A key pair by which push services know this service again (RFC 8292), both parts in base64url. */
export type VapidKeys = {
  /** An uncompressed P-256 point: what PushManager.subscribe takes as `applicationServerKey` (W3C Push API §7.2). */
  publicKey: string;
  privateKey: string;
};

/** The pair that belongs to 32 bytes. Throws where they are no P-256 private key (FIPS 186-5 A.2.2), which random bytes are but once in 2^32. */
export function makeVapidKeys(privateKey: Uint8Array): VapidKeys {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(privateKey);
  return { publicKey: pair.getPublicKey('base64url'), privateKey: Buffer.from(privateKey).toString('base64url') };
}
