import { createHmac, timingSafeEqual } from 'node:crypto';

const lifeMs = 5 * 60_000;
const timeBytes = 8;

/** Challenges of WebAuthn registrations without state: a time, and an HMAC-SHA-256 over it and the phone that it is for. */
export function createCredentialChallenges({ tokenKey, now }: { tokenKey: Uint8Array; now: () => number }) {
  const key = createHmac('sha256', tokenKey).update('credential-challenge').digest();
  const makeAt = (phoneId: string, at: number): Buffer => {
    const time = Buffer.alloc(timeBytes);
    time.writeBigUInt64BE(BigInt(at));
    return Buffer.concat([time, createHmac('sha256', key).update(`${phoneId}:${at}`).digest()]);
  };
  return {
    make: (phoneId: string) => new Uint8Array(makeAt(phoneId, now())),
    /** Whether `challenge` (base64url) was made for this phone within the last five minutes. */
    isGood: (phoneId: string, challenge: string): boolean => {
      const given = Buffer.from(challenge, 'base64url');
      if (given.length < timeBytes) return false;
      const at = Number(given.readBigUInt64BE(0));
      if (!Number.isSafeInteger(at) || at > now() || now() >= at + lifeMs) return false;
      const expected = makeAt(phoneId, at);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
