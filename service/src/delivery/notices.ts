import type { DeliveryReason } from '#contract/words';
import { MethodSchema } from '#contract/words';
import type { Store } from '../store/store.ts';
import type { Notice } from '../store/types.ts';
import { createPool } from './pool.ts';
import type { Log } from './recorder.ts';
import type { NoticeLetter, Outcome, Senders } from './types.ts';

export type NoticesDeps = {
  store: Pick<Store, 'claimNotice' | 'updateNotice' | 'listTenants'>;
  senders: Senders;
  now: () => number;
  log: Log;
  pollMs?: number;
};
export type Notices = { start(): void; stop(): Promise<void> };

/** Longer than any sender takes: another process takes a notice up again when this one died over it. */
const leaseMs = 120_000;
const firstRetryMs = 60_000;
const longestRetryMs = 6 * 3_600_000;
const givenUpAfterMs = 72 * 3_600_000;

/**
 * Tells people what they must be told, at least once: what failed is tried again, less and less often, for three days, and
 * what may have arrived once more. Then it is given up, with the reason, and an error in the log.
 */
export function createNotices({ store, senders, now, log, pollMs = 10_000 }: NoticesDeps): Notices {
  async function send(notice: Notice): Promise<Outcome> {
    const tenant = (await store.listTenants()).find(({ id }) => id === notice.tenantId);
    const sender = senders[notice.method];
    if (!sender || !tenant || notice.destination === null) return { state: 'failed', reason: 'unreachable' };
    return sender(writeNotice(notice, notice.destination, tenant.name));
  }

  async function record(notice: Notice, outcome: Outcome): Promise<void> {
    const next = afterAttempt(notice, outcome, now());
    await store.updateNotice(next);
    const fields = { noticeId: notice.id, method: notice.method, attempt: notice.attempts, state: outcome.state, ...(next.reason && { reason: next.reason }) };
    if (outcome.state === 'handed_over') log.info(fields, 'notice');
    else if (next.doneAt === null || outcome.state === 'maybe_sent') log.warn(fields, 'notice');
    else log.error(fields, 'notice given up: tell the person in another way');
  }

  async function work(more: () => void): Promise<boolean> {
    try {
      const notice = await store.claimNotice(now(), leaseMs);
      if (!notice) return false;
      more();
      await record(notice, await send(notice));
      return true;
    } catch (error) {
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'notices broke');
      return false;
    }
  }

  const { start, stop } = createPool({ work, size: 1, pollMs });
  return { start, stop };
}

function writeNotice({ id, method, details, createdAt }: Notice, destination: string, tenantName: string): NoticeLetter {
  const changed = MethodSchema.safeParse(details['channel']);
  return { kind: 'notice', messageId: id, destination, tenantName, changed: changed.success ? changed.data : method, changedAt: createdAt };
}

/** `notice` after an attempt: done, or due again. */
function afterAttempt(notice: Notice, outcome: Outcome, now: number): Notice {
  if (outcome.state === 'handed_over') return { ...notice, doneAt: now, reason: null };
  const { reason } = outcome;
  if (outcome.state === 'maybe_sent' && mayHaveArrived(notice.reason)) return { ...notice, doneAt: now, reason };
  const nextAt = now + Math.min(longestRetryMs, firstRetryMs * 2 ** (notice.attempts - 1));
  const isGivenUp = nextAt > notice.createdAt + givenUpAfterMs;
  return isGivenUp ? { ...notice, doneAt: now, reason } : { ...notice, nextAt, reason };
}

/** Whether the attempt before ended with this: nothing but a lost answer has these reasons. */
function mayHaveArrived(reason: DeliveryReason | null): boolean {
  return reason === 'timeout' || reason === 'provider_error';
}
