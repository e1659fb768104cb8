import { routes } from '#contract/routes';
import { HeartbeatSchema } from '#contract/session';
import { VerificationSchema } from '#contract/verification';
import { createParser } from 'eventsource-parser';
import type { Received } from '../workflow/state';
import type { SignedFetch } from './signed-fetch';
import { type Result, troubleOf, unreachable } from './trouble';

export type WatchHandlers = { onVerification(received: Received): void; onHeartbeat(): void };

/** Reads one status stream. A stream that says nothing for `silentAfterMs` is as good as broken. */
export function createWatch({ signed, now, silentAfterMs }: { signed: SignedFetch; now(): number; silentAfterMs: number }) {
  return async function watch(id: string, handlers: WatchHandlers, signal: AbortSignal): Promise<Result<void>> {
    const silence = createSilence(silentAfterMs);
    const both = AbortSignal.any([signal, silence.signal]);
    try {
      const path = routes.watchVerification.path.replace('{id}', encodeURIComponent(id));
      const answer = await signed.send({ route: routes.watchVerification, path, signal: both });
      if (!answer.ok) return answer;
      if (!answer.value.ok || !answer.value.body) return { ok: false, trouble: await troubleOf(answer.value) };
      await readAll(answer.value.body, reader(handlers, now), silence.heard, both);
      return { ok: true, value: undefined };
    } catch {
      return unreachable;
    } finally {
      silence.stop();
    }
  };
}

async function readAll(body: ReadableStream<Uint8Array>, feed: (chunk: string) => void, heard: () => void, signal: AbortSignal): Promise<void> {
  const decoder = new TextDecoder();
  const stream = body.getReader();
  const stop = () => void stream.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const { done, value } = await stream.read();
      if (signal.aborted) throw new Error('the stream was given up');
      if (done) return;
      heard();
      feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function reader(handlers: WatchHandlers, now: () => number): (chunk: string) => void {
  const parser = createParser({
    onEvent({ event, data }) {
      if (event === 'verification') {
        const parsed = VerificationSchema.safeParse(parse(data));
        if (parsed.success) handlers.onVerification({ verification: parsed.data, receivedAt: now() });
      }
      if (event === 'heartbeat' && HeartbeatSchema.safeParse(parse(data)).success) handlers.onHeartbeat();
    },
  });
  return (chunk) => parser.feed(chunk);
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function createSilence(afterMs: number) {
  const controller = new AbortController();
  const giveUp = () => controller.abort();
  let timer = setTimeout(giveUp, afterMs);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(giveUp, afterMs);
    },
    stop: () => clearTimeout(timer),
  };
}
