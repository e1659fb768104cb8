import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Connection } from '../store/connectwise-store.ts';

/** Whose key it is, and where alone it may be used: a sealed key in another row, or beside another address, does not open. */
type Owner = Pick<Connection, 'tenantId' | 'apiOrigin'>;
export type KeySeal = {
  seal(owner: Owner, privateKey: string): string;
  /** Undefined: it was sealed for somebody else, with another key, or was changed. */
  open(owner: Owner, sealed: string): string | undefined;
};

const nonceBytes = 12;
const tagBytes = 16;

/** Seals private API keys with `key`, 32 bytes that do not stand in the database (AES-256-GCM, NIST SP 800-38D): base64url of nonce, tag and text. */
export function createKeySeal(key: Uint8Array): KeySeal {
  return {
    seal(owner, privateKey) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(ownerBytes(owner));
      const text = Buffer.concat([cipher.update(privateKey, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(owner, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < nonceBytes + tagBytes) return undefined;
      const [nonce, tag, text] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes, nonceBytes + tagBytes), bytes.subarray(nonceBytes + tagBytes)];
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(ownerBytes(owner)).setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

function ownerBytes({ tenantId, apiOrigin }: Owner): Buffer {
  return Buffer.from(JSON.stringify([tenantId, apiOrigin]));
}
