import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link from a message may do, and what its id names: an invitation, a phone, the notice of a report, a verification. */
export const linkPurposes = ['join', 'remove_phone', 'lost', 'not_you'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

export type LinkTokens = {
  /** 43 characters of base64url. `id` is a UUID (RFC 9562). */
  make(purpose: LinkPurpose, id: string): string;
  /** The id that `token` was made for; undefined where it was not made here, or for another purpose. */
  read(purpose: LinkPurpose, token: string): string | undefined;
};

const idBytes = 16;
const macBytes = 16;

/**
 * Secrets for links that are kept nowhere: an id and an HMAC-SHA-256 over purpose and id, cut to 128 bits (RFC 2104 §5), by a
 * key derived from `tokenKey`. They name a row and prove nothing else: what may still be done is the row's to say.
 */
export function createLinkTokens(tokenKey: Uint8Array): LinkTokens {
  const key = createHmac('sha256', tokenKey).update('link-token').digest();
  const make = (purpose: LinkPurpose, id: Buffer) => {
    const mac = createHmac('sha256', key).update(`${purpose}:`).update(id).digest().subarray(0, macBytes);
    return Buffer.concat([id, mac]);
  };
  return {
    make: (purpose, id) => make(purpose, Buffer.from(id.replaceAll('-', ''), 'hex')).toString('base64url'),
    read: (purpose, token) => {
      const given = Buffer.from(token, 'base64url');
      // one spelling only: base64url has several for the same bytes
      if (given.length !== idBytes + macBytes || given.toString('base64url') !== token) return undefined;
      const id = given.subarray(0, idBytes);
      return timingSafeEqual(given, make(purpose, id)) ? spellUuid(id) : undefined;
    },
  };
}

function spellUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
