import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAddress } from '#contract/address';
import type { Route } from '#contract/route';
import { hashPairingCode, makePairingCode } from '../../../service/src/auth/pairing-codes.ts';
import { allRoutes } from '../../../service/src/http/all-routes.ts';
import type { AnyRouteName } from '../../../service/src/http/all-routes.ts';
import { createDocumented } from '../../support/documented.ts';
import type { TestPhone } from '../../support/phone-client.ts';
import { aRequest, startTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import type { TestClient } from '../../support/test-client.ts';

let service: TestService;
let alex: TestClient;
let phone: TestPhone;
let documented: Awaited<ReturnType<typeof createDocumented>>;
beforeAll(async () => {
  service = await startTestService();
  documented = await createDocumented(service.origin);
  [alex, phone] = [await service.signIn(), await service.addPhone()];
});
afterAll(() => service.stop());

const withBody = (Object.entries<Route>(allRoutes) as [AnyRouteName, Route][]).filter(([, route]) => route.body).map(([name]) => name);

test.each(withBody)('%s answers any JSON by a documented refusal, never by a mistake', async (name) => {
  await fc.assert(fc.asyncProperty(fc.jsonValue(), fc.uuid({ version: 4 }), async (body, id) => {
    const answer = await (allRoutes[name].auth === 'phone' ? phone : alex).call(name, { id, rawBody: JSON.stringify(body) });
    documented.check(name, answer);
    expect(answer.status).toBe(400);
  }), { numRuns: 30 });
});

test('whatever stands in a contact’s fields, the answer is a documented one that repeats none of it', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 0x10ffff }), { minLength: 8 }).map((points) => String.fromCodePoint(...points)), fc.constantFrom('company', 'contact', 'email'), async (text, field) => {
    const { contact } = aRequest();
    const answer = await alex.call('resolveContact', { body: { contact: { ...contact, [field]: text } } });
    documented.check('resolveContact', answer);
    expect(answer.status).toBeLessThan(500);
    if (answer.status >= 400) expect(JSON.stringify(answer.body)).not.toContain(JSON.stringify(text).slice(1, -1));
  }), { numRuns: 60 });
});

test('the time to refuse an address grows with its length, not with its square', () => {
  const start = performance.now();
  expect(parseAddress(`x${' '.repeat(200_000)}x`)).toEqual({ ok: false, problem: 'too_long' });
  expect(performance.now() - start).toBeLessThan(3000);
});

test('any text in the place of an id, a token or a proof is refused', async () => {
  const header = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 });
  await fc.assert(fc.asyncProperty(header, async (text) => {
    const forged = await alex.call('getVerification', { id: randomUUID(), headers: { Authorization: `DPoP ${text}`, DPoP: text } });
    expect(forged.body.code).toBe('token_invalid');
    expect((await alex.call('getVerification', { id: encodeURIComponent(text.replaceAll('.', 'x')) })).status).toBe(400);
  }), { numRuns: 30 });
});

test('a pairing code survives every usual way of typing it, and no two are alike', () => {
  const codes = Array.from({ length: 500 }, () => makePairingCode());
  expect(new Set(codes).size).toBe(500);
  for (const code of codes) {
    const hash = hashPairingCode(code);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    for (const typed of [code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' ')} `, code.replaceAll('0', 'O').replaceAll('1', 'I'), code.replaceAll('1', 'l')]) expect(hashPairingCode(typed)).toBe(hash);
  }
  for (const none of ['', 'ABCDE-FGHJ', 'ABCDE-FGHJKM', 'ABCDE-FGHJU', 'ABCDE-FGHJ!']) expect(hashPairingCode(none)).toBeUndefined();
});
