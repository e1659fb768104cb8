import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '#contract/routes';
import { aRequest, createTestClock, jo, startTestService, startVerification } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { readAnswer } from '../../support/test-client.ts';
import type { TestClient } from '../../support/test-client.ts';

let service: TestService;
let alex: TestClient;
beforeAll(async () => {
  service = await startTestService();
  alex = await service.signIn();
});
afterAll(() => service.stop());

describe('other origins', () => {
  const origin = 'moz-extension://3f1c7e0a-0000-4000-8000-000000000000';

  test('an extension of any origin may ask, with its headers and without cookies', async () => {
    for (const { path } of Object.values(routes)) {
      const answer = await fetch(service.origin + path, {
        method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,dpop,idempotency-key,content-type' },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull();
      expect(answer.headers.get('Access-Control-Allow-Headers')?.toLowerCase().split(',')).toEqual(['authorization', 'dpop', 'idempotency-key', 'content-type']);
    }
  });

  test.each([['/v1/handshake', 200], ['/v1/token', 401], ['/v1/nothing', 404]])('the answer of %s can be read (%i)', async (path, status) => {
    const answer = await fetch(service.origin + path, { method: path === '/v1/token' ? 'POST' : 'GET', headers: { Origin: origin } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(answer.headers.get('Access-Control-Expose-Headers')?.split(',')).toEqual(['DPoP-Nonce', 'Retry-After', 'WWW-Authenticate']);
  });

  test('health and the document are not opened to other origins', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json']) {
      const answer = await fetch(service.origin + path, { headers: { Origin: origin } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull();
    }
  });
});

describe('every answer', () => {
  test('carries a fresh nonce and is never stored', async () => {
    const good = await alex.call('resolveContact', { body: { contact: aRequest().contact } });
    const bad = await alex.call('getVerification', { id: randomUUID() });
    for (const { headers } of [good, bad]) {
      expect(headers.get('DPoP-Nonce')).toBeTruthy();
      expect(headers.get('Cache-Control')).toBe('no-store');
    }
  });

  test('an unknown address or method is a problem document', async () => {
    for (const [method, path] of [['GET', '/'], ['GET', '/v1'], ['PUT', '/v1/pairing'], ['GET', '/v1/verifications']] as const) {
      const answer = await readAnswer(await fetch(service.origin + path, { method }));
      expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
      expect(answer.body).toMatchObject({ status: 404, code: 'not_found', type: 'urn:countersign:problem:not_found' });
    }
  });
});

describe('a bad body', () => {
  test('names each wrong field by its pointer, and repeats nothing that was sent', async () => {
    const secret = 'Zebra <jo@acme.example>';
    const body = { contact: { ticket: { host: 'NOT A HOST', number: 7 }, company: '', contact: 'x'.repeat(201), email: secret }, method: 'pigeon', action: null, direction: 'inbound', check: 'code' };
    const answer = await alex.call('startVerification', { body });
    expect(answer.status).toBe(400);
    expect(Object.fromEntries(answer.body.errors.map(({ pointer, detail }: { pointer: string; detail: string }) => [pointer, detail]))).toEqual({
      '/contact/ticket/host': 'has the wrong form',
      '/contact/ticket/number': 'must be of the type string',
      '/contact/company': 'must be at least 1 characters long',
      '/contact/contact': 'must be at most 200 characters long',
      '/contact/email': expect.stringContaining('display_name'),
      '/method': 'must be one of: push, sms, email',
    });
    const text = JSON.stringify(answer.body);
    for (const sent of ['Zebra', 'jo@acme', 'NOT A HOST', 'pigeon', 'xxx']) expect(text).not.toContain(sent);
  });

  test.each([
    ['a display-name form', 'Jo <jo@acme.example>'], ['two addresses', 'jo@acme.example,al@acme.example'], ['a zero-width character', 'jo\u200b@acme.example'],
    ['a bidi character', 'jo\u202e@acme.example'], ['a control character', 'jo\u0000@acme.example'], ['mixed-script look-alikes', 'jо@acme.example'],
  ])('an address with %s is refused, and the field is named', async (_, email) => {
    const answer = await alex.call('startVerification', { body: { ...aRequest(), contact: { ...aRequest().contact, email } } });
    expect(answer.body).toMatchObject({ code: 'bad_request', errors: [{ pointer: '/contact/email' }] });
  });

  test.each([['half a character', 'Acme \ud800'], ['a NUL', 'Acme\0 Ltd']])('a company with %s is refused, and the field is named', async (_, company) => {
    const answer = await alex.call('startVerification', { body: { ...aRequest(), contact: { ...aRequest().contact, company } } });
    expect(answer.body).toMatchObject({ code: 'bad_request', errors: [{ pointer: '/contact/company', detail: 'must be text without broken characters' }] });
  });

  test.each(['{', '', 'null', '[]', '"x"'])('%j is refused', async (rawBody) => {
    expect((await alex.call('startVerification', { rawBody })).body.code).toBe('bad_request');
  });

  test('a body that hides its size is cut off at 16 KiB', async () => {
    const { method, path } = routes.pair;
    await alex.call('issueToken');
    const proof = await alex.makeProof({ method: method.toUpperCase(), url: service.origin + path, nonce: alex.state.nonce });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asking = request(service.origin + path, { method, headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked', DPoP: proof } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asking.on('error', reject);
      for (let kib = 0; kib < 17; kib += 1) asking.write(' '.repeat(1024));
      asking.end('{}');
    });
    expect(status).toBe(413);
  });
});

test('a verification of another tenant is not there, whatever is asked', async () => {
  const other = await service.store.addTenant('Other MSP');
  const mallory = await service.signIn('Mallory', other.id);
  const { id } = await startVerification(alex);
  const asks = [
    mallory.call('getVerification', { id }), mallory.call('watchVerification', { id }), mallory.call('decide', { id, body: { decision: 'approve' } }),
    mallory.call('tryCode', { id, body: { code: '000000', attempt: 1 } }), mallory.call('resend', { id, body: { afterSend: 1 } }), mallory.call('extend', { id }), mallory.call('cancel', { id }),
  ];
  for (const answer of await Promise.all(asks)) expect(answer.body).toMatchObject({ status: 404, code: 'not_found' });
  expect((await mallory.call('resolveContact', { body: { contact: aRequest(jo).contact } })).body.code).toBe('account_not_found');
  expect((await alex.call('getVerification', { id })).body.status).toBe('pending');
  await alex.call('cancel', { id });
});

test('SEND twice with one key is one verification and one letter', async () => {
  const account = { ...jo, email: 'once@acme.example' };
  await service.addAccount(service.tenant.id, account);
  const ask = { body: aRequest(account), idempotencyKey: randomUUID() };
  const before = service.letters.length;
  const answers = await Promise.all([1, 2, 3, 4].map(() => alex.call('startVerification', ask)));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  await expect.poll(() => service.letters.length).toBe(before + 1);
  expect(await service.store.claimMessage(Date.now())).toBeUndefined();
});

test('behind a TLS proxy the proof must name the public origin', async () => {
  const own = await startTestService({ clock: createTestClock(), env: { COUNTERSIGN_PUBLIC_ORIGIN: 'https://verify.harbor.example' } });
  try {
    const ask = async (proofOrigin: string, nonce?: string) => {
      const proof = await alex.makeProof({ method: 'POST', url: `${proofOrigin}/v1/token`, nonce });
      return readAnswer(await fetch(`${own.origin}/v1/token`, { method: 'POST', headers: { DPoP: proof } }));
    };
    const nonce = (await ask('https://verify.harbor.example')).headers.get('DPoP-Nonce') ?? '';
    expect((await ask(own.origin, nonce)).body.code).toBe('token_invalid');
    expect((await ask('https://verify.harbor.example', nonce)).body.code).toBe('device_unknown');
  } finally {
    await own.stop();
  }
});

test('the log holds methods, routes, statuses and times, and no code, token, name or address', async () => {
  const own = await startTestService();
  const client = await own.signIn('Quentin');
  await client.pair('ZZZZZ-ZZZZZ');
  const { id, code } = await startVerification(client, { method: 'sms' });
  await client.call('decide', { id, body: { decision: 'approve' } });
  await client.call('startVerification', { body: { ...aRequest(), method: 'pigeon' } });
  await client.call('startVerification', { body: aRequest({ ...jo, email: 'ghost@acme.example' }) });
  await fetch(`${own.origin}/v1/${jo.email}`);
  const { accessToken } = client.state;
  await own.stop();
  const log = own.logLines.join('').replace(/"time":\d+/g, '');
  for (const secret of [code, accessToken, jo.email, 'acme', jo.mobile, '5550199', jo.name, 'Quentin', 'ZZZZZ']) expect(log).not.toContain(secret);
  const requests = own.logLines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === 'request');
  expect(requests).toContainEqual(expect.objectContaining({ method: 'POST', route: '/v1/verifications/{id}/decision', status: 200, ms: expect.any(Number) }));
  for (const line of requests) expect(Object.keys(line).sort()).toEqual(['level', 'method', 'ms', 'msg', 'route', 'status', 'time']);
});
