import type { Route } from '#contract/route';
import type { Store } from '../store/store.ts';
import type { SignedIn, SignedInPhone } from '../store/types.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Nonces } from './nonces.ts';
import { findCallingPhone } from './calling-phone.ts';
import { checkProof } from './proof.ts';
import type { PublicKey } from './proof.ts';
import type { SeenProofs } from './seen-proofs.ts';

export type AuthError = 'invalid_token' | 'invalid_dpop_proof' | 'use_dpop_nonce' | 'device_unknown';
/** `publicKey` made the proof; `who` is a technician, `phone` an end user's phone. */
export type Caller = { thumbprint: string | undefined; publicKey: PublicKey | undefined; who: SignedIn | undefined; phone: SignedInPhone | undefined };
export type AuthResult = { ok: true; caller: Caller } | { ok: false; error: AuthError };
export type AuthDeps = { store: Store; nonces: Nonces; seen: SeenProofs; tokens: AccessTokens; now: () => number; publicOrigin: string | undefined };

/** Decides who is asking, before anything that they say is read. */
export async function authenticate(auth: Route['auth'], request: Request, deps: AuthDeps): Promise<AuthResult> {
  if (auth === 'none') return { ok: true, caller: { thumbprint: undefined, publicKey: undefined, who: undefined, phone: undefined } };
  const accessToken = auth === 'token' ? readToken(request) : undefined;
  // The token first: a laptop that wakes up has an old token and an old nonce, and signing in again renews both.
  const boundTo = accessToken === undefined ? undefined : await deps.tokens.check(accessToken);
  if (auth === 'token' && boundTo === undefined) return refused('invalid_token');
  const proof = await checkProof(
    { proof: request.headers.get('DPoP') ?? undefined, method: request.method, url: seenUrl(request, deps.publicOrigin), ...(accessToken !== undefined && { accessToken }) },
    deps,
  );
  if (!proof.ok) return refused(proof.why);
  const { thumbprint, publicKey } = proof;
  const caller: Caller = { thumbprint, publicKey, who: undefined, phone: undefined };
  if (auth === 'key') return { ok: true, caller };
  if (auth === 'phone') {
    const phone = await findCallingPhone(thumbprint, deps);
    return phone ? { ok: true, caller: { ...caller, phone } } : refused('device_unknown');
  }
  if (boundTo !== thumbprint) return refused('invalid_token');
  const who = await deps.store.findDevice(thumbprint);
  return who ? { ok: true, caller: { ...caller, who } } : refused('device_unknown');
}

function refused(error: AuthError): AuthResult {
  return { ok: false, error };
}

function readToken(request: Request): string | undefined {
  return /^DPoP ([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.get('Authorization') ?? '')?.[1];
}

/** The address that the client used: behind a TLS proxy it is not the one that this process sees. */
function seenUrl(request: Request, publicOrigin: string | undefined): string {
  const url = new URL(request.url);
  return (publicOrigin ?? url.origin) + url.pathname;
}
