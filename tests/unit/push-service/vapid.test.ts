import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkVapid } from '../../support/push-service/vapid';

const now = Date.UTC(2026, 0, 15, 12);
const nowSeconds = now / 1000;
const audience = 'http://127.0.0.1:8123';
const claims = { aud: audience, exp: nowSeconds + 3600, sub: 'mailto:help@northwind.example' };

type Pair = { privateKey: CryptoKey; point: string };
let sender: Pair;
let stranger: Pair;

async function makePair(): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const { x, y } = await exportJWK(publicKey);
  return { privateKey, point: Buffer.concat([Buffer.from([4]), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]).toString('base64url') };
}

const token = (payload: object = claims, signer = sender) => new SignJWT({ ...payload }).setProtectedHeader({ typ: 'JWT', alg: 'ES256' }).sign(signer.privateKey);
const check = (authorization: string | undefined, key: string | undefined = sender.point) => checkVapid(authorization, { audience, key, now });
const statusOf = (authorization: string | undefined, key?: string) => check(authorization, key).then(() => 201, ({ status }: { status: number }) => status);

beforeAll(async () => {
  [sender, stranger] = await Promise.all([makePair(), makePair()]);
});

test('a token signed by the subscription’s own key is taken and names its subject', async () => {
  expect(await check(`vapid t=${await token()}, k=${sender.point}`)).toBe(claims.sub);
});

test('the key may have been registered with padding, as Firefox does', async () => {
  expect(await statusOf(`vapid t=${await token()}, k=${sender.point}`, `${sender.point}=`)).toBe(201);
});

test('without a key in the subscription any sender’s token is taken', async () => {
  const authorization = `vapid t=${await token(claims, stranger)}, k=${stranger.point}`;
  expect(await checkVapid(authorization, { audience, key: undefined, now })).toBe(claims.sub);
});

test.each([undefined, '', 'Bearer abc', 'WebPush abc', 'vapid t=abc'])('no token of the scheme vapid (%s): 401', async (authorization) => {
  expect(await statusOf(authorization)).toBe(401);
});

describe('refused with 403:', () => {
  test.each([
    ['another push service’s audience', { ...claims, aud: 'https://updates.push.services.mozilla.com' }],
    ['the endpoint instead of the origin as audience', { ...claims, aud: `${audience}/wpush/v2/1` }],
    ['no audience', { ...claims, aud: undefined }],
    ['no expiry', { ...claims, exp: undefined }],
    ['an expiry that has passed', { ...claims, exp: nowSeconds }],
    ['an expiry beyond 24 hours', { ...claims, exp: nowSeconds + 86_401 }],
    ['no subject', { ...claims, sub: undefined }],
    ['a subject that reaches nobody', { ...claims, sub: 'Northwind' }],
  ])('%s', async (_, payload) => {
    expect(await statusOf(`vapid t=${await token(payload)}, k=${sender.point}`)).toBe(403);
  });

  test('a signature by another key than the one beside it', async () => {
    expect(await statusOf(`vapid t=${await token(claims, stranger)}, k=${sender.point}`)).toBe(403);
  });

  test('a claim changed after it was signed', async () => {
    const [head, , signature] = (await token()).split('.');
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'mailto:else@northwind.example' })).toString('base64url');
    expect(await statusOf(`vapid t=${head}.${changed}.${signature}, k=${sender.point}`)).toBe(403);
  });

  test('a key that the subscription was not made for', async () => {
    expect(await statusOf(`vapid t=${await token(claims, stranger)}, k=${stranger.point}`)).toBe(403);
  });

  test('a token without a signature', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await statusOf(`vapid t=${part({ alg: 'none' })}.${part(claims)}., k=${sender.point}`)).toBe(403);
  });

  test.each([['AAAA'], [Buffer.alloc(65, 4).toString('base64url')]])('a key that is no point of P-256', async (point) => {
    expect(await checkVapid(`vapid t=${await token()}, k=${point}`, { audience, key: undefined, now }).catch(({ status }: { status: number }) => status)).toBe(403);
  });
});

test('an expiry of exactly 24 hours is taken', async () => {
  expect(await statusOf(`vapid t=${await token({ ...claims, exp: nowSeconds + 86_400 })}, k=${sender.point}`)).toBe(201);
});
