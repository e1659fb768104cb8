import type { Message } from '../store/types.ts';
import type { Verifications } from '../verification/types.ts';
import type { Outcome } from './types.ts';

export type Log = { info(fields: object, text: string): void; warn(fields: object, text: string): void; error(fields: object, text: string): void };

export type Recorder = ReturnType<typeof createRecorder>;

/** Records outcomes and tells the log, without address or code. What cannot be written now is kept and tried again. */
export function createRecorder(verifications: Pick<Verifications, 'recordDelivery'>, log: Log) {
  const unrecorded = new Map<string, { message: Message; outcome: Outcome }>();

  async function recordOrThrow(message: Message, outcome: Outcome): Promise<void> {
    await verifications.recordDelivery(message, outcome);
    const level = outcome.state === 'handed_over' ? 'info' : 'warn';
    const reason = outcome.state === 'handed_over' ? {} : { reason: outcome.reason };
    log[level]({ ...named(message), state: outcome.state, ...reason }, 'message');
  }

  async function record(message: Message, outcome: Outcome): Promise<void> {
    try {
      await recordOrThrow(message, outcome);
    } catch (error) {
      unrecorded.set(message.id, { message, outcome });
      logBroken(message, error);
    }
  }

  async function retry(): Promise<void> {
    const waiting = [...unrecorded.values()];
    unrecorded.clear();
    for (const { message, outcome } of waiting) await record(message, outcome);
  }

  function logBroken(message: Message | undefined, error: unknown): void {
    log.error({ ...(message ? named(message) : {}), error: nameOf(error) }, 'delivery broke');
  }

  return { record, recordOrThrow, retry, logBroken };
}

function named(message: Message): { messageId: string; verificationId: string; method: string } {
  return { messageId: message.id, verificationId: message.verificationId, method: message.method };
}

/** An error's message may carry an address: only its name and code are told. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.name : `${error.name} ${code}`;
}
