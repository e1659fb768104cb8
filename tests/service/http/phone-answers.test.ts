import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, generateKeyPair } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PhoneRequest } from '#contract/phone';
import { loadKey } from '../../../service/src/lib/keys.ts';
import { createLinkTokens } from '../../../service/src/lib/link-tokens.ts';
import { auditOf } from '../../support/invited.ts';
import type { Saying, TestPhone } from '../../support/phone-client.ts';
import { createTestClock, jo, sam, startTestService, startVerification } from '../../support/service.ts';
import type { TestClient, TestService } from '../../support/service.ts';

/** A phone's answer counts for exactly what it was shown, from exactly the phone that was asked, in time. */

let service: TestService;
let clock: ReturnType<typeof createTestClock>;
let alex: TestClient;
let phone: TestPhone;
beforeEach(async () => {
  clock = createTestClock();
  service = await startTestService({ clock });
  [alex, phone] = [await service.signIn('Alex'), await service.addPhone()];
});
afterEach(() => service.stop());

async function asked(more: Record<string, unknown> = {}): Promise<PhoneRequest> {
  const { id } = await startVerification(alex, { method: 'push', check: 'none', action: 'password_reset', ...more });
  return phone.request(id);
}

const statusOf = async ({ terms }: PhoneRequest) => (await alex.call('getVerification', { id: terms.verification })).body.status;

async function expectRefused(request: PhoneRequest, code: string, answer: Promise<{ status: number; body: any }>): Promise<void> {
  const { status, body } = await answer;
  expect({ code: body.code, isRefusal: status >= 400 && status < 500 }).toEqual({ code, isRefusal: true });
  expect(await statusOf(request)).toBe('pending');
}

describe('an answer', () => {
  test('that is signed by the phone approves, and stands in the audit chain as it was signed', async () => {
    const request = await asked();
    expect(request).toMatchObject({ check: 'none', status: 'pending', code: null, terms: { tenant: { name: 'Harbor IT' }, action: 'password_reset', technician: { name: 'Alex' }, direction: 'inbound' } });
    expect((await phone.answer(request, 'approve')).body).toMatchObject({ status: 'approved' });
    expect(await statusOf(request)).toBe('approved');
    const entry = (await auditOf(service)).find(({ type }) => type === 'approved');
    const [, payload = ''] = String(entry?.details['answer']).split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({ ...request.terms, decision: 'approve' });
  });

  test('that is sent twice, because its reply was lost, takes effect once and answers the same', async () => {
    const request = await asked();
    const [first, second] = [await phone.answer(request, 'approve'), await phone.answer(request, 'approve')];
    expect(second).toMatchObject({ status: 200, body: { ...first.body, now: expect.any(Number) } });
    expect((await auditOf(service)).filter(({ type }) => type === 'approved')).toHaveLength(1);
  });

  test('"I did not ask for this" ends it, alerts and stops pushes', async () => {
    const request = await asked();
    expect((await phone.answer(request, 'not_requested')).body).toMatchObject({ status: 'denied', endReason: 'not_requested' });
    expect(await service.store.listAlerts(service.tenant.id, 9)).toMatchObject([{ kind: 'not_requested' }]);
  });
});

test('"I did not ask for this" counts after the end too: nothing becomes of the request, and the help desk is alerted at once', async () => {
  const request = await asked();
  await alex.call('cancel', { id: request.terms.verification });
  clock.advance(3600);
  expect((await phone.answer(request, 'not_requested')).body).toMatchObject({ status: 'cancelled', endReason: null, reported: true });
  expect(await statusOf(request)).toBe('cancelled');
  expect(await service.store.listAlerts(service.tenant.id, 9)).toMatchObject([{ kind: 'not_requested', at: clock.now() }]);
  const entry = (await auditOf(service)).find(({ type }) => type === 'reported_afterwards');
  const [, payload = ''] = String(entry?.details['answer']).split('.');
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({ ...request.terms, decision: 'not_requested' });
});

test.each(['link first', 'phone first'])('what was approved is reported once, by the link in the message and by the phone (%s)', async (order) => {
  const request = await asked();
  await phone.answer(request, 'approve');
  const token = createLinkTokens(await loadKey(service.config.dataFolder, 'token', service.config.tokenKey)).make('not_you', request.terms.verification);
  const ways = [() => alex.call('useLink', { body: { token } }), () => phone.answer(request, 'not_requested')];
  for (const report of order === 'link first' ? ways : ways.toReversed()) expect((await report()).status).toBe(200);
  expect(await phone.request(request.terms.verification)).toMatchObject({ status: 'approved', reported: true });
  expect(await service.store.listAlerts(service.tenant.id, 9)).toMatchObject([{ kind: 'not_you', verificationId: request.terms.verification }]);
});

