import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PhoneRequest } from '#contract/phone';
import { createAuthenticator } from '../../support/authenticator.ts';
import { aSubscription } from '../../support/add-phone.ts';
import type { TestPhone } from '../../support/phone-client.ts';
import { createTestClock, startTestService, startVerification } from '../../support/service.ts';
import type { Answer, TestClient, TestService } from '../../support/service.ts';

/** A thousand strings of random bytes for everything that a phone may send: refused, never a mistake of the service, never accepted. */

const seed = Number(process.env['COUNTERSIGN_SEED'] ?? randomInt(2 ** 31));
const numRuns = 1000;
const timeout = 60_000;
console.log(`Random bytes by seed ${seed}: repeat with COUNTERSIGN_SEED=${seed}`);

let service: TestService;
let alex: TestClient;
let phone: TestPhone;
let request: PhoneRequest;
const clock = createTestClock();
beforeAll(async () => {
  service = await startTestService({ clock });
  [alex, phone] = [await service.signIn(), await service.addPhone()];
});
afterAll(() => service.stop());
beforeEach(async () => {
  clock.advance(601);
  request = await phone.request((await startVerification(alex, { method: 'push', check: 'none' })).id);
});

const bytes = fc.uint8Array({ minLength: 0, maxLength: 300 }).map((array) => Buffer.from(array));
const forms = fc.tuple(bytes, fc.constantFrom('latin1', 'utf8', 'base64url', 'hex')).map(([buffer, encoding]) => buffer.toString(encoding as BufferEncoding));
const answerTo = (rawBody: string): Promise<Answer> => phone.call('answer', { id: request.terms.verification, rawBody });

async function expectRefused(ask: (text: string) => Promise<Answer>, texts: fc.Arbitrary<string> = forms): Promise<void> {
  await fc.assert(fc.asyncProperty(texts, async (text) => {
    const { status } = await ask(text);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  }), { numRuns, seed });
  const { status, endReason } = await phone.request(request.terms.verification);
  expect({ status, endReason }).toEqual({ status: 'pending', endReason: null });
}

test('as a push subscription, whole or in one field', async () => {
  const before = (await phone.readState()).body.phone;
  const fields = ['endpoint', 'p256dh', 'auth'] as const;
  let count = 0;
  await expectRefused((text) => {
    const field = fields[(count += 1) % 4];
    return phone.call('subscribe', field ? { body: { subscription: { ...aSubscription(), [field]: field === 'auth' ? `${text}_${'A'.repeat(22)}` : text } } } : { rawBody: text });
  });
  expect((await phone.readState()).body.phone.notifications).toBe(before.notifications);
}, timeout);

test('as the body of an answer', () => expectRefused(answerTo), timeout);

test('as a statement, or as one of its three parts', async () => {
  const good = (await phone.sign(request.terms, 'approve')).split('.');
  let count = 0;
  await expectRefused((text) => {
    const parts = [...good];
    parts[(count += 1) % 4] = Buffer.from(text).toString('base64url');
    return answerTo(JSON.stringify({ statement: count % 4 === 3 ? text : parts.join('.') }));
  });
}, timeout);

test('as an assertion of fingerprint, face or PIN', async () => {
  const statement = await phone.sign(request.terms, 'approve');
  const vouched = createAuthenticator(`http://localhost:${new URL(service.origin).port}`).vouch(statement);
  const fields = ['authenticatorData', 'clientDataJSON', 'signature'] as const;
  let count = 0;
  await expectRefused((text) => {
    const response = { ...vouched.response, [fields[(count += 1) % 3] ?? 'signature']: Buffer.from(text).toString('base64url') };
    return answerTo(JSON.stringify({ statement, assertion: { ...vouched, response } }));
  });
}, timeout);

test('as a credential', async () => {
  const { challenge } = (await phone.call('makeCredentialOptions')).body;
  const registered = createAuthenticator(`http://localhost:${new URL(service.origin).port}`).register(challenge);
  const fields = ['attestationObject', 'clientDataJSON'] as const;
  let count = 0;
  await expectRefused((text) => {
    const response = { ...registered.response, [fields[(count += 1) % 2] ?? 'clientDataJSON']: Buffer.from(text).toString('base64url') };
    return phone.call('addCredential', { body: { ...registered, response } });
  });
}, timeout);
