import { readConfig } from '../../../service/src/config.ts';
import { openStore } from '../../../service/src/store/open-store.ts';
import type { SignedIn, SignedInPhone } from '../../../service/src/store/types.ts';
import type { PhoneAnswer } from '../../../service/src/verification/answer-effect.ts';
import { createVerifications } from '../../../service/src/verification/verifications.ts';
import { createTestConnectwise } from '../connectwise-client.ts';

/** One thing to ask of a verification, as a technician would, or as a phone of its account. */
export type Order =
  | { id: string; decide: 'approve' | 'deny' }
  | { id: string; code: string; attempt: number }
  | { id: string; cancel: true }
  | { id: string; answer: PhoneAnswer; phone: SignedInPhone };
/** `now` is the time that the process is told. From `startAt` on, by the real clock, one order is carried out every `paceMs`. */
export type Orders = { who: SignedIn; now: number; codeKey: number[]; orders: Order[]; startAt: number; paceMs: number };
/** The status that was answered, or the refusal's code. */
export type Outcome = string;

/** Run as a process of its own: one of several that decide on one database, at the time that its parent tells. */
const store = await openStore(readConfig(process.env));

process.on('message', ({ who, now, codeKey, orders, startAt, paceMs }: Orders) => {
  const verifications = createVerifications({ store, connectwise: createTestConnectwise(store, () => now), now: () => now, codeKey: new Uint8Array(codeKey), configured: new Set(['push', 'sms', 'email']), kick: () => undefined });
  const carryOut = async (order: Order, index: number): Promise<Outcome> => {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, startAt + index * paceMs - Date.now())));
    const result = await ('decide' in order ? verifications.decide(who, order.id, order.decide)
      : 'code' in order ? verifications.tryCode(who, order.id, order.code, order.attempt)
      : 'answer' in order ? verifications.answer(order.phone, order.id, order.answer)
      : verifications.cancel(who, order.id));
    return result.ok ? result.value.status : result.refusal.code;
  };
  void Promise.all(orders.map(carryOut)).then((outcomes) => process.send?.(outcomes));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
