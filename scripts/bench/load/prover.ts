import { createHash, createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';

export type ProofParts = { method: string; url: string; nonce: string | undefined; accessToken: string | undefined };

/** A new browser key, as a private JWK that can be handed to another process. */
export function makeDeviceKey(): JsonWebKey {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
}

/** What of a device key others may know. */
export function publicPart({ kty, crv, x, y }: JsonWebKey): { kty: string; crv: string; x: string; y: string } {
  return { kty: String(kty), crv: String(crv), x: String(x), y: String(y) };
}

/** Makes DPoP proofs (RFC 9449) as cheaply as possible: the load shares the machine with what it measures. */
export function createProver(jwk: JsonWebKey): (parts: ProofParts) => string {
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const header = encode({ alg: 'ES256', typ: 'dpop+jwt', jwk: publicPart(jwk) });
  return ({ method, url, nonce, accessToken }) => {
    const ath = accessToken === undefined ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') };
    const claims = { jti: randomUUID(), htm: method, htu: url, iat: Math.floor(Date.now() / 1000), ...(nonce !== undefined && { nonce }), ...ath };
    const signed = `${header}.${encode(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
