import { errors, importJWK, jwtVerify } from 'jose';
import { Refusal } from './refusal.ts';

export type VapidExpectation = {
  /** The push service's own origin. */
  audience: string;
  /** The application server key that the subscription was made with, base64url; undefined where it was made without. */
  key: string | undefined;
  /** Unix time in milliseconds. */
  now: number;
};

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Checks the Authorization header of a push request as RFC 8292 asks: scheme `vapid`, ES256 signature by `k`, `k` the subscription's
 * key, `aud` this push service, `sub` a way to reach the sender, `exp` ahead and at most 24 hours.
 * Answers the subject. Throws a Refusal: 401 without a token, otherwise 403 (section 4.2).
 */
export async function checkVapid(authorization: string | undefined, { audience, key, now }: VapidExpectation): Promise<string> {
  const [, token, sender] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization ?? '') ?? [];
  if (!token || !sender) throw new Refusal(401, 'no VAPID token');
  if (key !== undefined && !isSameKey(sender, key)) throw new Refusal(403, 'the key is not the one that the subscription was made for');
  const { payload } = await jwtVerify(token, await importPoint(sender), {
    algorithms: ['ES256'],
    audience,
    requiredClaims: ['exp', 'sub'],
    currentDate: new Date(now),
  }).catch(refuse);
  if (payload.exp! * 1000 > now + dayMs) throw new Refusal(403, 'the token lives longer than 24 hours');
  if (!/^(mailto:\S+@\S+|https:\/\/\S+)$/.test(payload.sub!)) throw new Refusal(403, 'the subject is neither mailto: nor https:');
  return payload.sub!;
}

/** Firefox pads the key that it registers, senders do not. */
const isSameKey = (one: string, other: string) => Buffer.from(one, 'base64url').equals(Buffer.from(other, 'base64url'));

/** The public key in `k`: an uncompressed point of P-256 (RFC 8292, section 3.2). */
async function importPoint(key: string): Promise<CryptoKey> {
  const point = Buffer.from(key, 'base64url');
  if (point.length !== 65 || point[0] !== 4) throw new Refusal(403, 'the key is no point of P-256');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  return (await importJWK({ kty: 'EC', crv: 'P-256', x: x!, y: y! }, 'ES256').catch(refuse)) as CryptoKey;
}

function refuse(error: unknown): never {
  throw new Refusal(403, error instanceof errors.JOSEError ? error.message : 'the key cannot be read');
}
