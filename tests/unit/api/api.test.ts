import { describe, expect, test } from 'vitest';
import { bySms, contact, id, invited, key, options, verificationWith } from '../workflow/samples';
import { createWorld, origin, problem, session, tokenAnswer } from './fake-service';

const started = () => Response.json(verificationWith(), { status: 201 });
const send = { contact, ...bySms } as const;
const posts = '/v1/verifications';

describe('a request', () => {
  test('carries a proof for its own address, method and token, and the key of its SEND', async () => {
    const { api, seen } = await createWorld({ [posts]: started }, { token: 'old' });
    expect(await api.start(key, send)).toEqual({ ok: true, value: verificationWith() });
    const [request] = seen;
    expect(request!.headers.get('authorization')).toBe('DPoP old');
    expect(request!.headers.get('idempotency-key')).toBe(key);
    expect(request!.proof).toMatchObject({ htu: `${origin}${posts}`, htm: 'POST', ath: expect.any(String) });
    expect(request!.body).toEqual(send);
    expect(seen).toHaveLength(1);
  });

  test('without a token asks for one first, and keeps it', async () => {
    const { api, seen, tokens } = await createWorld({ '/v1/token': () => tokenAnswer('new'), '/v1/contacts/resolve': () => Response.json(options) });
    expect((await api.resolve({ contact })).ok).toBe(true);
    expect(seen.map((one) => one.path)).toEqual(['/v1/token', '/v1/contacts/resolve']);
    expect(tokens.current).toBe('new');
    expect(seen[0]!.headers.get('authorization')).toBeNull();
  });

  test('several without a token share one', async () => {
    const { api, at } = await createWorld({ '/v1/token': () => tokenAnswer('new'), '/v1/contacts/resolve': () => Response.json(options) });
    await Promise.all([api.resolve({ contact }), api.resolve({ contact }), api.resolve({ contact })]);
    expect(at('/v1/token')).toHaveLength(1);
  });

  test('with an expired token is repeated once with a new one, as the same SEND', async () => {
    const { api, at } = await createWorld({ '/v1/token': () => tokenAnswer('new'), [posts]: [() => problem('token_invalid'), started] }, { token: 'old' });
    expect((await api.start(key, send)).ok).toBe(true);
    expect(at(posts).map((one) => one.headers.get('authorization'))).toEqual(['DPoP old', 'DPoP new']);
    expect(new Set(at(posts).map((one) => one.headers.get('idempotency-key')))).toEqual(new Set([key]));
  });

  test('that a new token does not help is refused, not repeated for ever', async () => {
    const { api, at } = await createWorld({ '/v1/token': () => tokenAnswer('new'), [posts]: () => problem('token_invalid') }, { token: 'old' });
    expect(await api.start(key, send)).toEqual({ ok: false, trouble: { code: 'token_invalid' } });
    expect(at(posts)).toHaveLength(2);
  });

  test('is repeated once with the nonce that the service demands, and the next one has it from the start', async () => {
    const nonce = () => problem('use_dpop_nonce', {}, { 'dpop-nonce': 'n1' });
    const { api, at } = await createWorld({ [posts]: [nonce, started] }, { token: 'old' });
    expect((await api.start(key, send)).ok).toBe(true);
    await api.start(key, send);
    expect(at(posts).map((one) => one.proof?.['nonce'])).toEqual([undefined, 'n1', 'n1']);
    expect(new Set(at(posts).map((one) => one.proof?.['jti'])).size).toBe(3);
  });

  test('that is asked for a nonce for ever is refused', async () => {
    const { api, at } = await createWorld({ [posts]: () => problem('use_dpop_nonce', {}, { 'dpop-nonce': 'n' }) }, { token: 'old' });
    expect(await api.start(key, send)).toEqual({ ok: false, trouble: { code: 'use_dpop_nonce' } });
    expect(at(posts)).toHaveLength(2);
  });
});

