import { createHmac, timingSafeEqual } from 'node:crypto';
import { createMemory } from '../lib/memory.ts';

const bucketMs = 60_000;

export type Nonces = {
  current(): string;
  /** The time bucket that `nonce` belongs to, or undefined when it is not one of the last two. */
  bucketOf(nonce: string): number | undefined;
  /** Buckets before this one are no longer accepted. */
  oldest(): number;
};

/**
 * Server nonces (RFC 9449 §8) without state: an HMAC over the minute. They take the place of the proof's `iat`, so that
 * a wrong clock on a technician's desk changes nothing. Whoever holds the key accepts them (decision 0011).
 */
export function createNonces({ now, key }: { now: () => number; key: Uint8Array }): Nonces {
  const bucket = () => Math.floor(now() / bucketMs);
  const made = createMemory<string>(4);
  const nonceOf = (number: number) => {
    const known = made.get(String(number));
    if (known !== undefined) return known;
    const nonce = createHmac('sha256', key).update(`dpop-nonce:${number}`).digest('base64url');
    made.set(String(number), nonce);
    return nonce;
  };
  return {
    current: () => nonceOf(bucket()),
    bucketOf: (nonce) => [bucket(), bucket() - 1].find((number) => isEqual(nonceOf(number), nonce)),
    oldest: () => bucket() - 1,
  };
}

function isEqual(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
