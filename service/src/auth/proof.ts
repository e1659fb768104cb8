import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, importJWK, jwtVerify } from 'jose';
import type { CryptoKey } from 'jose';
import * as z from 'zod/mini';
import { createMemory } from '../lib/memory.ts';
import type { Nonces } from './nonces.ts';
import type { SeenProofs } from './seen-proofs.ts';

export type ProofRequest = { proof: string | undefined; method: string; url: string; accessToken?: string };
/** A P-256 point as a JWK has it. */
export type PublicKey = { x: string; y: string };
export type ProofResult = { ok: true; thumbprint: string; publicKey: PublicKey } | { ok: false; why: 'invalid_dpop_proof' | 'use_dpop_nonce' };

const ClaimsSchema = z.object({
  jti: z.string().check(z.minLength(1), z.maxLength(128)),
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  nonce: z.optional(z.string()),
  ath: z.optional(z.string()),
});
type Claims = z.infer<typeof ClaimsSchema>;

/** 32 bytes in base64url, and nothing behind them that a decoder would pass over. */
const coordinate = z.string().check(z.regex(/^[\w-]{43}$/));

/** A public key for ES256 (RFC 9449 §4.2, RFC 7518 §6.2): one that brings its private part is refused. */
const KeySchema = z.object({
  kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate,
  d: z.optional(z.never()), use: z.optional(z.literal('sig')), alg: z.optional(z.literal('ES256')),
});
type ProofKey = { key: CryptoKey; thumbprint: string; publicKey: PublicKey };
/** Reading a key costs as much as checking with it, and a technician's browser keeps its key for months. */
const knownKeys = createMemory<ProofKey>(5000);

const invalid = { ok: false, why: 'invalid_dpop_proof' } as const;
const longestProof = 4096;

/** Checks a DPoP proof (RFC 9449 §4.3) and returns the key that made it, with its thumbprint (RFC 7638). */
export async function checkProof(request: ProofRequest, deps: { nonces: Nonces; seen: SeenProofs }): Promise<ProofResult> {
  const opened = await openProof(request.proof);
  if (!opened || !fits(opened.claims, request)) return invalid;
  const { claims, key: { thumbprint, publicKey } } = opened;
  const bucket = claims.nonce === undefined ? undefined : deps.nonces.bucketOf(claims.nonce);
  if (bucket === undefined) return { ok: false, why: 'use_dpop_nonce' };
  const isNew = deps.seen.remember(bucket, deps.nonces.oldest(), `${thumbprint}.${claims.jti}`);
  return isNew ? { ok: true, thumbprint, publicKey } : invalid;
}

async function openProof(proof: string | undefined): Promise<{ claims: Claims; key: ProofKey } | undefined> {
  if (proof === undefined || proof.length > longestProof) return undefined;
  try {
    let key: ProofKey | undefined;
    const { payload } = await jwtVerify(proof, async (header) => {
      key = await readKey(header.jwk);
      return key.key;
    }, { algorithms: ['ES256'], typ: 'dpop+jwt' });
    return key && { claims: ClaimsSchema.parse(payload), key };
  } catch {
    return undefined;
  }
}

async function readKey(jwk: unknown): Promise<ProofKey> {
  const { kty, crv, x, y } = KeySchema.parse(jwk);
  const name = `${x}.${y}`;
  const known = knownKeys.get(name);
  if (known) return known;
  const read = { key: (await importJWK({ kty, crv, x, y }, 'ES256')) as CryptoKey, thumbprint: await calculateJwkThumbprint({ kty, crv, x, y }, 'sha256'), publicKey: { x, y } };
  knownKeys.set(name, read);
  return read;
}

function fits(claims: Claims, { method, url, accessToken }: ProofRequest): boolean {
  if (claims.htm !== method || withoutQuery(claims.htu) !== withoutQuery(url)) return false;
  return accessToken === undefined || claims.ath === createHash('sha256').update(accessToken).digest('base64url');
}

function withoutQuery(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.origin + url.pathname;
}
