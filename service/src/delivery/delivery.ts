import type { Method } from '#contract/words';
import type { Store } from '../store/store.ts';
import type { Message } from '../store/types.ts';
import type { Verifications } from '../verification/types.ts';
import { writeLetter } from './letter.ts';
import type { LetterDeps } from './letter.ts';
import { createPool } from './pool.ts';
import { createRecorder } from './recorder.ts';
import type { Log } from './recorder.ts';
import { createRecovery } from './recovery.ts';
import type { Letter, Outcome, Senders } from './types.ts';

export type DeliveryDeps = LetterDeps & {
  store: Pick<Store, 'claimMessage' | 'listInterrupted' | 'readLetter'>;
  verifications: Pick<Verifications, 'recordDelivery'>;
  senders: Senders;
  log: Log;
  pollMs?: number;
  recoveryMs?: number;
};
/** `drain` sends all that is due; `stop` finishes what is under way, and what is queued waits for the next start. */
export type Delivery = { kick(): void; start(): void; drain(): Promise<void>; stop(): Promise<void> };

const inParallel = 4;

/**
 * Empties the outbox: claims a message, sends it once, records what became of it. What was under way when its process died
 * is recorded as "maybe sent" and never sent again.
 */
export function createDelivery(deps: DeliveryDeps): Delivery {
  const { store, senders, now, log } = deps;
  const recorder = createRecorder(deps.verifications, log);
  const recovery = createRecovery({ store, recorder, everyMs: deps.recoveryMs ?? 3000 });

  async function sendOnce(message: Message): Promise<Outcome> {
    let handedToSender = false;
    try {
      const written = await writeLetter(deps, message);
      if (!written.ok) return { state: 'failed', reason: written.reason };
      handedToSender = true;
      return (await hand(senders, message.method, written.letter)) ?? { state: 'failed', reason: 'unreachable' };
    } catch (error) {
      recorder.logBroken(message, error);
      return handedToSender ? { state: 'maybe_sent', reason: 'provider_error' } : { state: 'failed', reason: 'interrupted' };
    }
  }

  async function work(more: () => void): Promise<boolean> {
    try {
      await recovery.first();
      await recorder.retry();
      const message = await store.claimMessage(now());
      if (!message) return false;
      more();
      await recorder.record(message, await sendOnce(message));
      return true;
    } catch (error) {
      recorder.logBroken(undefined, error);
      return false;
    }
  }

  const pool = createPool({ work, size: inParallel, pollMs: deps.pollMs ?? 1000 });
  return {
    kick: pool.kick,
    start() {
      recovery.start();
      pool.start();
    },
    drain: pool.drain,
    async stop() {
      await recovery.stop();
      await pool.stop();
      await recorder.retry();
    },
  };
}

/** Undefined: nothing sends what goes by this method. */
function hand(senders: Senders, method: Method, letter: Letter): Promise<Outcome> | undefined {
  if (letter.kind === 'push') return senders.push?.(letter);
  return method === 'push' ? undefined : senders[method]?.(letter);
}
