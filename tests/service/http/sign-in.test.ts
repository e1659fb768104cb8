import { randomUUID } from 'node:crypto';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTechnician, revokeTechnician } from '../../../service/src/directory/technicians.ts';
import { createTestClock, startTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { createTestClient, readAnswer } from '../../support/test-client.ts';
import type { TestClient } from '../../support/test-client.ts';

let service: TestService;
const clock = createTestClock();
beforeAll(async () => { service = await startTestService({ clock }); });
afterAll(() => service.stop());

const id = randomUUID();
const target = () => ({ method: 'GET', url: `${service.origin}/v1/verifications/${id}` });

/** One request with exactly this token and proof: 404 means that the caller was let in. */
async function ask(accessToken: string | undefined, proof: string | undefined, scheme = 'DPoP') {
  const { method, url } = target();
  return readAnswer(await fetch(url, { method, headers: { ...(accessToken && { Authorization: `${scheme} ${accessToken}` }), ...(proof && { DPoP: proof }) } }));
}

async function proofOf(client: TestClient, change: { claims?: Record<string, unknown>; header?: Record<string, unknown>; nonce?: string | undefined } = {}) {
  await client.call('issueToken');
  return client.makeProof({ ...target(), nonce: client.state.nonce, accessToken: client.state.accessToken, ...change });
}

describe('a proof', () => {
  test('without a nonce is refused with one, and accepted with that nonce', async () => {
    const client = await service.signIn();
    const refused = await ask(client.state.accessToken, await proofOf(client, { nonce: undefined }));
    expect(refused.body.code).toBe('use_dpop_nonce');
    expect(refused.headers.get('WWW-Authenticate')).toContain('error="use_dpop_nonce"');
    const nonce = refused.headers.get('DPoP-Nonce') ?? '';
    const accepted = await ask(client.state.accessToken, await client.makeProof({ ...target(), nonce, accessToken: client.state.accessToken }));
    expect(accepted.status).toBe(404);
  });

  test('is accepted with the nonce of the minute before, and not with an older one', async () => {
    const client = await service.signIn();
    const proofs = await Promise.all([proofOf(client), proofOf(client)]);
    clock.advance(60);
    expect((await ask(client.state.accessToken, proofs[0])).status).toBe(404);
    clock.advance(60);
    expect((await ask(client.state.accessToken, proofs[1])).body.code).toBe('use_dpop_nonce');
  });

  test('is worth one request: the same again is refused', async () => {
    const client = await service.signIn();
    const proof = await proofOf(client);
    expect((await ask(client.state.accessToken, proof)).status).toBe(404);
    const again = await ask(client.state.accessToken, proof);
    expect(again.body.code).toBe('token_invalid');
    expect(again.headers.get('WWW-Authenticate')).toContain('error="invalid_dpop_proof"');
  });

  test.each([
    ['for another method', { claims: { htm: 'POST' } }],
    ['for another address', { claims: { htu: 'http://127.0.0.1:1/v1/verifications' } }],
    ['for another host', { claims: { htu: `https://evil.example/v1/verifications/${id}` } }],
    ['for another token', { claims: { ath: 'AAAA' } }],
    ['without an id', { claims: { jti: undefined } }],
    ['of another type', { header: { typ: 'JWT' } }],
    ['without a key', { header: { jwk: undefined } }],
  ])('%s is refused', async (_, change) => {
    const client = await service.signIn();
    expect((await ask(client.state.accessToken, await proofOf(client, change))).body.code).toBe('token_invalid');
  });

  test('that carries a private key, or another key than the one that signed, is refused', async () => {
    const client = await service.signIn();
    const other = await createTestClient(service.origin);
    const withPrivate = await proofOf(client, { header: { jwk: await exportJWK(client.keys.privateKey) } });
    const withOther = await proofOf(client, { header: { jwk: other.jwk } });
    for (const proof of [withPrivate, withOther]) expect((await ask(client.state.accessToken, proof)).body.code).toBe('token_invalid');
  });

  test('is accepted with and without a query or fragment in its address', async () => {
    const client = await service.signIn();
    const proof = await proofOf(client, { claims: { htu: `${target().url}?a=b#c` } });
    expect((await ask(client.state.accessToken, proof)).status).toBe(404);
  });
});

describe('a token', () => {
  test('that was stolen is refused with any other key, paired or not', async () => {
    const victim = await service.signIn();
    const stolen = victim.state.accessToken;
    for (const thief of [await createTestClient(service.origin), await service.signIn('Mallory')]) {
      await thief.call('issueToken');
      const proof = await thief.makeProof({ ...target(), nonce: thief.state.nonce, accessToken: stolen });
      expect((await ask(stolen, proof)).body.code).toBe('token_invalid');
    }
  });

  test('is not taken as a bearer token', async () => {
    const client = await service.signIn();
    expect((await ask(client.state.accessToken, await proofOf(client), 'Bearer')).body.code).toBe('token_invalid');
    expect((await ask(client.state.accessToken, undefined)).body.code).toBe('token_invalid');
    expect((await ask(undefined, await proofOf(client))).body.code).toBe('token_invalid');
  });

  test('is over after five minutes by the clock of the service', async () => {
    const client = await service.signIn();
    clock.advance(299);
    expect((await ask(client.state.accessToken, await proofOf(client))).status).toBe(404);
    clock.advance(2);
    expect((await ask(client.state.accessToken, await proofOf(client))).body.code).toBe('token_invalid');
  });
});

test.each([-86_400_000, 86_400_000])('a browser whose clock is wrong by %i ms signs in and works', async (clockOffsetMs) => {
  const client = await service.signIn('Alex', service.tenant.id, { clockOffsetMs });
  expect((await client.call('getVerification', { id })).status).toBe(404);
});

test('signing out makes the browser unknown at once, and leaves others signed in', async () => {
  const [leaving, staying] = [await service.signIn('Lee'), await service.signIn('Stan')];
  expect((await leaving.call('signOut')).status).toBe(204);
  expect((await leaving.call('getVerification', { id })).body.code).toBe('device_unknown');
  expect((await leaving.signIn()).body.code).toBe('device_unknown');
  expect((await staying.call('getVerification', { id })).status).toBe(404);
});

test('revoking a technician ends the token that they hold at once', async () => {
  const client = await service.signIn('Rev');
  const [technician] = (await service.store.listTechnicians(service.tenant.id)).filter(({ name }) => name === 'Rev');
  const found = await findTechnician(service.store, service.tenant.id, technician?.email ?? '');
  await revokeTechnician({ store: service.store, now: clock.now }, found!);
  expect((await client.call('getVerification', { id })).body.code).toBe('device_unknown');
});
