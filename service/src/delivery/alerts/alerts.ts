import type { Store } from '../../store/store.ts';
import type { Alert } from '../../store/types.ts';
import type { EmailOptions } from '../email.ts';
import { createPool } from '../pool.ts';
import type { Log } from '../recorder.ts';
import { nextAttemptAt } from '../retry-times.ts';
import { readAlertFacts } from './alert-facts.ts';
import type { FactsStore } from './alert-facts.ts';
import { createAlertMailer } from './mail-alert.ts';
import { createAlertPoster } from './post-alert.ts';

export type AlertsDeps = {
  store: FactsStore & Pick<Store, 'claimAlert' | 'updateAlert' | 'readPolicy'>;
  smtp: EmailOptions | undefined;
  tokenKey: Uint8Array;
  now: () => number;
  log: Log;
  pollMs?: number;
};
/** `kick`: an alert was written that should be told at once. */
export type Alerts = { kick(): void; start(): void; stop(): Promise<void> };

/** Longer than both ways take: another process takes an alert up again when this one died over it. */
const leaseMs = 120_000;

/**
 * Tells the MSP of alerts, by the e-mail and the webhook that its policy names, at least once each: what failed is tried
 * again, less and less often, for three days. A way that is not set up counts as done.
 */
export function createAlerts({ store, smtp, tokenKey, now, log, pollMs = 10_000 }: AlertsDeps): Alerts {
  const mail = smtp && createAlertMailer(smtp);
  const post = createAlertPoster({ tokenKey, now });

  async function tell(alert: Alert): Promise<Pick<Alert, 'emailedAt' | 'postedAt'>> {
    const { alertEmail, alertWebhook } = await store.readPolicy(alert.tenantId, null);
    const facts = await readAlertFacts(store, alert);
    const wantsMail = alert.emailedAt === null && alertEmail !== undefined && mail !== undefined;
    const wantsPost = alert.postedAt === null && alertWebhook !== undefined;
    if (alert.attempts === 1 && !wantsMail && !wantsPost) log.warn({ alertId: alert.id }, 'alert: nobody is told, set alertEmail or alertWebhook by policy set');
    const [mailed, posted] = await Promise.all([
      wantsMail ? mail(alertEmail, facts).then(({ state }) => state === 'handed_over' || (state === 'maybe_sent' && alert.attempts > 1)) : true,
      wantsPost ? post(alertWebhook, facts) : true,
    ]);
    return { emailedAt: alert.emailedAt ?? (mailed ? now() : null), postedAt: alert.postedAt ?? (posted ? now() : null) };
  }

  async function record(alert: Alert, told: Pick<Alert, 'emailedAt' | 'postedAt'>): Promise<void> {
    const isTold = told.emailedAt !== null && told.postedAt !== null;
    const nextAt = isTold ? undefined : nextAttemptAt(alert.at, alert.attempts, now());
    await store.updateAlert({ ...alert, ...told, nextAt: nextAt ?? alert.nextAt, doneAt: nextAt === undefined ? now() : null });
    const fields = { alertId: alert.id, kind: alert.kind, attempt: alert.attempts, emailed: told.emailedAt !== null, posted: told.postedAt !== null };
    if (isTold) log.info(fields, 'alert');
    else if (nextAt !== undefined) log.warn(fields, 'alert');
    else log.error(fields, 'alert given up: check alertEmail and alertWebhook, and run alert list');
  }

  async function work(more: () => void): Promise<boolean> {
    try {
      const alert = await store.claimAlert(now(), leaseMs);
      if (!alert) return false;
      more();
      await record(alert, await tell(alert));
      return true;
    } catch (error) {
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'alerts broke');
      return false;
    }
  }

  const { kick, start, stop } = createPool({ work, size: 1, pollMs });
  return { kick, start, stop };
}