describe('an answer is refused', () => {
  const someId = randomUUID();
  test.each<[string, Saying]>([
    ['about another tenant', { terms: { tenant: { id: someId, name: 'Harbor IT' } } }],
    ['about a tenant of another name', { terms: { tenant: { id: someId, name: 'Evil IT' } } }],
    ['about another account', { terms: { account: someId } }],
    ['about another verification', { terms: { verification: someId } }],
    ['about another ticket', { terms: { ticket: { host: 'na.myconnectwise.net', number: '1' } } }],
    ['about another action', { terms: { action: 'other' } }],
    ['about another technician', { terms: { technician: { id: someId, name: 'Alex' } } }],
    ['about a call the other way', { terms: { direction: 'outbound' } }],
    ['that would be good for ever', { terms: { expiresAt: 9_999_999_999_999 } }],
    ['that says more than was asked', { terms: { extra: 'x' } }],
    ['whose header says more', { header: { kid: 'x' } }],
    ['that is a proof, not an answer', { header: { typ: 'dpop+jwt' } }],
  ])('%s', async (_, saying) => {
    const request = await asked();
    const { terms, ...how } = saying;
    const statement = await phone.sign({ ...request.terms, ...terms }, 'approve', how);
    await expectRefused(request, 'answer_invalid', phone.call('answer', { id: request.terms.verification, body: { statement } }));
    expect((await phone.answer(request, 'approve')).body.status).toBe('approved');
  });

  test('where another key made it: forged, or by another phone of the same account', async () => {
    const request = await asked();
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    await expectRefused(request, 'answer_invalid', phone.answer(request, 'approve', { key: privateKey }));
    const second = await service.addPhone();
    await expectRefused(request, 'answer_invalid', second.answer(request, 'approve', { key: phone.keys.privateKey }));
    await expectRefused(request, 'answer_invalid', phone.answer(request, 'approve', { key: second.keys.privateKey }));
  });

  test('where it is altered after signing, or not signed at all', async () => {
    const request = await asked();
    const [header = '', payload = '', signature = ''] = (await phone.sign(request.terms, 'deny')).split('.');
    const other = Buffer.from(JSON.stringify({ ...request.terms, decision: 'approve' })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'countersign-answer+jws' })).toString('base64url');
    for (const statement of [`${header}.${other}.${signature}`, `${none}.${other}.AA`, `${header}.${payload}.${signature.split('').toReversed().join('')}`]) {
      await expectRefused(request, 'answer_invalid', phone.call('answer', { id: request.terms.verification, body: { statement } }));
    }
  });

  test('where it is replayed for another verification', async () => {
    const old = await asked();
    const statement = await phone.sign(old.terms, 'approve');
    await phone.call('answer', { id: old.terms.verification, body: { statement } });
    clock.advance(21);
    const request = await asked();
    await expectRefused(request, 'answer_invalid', phone.call('answer', { id: request.terms.verification, body: { statement } }));
  });

  test('where it comes late, by the deadline that the person saw', async () => {
    const request = await asked();
    clock.advance(60);
    expect((await phone.answer(request, 'approve')).body.code).toBe('code_expired');
    expect(await statusOf(request)).toBe('expired');
  });

  test('where the verification ended otherwise', async () => {
    const request = await asked();
    await alex.call('cancel', { id: request.terms.verification });
    expect((await phone.answer(request, 'approve')).body.code).toBe('already_ended');
    expect((await phone.answer(request, 'deny')).body.code).toBe('already_ended');
  });

  test('where the phone is another account’s, or another tenant’s', async () => {
    const request = await asked();
    const tenant = await service.store.addTenant('Other IT');
    await service.addAccount(tenant.id, jo);
    for (const stranger of [await service.addPhone(sam.email), await service.addPhone(jo.email, { tenantId: tenant.id })]) {
      await expectRefused(request, 'not_found', stranger.answer(request, 'approve'));
      expect(await stranger.requests()).toEqual([]);
    }
  });

  test('where it has no fingerprint, face or PIN and policy wants one, or one that is none', async () => {
    const event = { type: 'policy_set', at: clock.now(), technicianId: null, verificationId: null, details: {} };
    await service.store.writePolicy(service.tenant.id, null, { userVerificationRequired: true }, event);
    const request = await asked();
    expect(request.userVerificationRequired).toBe(true);
    await expectRefused(request, 'user_verification_required', phone.answer(request, 'approve'));
    const assertion = { id: 'AA', rawId: 'AA', type: 'public-key', response: { authenticatorData: 'AA', clientDataJSON: 'AA', signature: 'AA' }, clientExtensionResults: {} };
    await expectRefused(request, 'user_verification_failed', phone.answer(request, 'approve', { assertion }));
    expect((await phone.answer(request, 'deny', { assertion })).body.status).toBe('denied');
  });
});

test('an open phone is noted as seen, at most every thirty seconds', async () => {
  const thumbprint = await calculateJwkThumbprint(phone.jwk);
  const seen = async () => (await service.store.findPhone(thumbprint))?.phone.lastSeenAt;
  expect(await seen()).toBeNull();
  await phone.requests();
  const first = clock.now();
  expect(await seen()).toBe(first);
  clock.advance(29);
  await phone.requests();
  expect(await seen()).toBe(first);
  clock.advance(1);
  await phone.requests();
  expect(await seen()).toBe(clock.now());
});
