import { calculateJwkThumbprint } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newDeviceSeconds } from '#contract/numbers';
import { createAuthenticator } from '../../support/authenticator.ts';
import type { Flaws, TestAuthenticator } from '../../support/authenticator.ts';
import { auditOf } from '../../support/invited.ts';
import type { TestPhone } from '../../support/phone-client.ts';
import { createTestClock, startTestService, startVerification } from '../../support/service.ts';
import type { TestClient, TestService } from '../../support/service.ts';

/** Fingerprint, face or PIN vouch for exactly one answer, on exactly one phone. */

let service: TestService;
let clock: ReturnType<typeof createTestClock>;
let alex: TestClient;
let phone: TestPhone;
let authenticator: TestAuthenticator;
beforeEach(async () => {
  clock = createTestClock();
  service = await startTestService({ clock });
  [alex, phone] = [await service.signIn('Alex'), await service.addPhone()];
  authenticator = createAuthenticator(appOrigin());
});
afterEach(() => service.stop());

const appOrigin = () => `http://localhost:${new URL(service.origin).port}`;
const options = async (of = phone) => (await of.call('makeCredentialOptions')).body;
const add = async (challenge: string, flaws: Flaws = {}) => phone.call('addCredential', { body: authenticator.register(challenge, flaws) });

async function asked() {
  const { id } = await startVerification(alex, { method: 'push', check: 'none' });
  return phone.request(id);
}

async function approve(flaws: Flaws = {}) {
  const request = await asked();
  const statement = await phone.sign(request.terms, 'approve');
  const body = { statement, assertion: authenticator.vouch(statement, flaws) };
  return { request, body, answer: await phone.call('answer', { id: request.terms.verification, body }) };
}

describe('a phone begins to use it', () => {
  test('with a credential of this service, this phone and these five minutes', async () => {
    const made = await options();
    expect(made).toMatchObject({ rp: { id: 'localhost', name: 'Harbor IT' }, authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required' }, attestation: 'none' });
    clock.advance(299);
    const added = await add(made.challenge);
    expect(added).toMatchObject({ status: 201, body: { phone: { userVerification: true } } });
    expect((await auditOf(service)).some(({ type }) => type === 'user_verification_added')).toBe(true);
  });

  test.each<[string, () => Promise<{ body: { code: string } }>]>([
    ['after five minutes', async () => { const { challenge } = await options(); clock.advance(300); return add(challenge); }],
    ['with a challenge that is made up', () => add(Buffer.alloc(40, 7).toString('base64url'))],
    ['with a challenge of nothing', () => add('')],
    ['with the options of another phone', async () => add((await options(await service.addPhone())).challenge)],
    ['at another origin', async () => add((await options()).challenge, { origin: 'http://localhost:1' })],
    ['for another service', async () => add((await options()).challenge, { rpId: 'evil.example' })],
    ['without a finger, a face or a PIN', async () => add((await options()).challenge, { isUserVerified: false })],
  ])('never %s', async (_, attempt) => {
    expect((await attempt()).body.code).toBe('user_verification_failed');
    expect((await phone.readState()).body.phone.userVerification).toBe(false);
  });
});

describe('a phone that uses it already', () => {
  const stored = async () => (await service.store.findPhone(await calculateJwkThumbprint(phone.jwk)))?.phone.credential;
  const entries = async () => (await auditOf(service)).filter(({ type }) => type === 'user_verification_added');
  beforeEach(async () => { expect((await add((await options()).challenge)).status).toBe(201); });

  test('keeps it: the phone’s key alone cannot put another one in its place', async () => {
    const before = await stored();
    authenticator = createAuthenticator(appOrigin());
    const refused = await add((await options()).challenge);
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([422, 'user_verification_failed', expect.stringContaining('remove this phone and add it again')]);
    expect(await stored()).toEqual(before);
    expect((await approve()).answer.body.code).toBe('user_verification_failed');
    expect(await entries()).toHaveLength(1);
  });

  test('may send the same one again, because the reply was lost: nothing changes', async () => {
    const before = await stored();
    clock.advance(60);
    expect(await add((await options()).challenge)).toMatchObject({ status: 201, body: { phone: { userVerification: true } } });
    expect(await stored()).toEqual(before);
    expect(await entries()).toHaveLength(1);
  });
});

test('a phone that was removed and added again may use another one', async () => {
  expect((await add((await options()).challenge)).status).toBe(201);
  const { id } = (await phone.readState()).body.phone;
  await phone.call('removePhone', { id });
  [phone, authenticator] = [await service.addPhone(), createAuthenticator(appOrigin())];
  expect((await add((await options()).challenge)).status).toBe(201);
});

describe('an approval with it', () => {
  beforeEach(async () => { expect((await add((await options()).challenge)).status).toBe(201); });

  test('is worth more, and says so, and for 72 hours also that it is new', async () => {
    const { request, answer } = await approve();
    expect(answer.body.status).toBe('approved');
    const { body } = await alex.call('getVerification', { id: request.terms.verification });
    expect(body.assurance).toEqual(['user-verified-device', 'reduced', 'new-device', 'page-only']);
    clock.advance(newDeviceSeconds);
    const later = await approve();
    expect((await alex.call('getVerification', { id: later.request.terms.verification })).body.assurance).toEqual(['user-verified-device', 'reduced', 'page-only']);
  });

  test('counts once more where its reply was lost, and never for another statement', async () => {
    const { request, body } = await approve();
    expect((await phone.call('answer', { id: request.terms.verification, body })).body.status).toBe('approved');
    clock.advance(21);
    const next = await asked();
    const statement = await phone.sign(next.terms, 'approve');
    expect((await phone.call('answer', { id: next.terms.verification, body: { ...body, statement } })).body.code).toBe('user_verification_failed');
  });

  test.each<[string, Flaws]>([
    ['without a finger, a face or a PIN', { isUserVerified: false }],
    ['made at another origin', { origin: 'https://evil.example' }],
    ['for another service', { rpId: 'evil.example' }],
    ['about something else', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['by a copy that was used before', { counter: 0 }],
  ])('is refused %s, and then nothing is approved', async (_, flaws) => {
    const { request, answer } = await approve(flaws);
    expect(answer.body.code).toBe('user_verification_failed');
    expect((await phone.request(request.terms.verification)).status).toBe('pending');
  });

  test('by another authenticator is refused', async () => {
    authenticator = createAuthenticator(appOrigin());
    expect((await approve()).answer.body.code).toBe('user_verification_failed');
  });
});
