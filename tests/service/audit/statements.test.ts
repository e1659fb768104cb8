import { createPrivateKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactSign } from 'jose';
import { describe, expect, test } from 'vitest';
import { loadSigner, readPublicKeys } from '../../../service/src/audit/checkpoint-key.ts';
import { createSigner, openStatement, parsePublicKeys } from '../../../service/src/audit/statements.ts';

const seed = new Uint8Array(32).fill(7);
const signer = await createSigner(seed);
const claim = { kind: 'checkpoint', tenantId: 'tenant', sequence: 7, hash: 'a'.repeat(64), at: 1 } as const;
const { signed } = await signer.sign(claim);
const [header = '', payload = '', signature = ''] = signed.split('.');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown;

test('a statement is a JWS that any library checks: EdDSA, the key\'s thumbprint, five plain fields', async () => {
  const [kid] = [...signer.publicKeys.keys()];
  expect(decode(header)).toEqual({ alg: 'EdDSA', typ: 'countersign-statement+jwt', kid });
  expect(decode(payload)).toEqual({ kind: 'checkpoint', tenant: 'tenant', sequence: 7, hash: 'a'.repeat(64), at: 1 });
  expect(verify(null, Buffer.from(`${header}.${payload}`), signer.publicPem, Buffer.from(signature, 'base64url'))).toBe(true);
  expect(await openStatement(signed, signer.publicKeys)).toEqual({ ok: true, claim });
});

test('the key of RFC 8032 §7.1 gives the public key that stands there', async () => {
  const { publicKeys } = await createSigner(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'));
  const [key] = [...publicKeys.values()];
  expect(key?.export({ format: 'jwk' }).x).toBe(Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex').toString('base64url'));
});

describe('what does not count:', () => {
  const forge = (fields: object, typ = 'countersign-statement+jwt') =>
    new CompactSign(Buffer.from(JSON.stringify(fields)))
      .setProtectedHeader({ alg: 'EdDSA', typ, kid: [...signer.publicKeys.keys()][0] ?? '' })
      .sign(createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' }));

  test.each<[string, () => string | Promise<string>, string]>([
    ['an edited payload', () => [header, Buffer.from(JSON.stringify({ ...claim, sequence: 8 })).toString('base64url'), signature].join('.'), 'bad_signature'],
    ['another\'s signature under our key\'s name', async () => [header, payload, (await (await createSigner(randomBytes(32))).sign(claim)).signed.split('.')[2]].join('.'), 'bad_signature'],
    ['no signature', () => `${header}.${payload}.`, 'bad_signature'],
    ['alg none', () => [Buffer.from(JSON.stringify({ ...(decode(header) as object), alg: 'none' })).toString('base64url'), payload, ''].join('.'), 'bad_signature'],
    ['another key', async () => (await (await createSigner(randomBytes(32))).sign(claim)).signed, 'unknown_key'],
    ['another type of document, signed with our key', () => forge({ kind: 'checkpoint', tenant: 't', sequence: 1, hash: 'a'.repeat(64), at: 1 }, 'JWT'), 'unreadable'],
    ['a kind that there is not', () => forge({ kind: 'promise', tenant: 't', sequence: 1, hash: 'a'.repeat(64), at: 1 }), 'unreadable'],
    ['a hash that is none', () => forge({ kind: 'checkpoint', tenant: 't', sequence: 1, hash: 'A', at: 1 }), 'unreadable'],
    ['text', () => 'yes', 'unreadable'],
  ])('%s', async (_, make, why) => {
    expect(await openStatement(await make(), signer.publicKeys)).toEqual({ ok: false, why });
  });
});

test('a PEM file may hold several keys; what is no Ed25519 public key is passed over', async () => {
  const other = await createSigner(randomBytes(32));
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  const keys = await parsePublicKeys(`Our keys\n${signer.publicPem}${p256.publicKey}${other.publicPem}-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n`);
  expect([...keys.keys()]).toEqual([...signer.publicKeys.keys(), ...other.publicKeys.keys()]);
  expect((await parsePublicKeys(p256.privateKey)).size).toBe(0);
});

test('the key is made once, for its owner alone; after a change of key the data folder still knows the old public key', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-key-'));
  const [first, again] = [await loadSigner({ dataFolder, checkpointKey: undefined }), await loadSigner({ dataFolder, checkpointKey: undefined })];
  expect(again.publicPem).toBe(first.publicPem);
  expect(await readFile(join(dataFolder, 'checkpoint.public.pem'), 'utf8')).toBe(first.publicPem);
  expect((await stat(join(dataFolder, 'checkpoint.key'))).mode & 0o777).toBe(0o600);
  await loadSigner({ dataFolder, checkpointKey: seed });
  expect([...(await readPublicKeys(undefined, dataFolder)).keys()]).toEqual([...first.publicKeys.keys(), ...signer.publicKeys.keys()]);
  await rm(dataFolder, { recursive: true });
});