describe('a POST is never repeated by itself', () => {
  const failures: [string, () => Response | Promise<Response>][] = [
    ['the network fails', () => Promise.reject(new TypeError('failed to fetch'))],
    ['a proxy answers 502', () => new Response('Bad gateway', { status: 502 })],
    ['a proxy answers 503 with Retry-After', () => new Response('', { status: 503, headers: { 'retry-after': '0' } })],
    ['the answer is not ours', () => Response.json({ hello: 1 }, { status: 201 })],
    ['the answer is cut off', () => new Response('{"id":', { status: 201 })],
    ['nobody answers in time', () => new Promise<Response>(() => undefined)],
  ];
  test.each(failures)('when %s', async (_title, fail) => {
    const { api, at } = await createWorld({ [posts]: fail }, { token: 'old', timeoutMs: 50 });
    expect(await api.start(key, send)).toEqual({ ok: false, trouble: { code: 'unreachable' } });
    expect(at(posts)).toHaveLength(1);
  });

  test('when the service refuses: the code, the wait and the choice are passed on', async () => {
    const customers = [{ id, name: 'Acme' }];
    const { api } = await createWorld({ [posts]: [() => problem('too_soon', { retryAfterSeconds: 9 }), () => problem('customer_ambiguous', { customers, doubts: ['page_differs'] })] }, { token: 'old' });
    expect(await api.start(key, send)).toEqual({ ok: false, trouble: { code: 'too_soon', retryAfterSeconds: 9 } });
    expect(await api.start(key, send)).toEqual({ ok: false, trouble: { code: 'customer_ambiguous', customers, doubts: ['page_differs'] } });
  });

  test('by a limit of the day says which, and no other detail is taken over', async () => {
    const answers = [problem('daily_limit', { detail: 'sms_spend', retryAfterSeconds: 60 }), problem('daily_limit', { detail: 'bytes' }), problem('method_unavailable', { detail: 'tenant' })];
    const { api } = await createWorld({ [posts]: answers.map((answer) => () => answer) }, { token: 'old' });
    expect(await api.start(key, send)).toEqual({ ok: false, trouble: { code: 'daily_limit', retryAfterSeconds: 60, limit: 'sms_spend' } });
    expect(await api.start(key, send)).toEqual({ ok: false, trouble: { code: 'daily_limit' } });
    expect(await api.start(key, send)).toEqual({ ok: false, trouble: { code: 'method_unavailable' } });
  });
});

test('the handshake is repeated once when a proxy fails', async () => {
  const handshake = { product: 'countersign', api: { oldest: 1, newest: 1 }, now: 1 };
  const { api, at } = await createWorld({ '/v1/handshake': [() => new Response('', { status: 502 }), () => Response.json(handshake)] });
  expect(await api.handshake()).toEqual({ ok: true, value: handshake });
  expect(at('/v1/handshake')).toHaveLength(2);
});

test('something else at the address is not our service', async () => {
  const { api } = await createWorld({ '/v1/handshake': () => new Response('<h1>It works</h1>') });
  expect(await api.handshake()).toEqual({ ok: false, trouble: { code: 'unreachable' } });
});

test('pairing needs no token, only the proof', async () => {
  const { api, seen } = await createWorld({ '/v1/pairing': () => Response.json(session, { status: 201 }) });
  expect(await api.pair({ pairingCode: 'ABCDEFGHJK', deviceName: 'Desk' })).toEqual({ ok: true, value: session });
  expect(seen).toHaveLength(1);
  expect(seen[0]!.headers.get('authorization')).toBeNull();
  expect(seen[0]!.proof).toMatchObject({ htm: 'POST', htu: `${origin}/v1/pairing` });
});

test('an invitation is asked for by the verification that it rests on, and says where it went', async () => {
  const path = `/v1/verifications/${id}/invitation`;
  const { api, seen } = await createWorld({ [path]: [() => Response.json(invited, { status: 201 }), () => problem('too_many_phones')] }, { token: 't' });
  expect(await api.invite(id)).toEqual({ ok: true, value: invited });
  expect(await api.invite(id)).toEqual({ ok: false, trouble: { code: 'too_many_phones' } });
  expect(seen.map(({ method, body }) => [method, body])).toEqual([['POST', undefined], ['POST', undefined]]);
});

test('every press goes to its own address with its own body', async () => {
  const paths = ['decision', 'code', 'resend', 'more-time', 'cancel'].map((name) => `/v1/verifications/${id}/${name}`);
  const { api, seen } = await createWorld(Object.fromEntries(paths.map((path) => [path, () => Response.json(verificationWith())])), { token: 't' });
  const answers = [await api.decide(id, 'deny'), await api.tryCode(id, '123456', 2), await api.resend(id, 1), await api.extend(id), await api.cancel(id)];
  expect(answers.every((answer) => answer.ok)).toBe(true);
  expect(seen.map((one) => [one.path, one.body])).toEqual([
    [paths[0], { decision: 'deny' }],
    [paths[1], { code: '123456', attempt: 2 }],
    [paths[2], { afterSend: 1 }],
    [paths[3], undefined],
    [paths[4], undefined],
  ]);
});
