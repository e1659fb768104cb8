import type { DeliveryReason } from '#contract/words';
import type { Store } from '../store/store.ts';
import type { Notice } from '../store/types.ts';
import { destinationOf } from '../verification/availability.ts';
import { describeNotice } from './notice-about.ts';
import type { AboutDeps } from './notice-about.ts';
import { createPool } from './pool.ts';
import type { Log } from './recorder.ts';
import { nextAttemptAt } from './retry-times.ts';
import type { Outcome, Senders } from './types.ts';

export type NoticesDeps = AboutDeps & {
  store: AboutDeps['store'] & Pick<Store, 'claimNotice' | 'updateNotice' | 'listTenants' | 'findAccount'>;
  senders: Senders;
  log: Log;
  pollMs?: number;
};
/** `kick`: something was written that should leave at once. */
export type Notices = { kick(): void; start(): void; stop(): Promise<void> };

/** Longer than any sender takes: another process takes a notice up again when this one died over it. */
const leaseMs = 120_000;
/** A mail server that does not answer must not hold up a code by text message. */
const inParallel = 3;

/**
 * Tells people what they must be told, at least once: what failed is tried again, less and less often, for three days, and
 * what may have arrived once more. Then it is given up, with the reason, and an error in the log. What nobody has a use for
 * any more is dropped.
 */
export function createNotices({ store, senders, now, log, pollMs = 10_000, ...deps }: NoticesDeps): Notices {
  /** Undefined: its use is over. */
  async function send(notice: Notice): Promise<Outcome | undefined> {
    const described = await describeNotice({ store, now, ...deps }, notice);
    if (described === 'over') return undefined;
    if (described === 'unreadable') return { state: 'failed', reason: 'refused' };
    const tenant = (await store.listTenants()).find(({ id }) => id === notice.tenantId);
    const sender = senders[notice.method];
    const destination = notice.destination ?? (await findDestination(notice));
    if (!sender || !tenant || destination === null) return { state: 'failed', reason: 'unreachable' };
    return sender({ kind: 'notice', messageId: notice.id, destination, tenantName: tenant.name, about: described.about });
  }

  /** Where the account is reached now. */
  async function findDestination({ tenantId, accountId, method }: Notice): Promise<string | null> {
    const account = await store.findAccount(tenantId, accountId);
    return account ? destinationOf(account, method) : null;
  }

  async function record(notice: Notice, outcome: Outcome | undefined): Promise<void> {
    const next = outcome ? afterAttempt(notice, outcome, now()) : { ...notice, doneAt: now(), reason: 'interrupted' as const };
    await store.updateNotice(next);
    const state = outcome?.state ?? 'dropped';
    const fields = { noticeId: notice.id, kind: notice.kind, method: notice.method, attempt: notice.attempts, state, ...(next.reason && { reason: next.reason }) };
    if (state === 'handed_over' || state === 'dropped') log.info(fields, 'notice');
    else if (next.doneAt === null || state === 'maybe_sent') log.warn(fields, 'notice');
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

  const { kick, start, stop } = createPool({ work, size: inParallel, pollMs });
  return { kick, start, stop };
}

/** `notice` after an attempt: done, or due again. */
function afterAttempt(notice: Notice, outcome: Outcome, now: number): Notice {
  if (outcome.state === 'handed_over') return { ...notice, doneAt: now, reason: null };
  const { reason } = outcome;
  if (outcome.state === 'maybe_sent' && mayHaveArrived(notice.reason)) return { ...notice, doneAt: now, reason };
  const nextAt = nextAttemptAt(notice.createdAt, notice.attempts, now);
  return nextAt === undefined ? { ...notice, doneAt: now, reason } : { ...notice, nextAt, reason };
}

/** Whether the attempt before ended with this: nothing but a lost answer has these reasons. */
function mayHaveArrived(reason: DeliveryReason | null): boolean {
  return reason === 'timeout' || reason === 'provider_error';
}
