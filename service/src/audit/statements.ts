import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint, compactVerify, decodeProtectedHeader } from 'jose';
import * as z from 'zod/mini';
import { statementKinds } from '../store/types.ts';
import type { Statement } from '../store/types.ts';

export type Claim = Omit<Statement, 'signed'>;
/** Public keys by their thumbprint (RFC 7638). */
export type PublicKeys = ReadonlyMap<string, KeyObject>;
export type Opened = { ok: true; claim: Claim } | { ok: false; why: 'unreadable' | 'unknown_key' | 'bad_signature' };
export type Signer = {
  sign(claim: Claim): Promise<Statement>;
  /** The public key as PEM (SPKI). */
  publicPem: string;
  publicKeys: PublicKeys;
};

const typ = 'countersign-statement+jwt';
const PayloadSchema = z.object({
  kind: z.enum(statementKinds),
  tenant: z.string(),
  sequence: z.int(),
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  at: z.int(),
});

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 §7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs what the service says about its chains: JWS compact (RFC 7515) with Ed25519 (RFC 8037), from a seed of 32 bytes. */
export async function createSigner(seed: Uint8Array): Promise<Signer> {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const kid = await calculateJwkThumbprint(publicKey);
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    publicKeys: new Map([[kid, publicKey]]),
    sign: async (claim) => {
      const { kind, tenantId: tenant, sequence, hash, at } = claim;
      const payload = new TextEncoder().encode(JSON.stringify({ kind, tenant, sequence, hash, at }));
      return { ...claim, signed: await new CompactSign(payload).setProtectedHeader({ alg: 'EdDSA', typ, kid }).sign(privateKey) };
    },
  };
}

/** The Ed25519 public keys of a PEM text; other blocks are passed over. */
export async function parsePublicKeys(pem: string): Promise<PublicKeys> {
  const keys = new Map<string, KeyObject>();
  for (const [block] of pem.matchAll(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g)) {
    const key = readPublicKey(block);
    if (key?.asymmetricKeyType === 'ed25519') keys.set(await calculateJwkThumbprint(key), key);
  }
  return keys;
}

function readPublicKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/** What was signed by one of `keys`, or why it does not count. */
export async function openStatement(signed: string, keys: PublicKeys): Promise<Opened> {
  const header = readHeader(signed);
  if (header?.typ !== typ || header.kid === undefined) return { ok: false, why: 'unreadable' };
  const key = keys.get(header.kid);
  if (!key) return { ok: false, why: 'unknown_key' };
  const verified = await compactVerify(signed, key, { algorithms: ['EdDSA'] }).catch(() => undefined);
  if (!verified) return { ok: false, why: 'bad_signature' };
  const payload = parsePayload(verified.payload);
  if (!payload) return { ok: false, why: 'unreadable' };
  const { tenant: tenantId, ...rest } = payload;
  return { ok: true, claim: { tenantId, ...rest } };
}

/** Each statement with what its signed text turns out to be. */
export async function* openStatements(statements: Iterable<Statement> | AsyncIterable<Statement>, keys: PublicKeys): AsyncGenerator<{ row: Statement; opened: Opened }> {
  for await (const row of statements) yield { row, opened: await openStatement(row.signed, keys) };
}

function readHeader(signed: string): { typ?: string; kid?: string } | undefined {
  try {
    return decodeProtectedHeader(signed);
  } catch {
    return undefined;
  }
}

function parsePayload(bytes: Uint8Array): z.infer<typeof PayloadSchema> | undefined {
  try {
    return PayloadSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
}

/** Whether the columns of a kept statement say what was signed. */
export function saysTheSame(one: Claim, other: Claim): boolean {
  return claimKey(one) === claimKey(other);
}

/** Two claims with one key say the same. */
export function claimKey({ tenantId, kind, sequence, hash, at }: Claim): string {
  return [tenantId, kind, sequence, hash, at].join(' ');
}
