import { expect, test, vi } from 'vitest';
import { id, verificationWith } from '../workflow/samples';
import { createWorld, problem } from './fake-service';

const path = `/v1/verifications/${id}/events`;
const encoder = new TextEncoder();

function stream(chunks: string[], close = true): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      if (close) controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const never = () => new AbortController().signal;
const handlers = () => ({ onVerification: vi.fn(), onHeartbeat: vi.fn() });

test('what the service says is passed on, also when it arrives in pieces', async () => {
  const text = event('verification', verificationWith()) + event('heartbeat', { now: 1 }) + event('verification', verificationWith({ status: 'denied' }));
  const { api, seen } = await createWorld({ [path]: () => stream([text.slice(0, 40), text.slice(40, 41), text.slice(41)]) }, { token: 't' });
  const heard = handlers();
  expect(await api.watch(id, heard, never())).toEqual({ ok: true, value: undefined });
  expect(heard.onVerification.mock.calls.map(([received]) => received)).toEqual([
    { verification: verificationWith(), receivedAt: 5 },
    { verification: verificationWith({ status: 'denied' }), receivedAt: 5 },
  ]);
  expect(heard.onHeartbeat).toHaveBeenCalledTimes(1);
  expect(seen[0]!.headers.get('accept')).toBe('text/event-stream');
  expect(seen[0]!.proof).toMatchObject({ htm: 'GET' });
});

test('what does not parse is not passed on', async () => {
  const text = 'event: verification\ndata: {oops\n\n' + event('verification', { id, status: 'approved' }) + event('other', {}) + event('heartbeat', 'x');
  const { api } = await createWorld({ [path]: () => stream([text]) }, { token: 't' });
  const heard = handlers();
  await api.watch(id, heard, never());
  expect(heard.onVerification).not.toHaveBeenCalled();
  expect(heard.onHeartbeat).not.toHaveBeenCalled();
});

test('a stream that falls silent is as good as broken', async () => {
  const { api } = await createWorld({ [path]: () => stream([event('heartbeat', { now: 1 })], false) }, { token: 't', silentAfterMs: 30 });
  expect(await api.watch(id, handlers(), never())).toEqual({ ok: false, trouble: { code: 'unreachable' } });
});

test('a service that does not answer at all is given up just so', async () => {
  const { api } = await createWorld({ [path]: () => new Promise<Response>(() => undefined) }, { token: 't', silentAfterMs: 30 });
  expect(await api.watch(id, handlers(), never())).toEqual({ ok: false, trouble: { code: 'unreachable' } });
});

test('why there is no stream is passed on', async () => {
  const { api } = await createWorld({ [path]: () => problem('not_found') }, { token: 't' });
  expect(await api.watch(id, handlers(), never())).toEqual({ ok: false, trouble: { code: 'not_found' } });
});

test('it ends when it is no longer wanted', async () => {
  const stop = new AbortController();
  const { api } = await createWorld({ [path]: () => stream([event('heartbeat', { now: 1 })], false) }, { token: 't' });
  const heard = handlers();
  const watching = api.watch(id, heard, stop.signal);
  await vi.waitFor(() => expect(heard.onHeartbeat).toHaveBeenCalled());
  stop.abort();
  expect((await watching).ok).toBe(false);
});
