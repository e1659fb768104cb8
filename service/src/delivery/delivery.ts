import type { Store } from '../store/store.ts';
import type { Message } from '../store/types.ts';
import type { Verifications } from '../verification/types.ts';
import { writeLetter } from './letter.ts';
import type { LetterDeps } from './letter.ts';
import { createPool } from './pool.ts';
import { createRecorder } from './recorder.ts';
import type { Log } from './recorder.ts';
import type { Outcome, Senders } from './types.ts';

export type DeliveryDeps = LetterDeps & {
  store: Pick<Store, 'claimMessage' | 'listInterrupted' | 'readLetter'>;
  verifications: Pick<Verifications, 'recordDelivery'>;
  senders: Senders;
  log: Log;
  pollMs?: number;
};
/** `drain` sends all that is due; `stop` finishes what is under way, and what is queued waits for the next start. */
export type Delivery = { kick(): void; start(): void; drain(): Promise<void>; stop(): Promise<void> };

const inParallel = 4;
const page = 100;
const notSent: Outcome = { state: 'failed', reason: 'interrupted' };

/**
 * Empties the outbox: claims a message, sends it once, records what became of it. What was under way when the service died
 * is recorded as "maybe sent" and never sent again.
 */
export function createDelivery(deps: DeliveryDeps): Delivery {
  const { store, senders, now, log } = deps;
  const recorder = createRecorder(deps.verifications, log);
  let recovery: Promise<void> | undefined;

  /** What is `sending` by a process that is no more: nobody knows whether it left. */
  async function recover(): Promise<void> {
    const seen = new Set<string>();
    for (;;) {
      const found = (await store.listInterrupted(page)).filter(({ id }) => !seen.has(id));
      if (found.length === 0) return;
      for (const message of found) {
        await recorder.recordOrThrow(message, { state: 'maybe_sent', reason: 'interrupted' });
        seen.add(message.id);
      }
    }
  }

  function recoverOnce(): Promise<void> {
    recovery ??= recover().catch((error: unknown) => {
      recovery = undefined;
      throw error;
    });
    return recovery;
  }

  async function sendOnce(message: Message): Promise<Outcome> {
    let handedToSender = false;
    try {
      const letter = await writeLetter(deps, message);
      if (!letter) return notSent;
      const send = senders[message.method];
      if (!send) return { state: 'failed', reason: 'unreachable' };
      handedToSender = true;
      return await send(letter);
    } catch (error) {
      recorder.logBroken(message, error);
      return handedToSender ? { state: 'maybe_sent', reason: 'provider_error' } : notSent;
    }
  }

  async function work(more: () => void): Promise<boolean> {
    try {
      await recoverOnce();
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
    start: pool.start,
    drain: pool.drain,
    async stop() {
      await pool.stop();
      await recorder.retry();
    },
  };
}
