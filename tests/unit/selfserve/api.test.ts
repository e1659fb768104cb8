import { calculateThumbprint } from 'dpop';
import { expect, test } from 'vitest';
import { phoneState, request, terms } from '../../support/gallery/phone-samples';
import { createFake, lost, problem } from './fake-service';

const phone = 'GET /v1/phone';
const answered = `POST /v1/phone/requests/${terms.verification}/answer`;
const ok = () => Response.json(phoneState());
const nonce = () => problem('use_dpop_nonce', {}, { 'dpop-nonce': 'n1' });

test('a request is signed by the phone’s own key, for its own method and address', async () => {
  const { call, seen, keyPair } = await createFake({ [phone]: ok });
  expect(await call('readPhone')).toEqual({ ok: true, value: phoneState() });
  expect(seen[0]!.proof!.thumbprint).toBe(await calculateThumbprint(keyPair.publicKey));
  expect(seen[0]!.headers.get('authorization')).toBeNull();
});

test('an id stands in the address, a body is JSON', async () => {
  const { call, at } = await createFake({ [answered]: () => Response.json(request()) });
  await call('answer', { id: terms.verification, body: { statement: 'a.b.c' } });
  expect(at(answered)[0]!.body).toEqual({ statement: 'a.b.c' });
  expect(at(answered)[0]!.headers.get('content-type')).toBe('application/json');
});

test('what needs no phone is not signed: a link opened on a computer makes no key', async () => {
  const { call, seen } = await createFake({ 'POST /v1/links': () => Response.json({ done: 'phone_removed', tenant: 'Harbor IT' }) });
  expect((await call('useLink', { body: { token: 'x'.repeat(43) } })).ok).toBe(true);
  expect(seen[0]!.proof).toBeUndefined();
});

test('a demanded nonce is answered once, and the next request has it from the start', async () => {
  const { call, at } = await createFake({ [phone]: [nonce, ok] });
  expect((await call('readPhone')).ok).toBe(true);
  await call('readPhone');
  expect(at(phone).map(({ proof }) => proof!.claims['nonce'])).toEqual([undefined, 'n1', 'n1']);
  expect(new Set(at(phone).map(({ proof }) => proof!.claims['jti'])).size).toBe(3);
});

test('who is asked for a nonce for ever is refused', async () => {
  const { call, at } = await createFake({ [phone]: nonce });
  expect(await call('readPhone')).toEqual({ ok: false, trouble: { code: 'use_dpop_nonce' } });
  expect(at(phone)).toHaveLength(2);
});

test('an answer without a body is an answer', async () => {
  const { call } = await createFake({ 'POST /v1/lost-phone': () => new Response(null, { status: 204 }) });
  expect(await call('reportLostPhone', { body: { email: 'jo@acme.example' } })).toEqual({ ok: true, value: undefined });
});

test('a refusal says its code and how long to wait', async () => {
  const { call } = await createFake({ [phone]: () => problem('too_soon', { retryAfterSeconds: 7 }) });
  expect(await call('readPhone')).toEqual({ ok: false, trouble: { code: 'too_soon', retryAfterSeconds: 7 } });
});

test.each([
  ['no connection', lost],
  ['a page of somebody else’s', () => new Response('<html>Sign in to the hotel', { headers: { 'content-type': 'text/html' } })],
  ['somebody else’s error page', () => new Response('Bad gateway', { status: 502 })],
  ['an answer that the contract does not know', () => Response.json({ phone: 1 })],
  ['silence', () => new Promise<never>(() => undefined)],
])('%s is no answer, and throws nothing', async (_, answer) => {
  const { call, at } = await createFake({ [phone]: answer }, { timeoutMs: 50 });
  expect(await call('readPhone')).toEqual({ ok: false, trouble: { code: 'unreachable' } });
  expect(at(phone)).toHaveLength(1);
});
