import { createHash } from 'node:crypto';
import { EmbeddedJWK, calculateJwkThumbprint, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import * as z from 'zod/mini';
import type { Nonces } from './nonces.ts';
import type { SeenProofs } from './seen-proofs.ts';

export type ProofRequest = { proof: string | undefined; method: string; url: string; accessToken?: string };
export type ProofResult = { ok: true; thumbprint: string } | { ok: false; why: 'invalid_dpop_proof' | 'use_dpop_nonce' };

const ClaimsSchema = z.object({
  jti: z.string().check(z.minLength(1), z.maxLength(128)),
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  nonce: z.optional(z.string()),
  ath: z.optional(z.string()),
});
type Claims = z.infer<typeof ClaimsSchema>;

const invalid = { ok: false, why: 'invalid_dpop_proof' } as const;
const longestProof = 4096;

/** Checks a DPoP proof (RFC 9449 §4.3) and returns the thumbprint of the key that made it. */
export async function checkProof(request: ProofRequest, deps: { nonces: Nonces; seen: SeenProofs }): Promise<ProofResult> {
  const opened = await openProof(request.proof);
  if (!opened || !fits(opened.claims, request)) return invalid;
  const bucket = opened.claims.nonce === undefined ? undefined : deps.nonces.bucketOf(opened.claims.nonce);
  if (bucket === undefined) return { ok: false, why: 'use_dpop_nonce' };
  const isNew = deps.seen.remember(bucket, deps.nonces.oldest(), `${opened.thumbprint}.${opened.claims.jti}`);
  return isNew ? { ok: true, thumbprint: opened.thumbprint } : invalid;
}

async function openProof(proof: string | undefined): Promise<{ claims: Claims; thumbprint: string } | undefined> {
  if (proof === undefined || proof.length > longestProof) return undefined;
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { algorithms: ['ES256'], typ: 'dpop+jwt' });
    const claims = ClaimsSchema.safeParse(payload);
    const jwk = protectedHeader.jwk as JWK;
    if (!claims.success || 'd' in jwk) return undefined;
    return { claims: claims.data, thumbprint: await calculateJwkThumbprint(jwk, 'sha256') };
  } catch {
    return undefined;
  }
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
