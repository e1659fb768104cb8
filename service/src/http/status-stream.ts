import { isEnded } from '#contract/lifecycle';
import type { streamEvents } from '#contract/session';
import type { Verification } from '#contract/verification';

export type StreamDeps = {
  /** The state as the watcher may see it now; undefined when there is nothing for them to see any more. */
  read: () => Promise<Verification | undefined>;
  onChange: (listener: () => void) => () => void;
  now: () => number;
  heartbeatMs: number;
  /** The service stops: the stream shows the last state and ends. */
  ending: AbortSignal;
  onError: (error: unknown) => void;
};

const encoder = new TextEncoder();

/**
 * A text/event-stream of one verification: `first` at once, then every change, and a heartbeat by which both sides know
 * that the other is there. Each heartbeat reads again, for a change or a revocation that another process made.
 */
export function streamStatus(first: Verification, deps: StreamDeps): ReadableStream<Uint8Array> {
  let stop: () => void = () => undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      stop = run(first, deps, controller);
    },
    cancel: () => stop(),
  });
}

/** Nothing about it changes any more. */
function isOver({ status, note }: Verification): boolean {
  return isEnded(status) && note?.state !== 'waiting' && note?.state !== 'failed';
}

function run(first: Verification, deps: StreamDeps, controller: ReadableStreamDefaultController<Uint8Array>): () => void {
  let over = false;
  let sent = '';
  let queue = Promise.resolve();

  const stop = () => {
    if (over) return;
    over = true;
    clearInterval(timer);
    unsubscribe();
    deps.ending.removeEventListener('abort', end);
    try {
      controller.close();
    } catch {
      // The reader has already gone: there is nothing left to close.
    }
  };
  const send = (event: (typeof streamEvents)[number], data: unknown) => {
    if (!over) controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  };
  const show = (state: Verification) => {
    const { now: _, ...rest } = state;
    const text = JSON.stringify(rest);
    if (text !== sent) send('verification', state);
    sent = text;
    if (isOver(state)) stop();
  };
  const refresh = async () => {
    if (over) return;
    const state = await deps.read();
    if (state) show(state);
    else stop();
  };
  // One refresh after the other: two at once could show an older state last.
  const enqueue = (afterwards?: () => void) => {
    queue = queue.then(refresh).then(afterwards).catch((error: unknown) => {
      deps.onError(error);
      stop();
    });
  };

  const timer = setInterval(() => enqueue(() => send('heartbeat', { now: deps.now() })), deps.heartbeatMs);
  const unsubscribe = deps.onChange(() => enqueue());
  const end = () => enqueue(stop);
  deps.ending.addEventListener('abort', end);
  show(first);
  // `first` was read before there was a subscription.
  enqueue(deps.ending.aborted ? stop : undefined);
  return stop;
}
