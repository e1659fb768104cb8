import type { Subscription } from '#contract/phone';
import type { Platform } from './platform.ts';

/**
 * Whether notifications can arrive. `asks`: the person has not been asked yet. `home_screen`: an iPhone takes them only from an
 * app on the Home Screen (iOS 16.4). `failed`: allowed, but the browser could not subscribe.
 */
export type Notifications = 'on' | 'asks' | 'refused' | 'home_screen' | 'unsupported' | 'failed';

export type PushDeps = {
  platform: Platform;
  /** Undefined where the browser has no service workers. */
  workers: Pick<ServiceWorkerContainer, 'ready'> | undefined;
  permission(): NotificationPermission | undefined;
  hasPush: boolean;
  waitMs?: number;
};

/** What can be said before anybody subscribes. */
export function readPermission({ platform, workers, permission, hasPush }: PushDeps): Exclude<Notifications, 'on'> | 'allowed' {
  const allowed = permission();
  if (!workers || !hasPush || allowed === undefined) return platform === 'ios' ? 'home_screen' : 'unsupported';
  if (allowed === 'denied') return 'refused';
  return allowed === 'granted' ? 'allowed' : 'asks';
}

/** Subscribes anew, or finds what is subscribed already with the same VAPID key. Never rejects. */
export async function subscribe(deps: PushDeps, pushKey: string): Promise<{ state: Notifications; subscription: Subscription | null }> {
  const state = readPermission(deps);
  if (state !== 'allowed' || !deps.workers) return { state: state === 'allowed' ? 'unsupported' : state, subscription: null };
  try {
    const { pushManager } = await within(deps.workers.ready, deps.waitMs ?? 10_000);
    const subscription = await subscribeWith(pushManager, pushKey);
    return subscription ? { state: 'on', subscription } : { state: 'failed', subscription: null };
  } catch {
    return { state: 'failed', subscription: null };
  }
}

/** A subscription by another key would be refused by the push service: it is given up first. */
export async function subscribeWith(manager: PushManager, pushKey: string): Promise<Subscription | undefined> {
  const existing = await manager.getSubscription();
  const usable = existing && sameKey(existing.options.applicationServerKey, pushKey);
  if (existing && !usable) await existing.unsubscribe();
  const found = usable ? existing : await manager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey });
  const { endpoint, keys } = found.toJSON();
  return endpoint && keys?.['p256dh'] && keys['auth'] ? { endpoint, p256dh: keys['p256dh'], auth: keys['auth'] } : undefined;
}

function sameKey(key: ArrayBuffer | null, pushKey: string): boolean {
  if (!key) return false;
  const text = btoa(String.fromCharCode(...new Uint8Array(key))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return text === pushKey;
}

function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  return Promise.race([promise, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('too late')), milliseconds))]);
}
