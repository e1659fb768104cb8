import { expect, test } from 'vitest';
import { readPermission, subscribe, subscribeWith } from '../../../service/selfserve/device/notifications';
import type { PushDeps } from '../../../service/selfserve/device/notifications';
import { namePhone, readPlatform } from '../../../service/selfserve/device/platform';
import { notificationWords } from '../../../service/selfserve/words/notification-words';
import { phoneState } from '../../support/gallery/phone-samples';
import { createPushManager } from './push-manager';

const { pushKey } = phoneState();
const workers = { ready: new Promise<ServiceWorkerRegistration>(() => undefined) };
const capable: PushDeps = { platform: 'android', workers, hasPush: true, permission: () => 'granted' };

test.each<[string, Partial<PushDeps>, string]>([
  ['allowed', {}, 'allowed'],
  ['not asked yet', { permission: () => 'default' }, 'asks'],
  ['refused', { permission: () => 'denied' }, 'refused'],
  ['Safari on an iPhone, outside the Home Screen', { platform: 'ios', hasPush: false, permission: () => undefined }, 'home_screen'],
  ['the app on the Home Screen of an iPhone', { platform: 'ios', permission: () => 'default' }, 'asks'],
  ['a private window without workers', { workers: undefined }, 'unsupported'],
  ['a browser without Web Push', { hasPush: false }, 'unsupported'],
])('%s', (_, changes, expected) => {
  expect(readPermission({ ...capable, ...changes })).toBe(expected);
});

test('a subscription with the service’s key is kept', async () => {
  const { manager, subscribe: again } = createPushManager(pushKey);
  expect((await subscribeWith(manager, pushKey))?.endpoint).toBe('https://push.example/0');
  expect(again).not.toHaveBeenCalled();
});

test('one with another key is given up, and a new one made', async () => {
  const { manager, first } = createPushManager('AAAA');
  expect((await subscribeWith(manager, pushKey))?.endpoint).toBe('https://push.example/1');
  expect(first!.unsubscribe).toHaveBeenCalledOnce();
});

test('a subscription promises that every push is shown: browsers ask for it', async () => {
  const { manager, subscribe: made } = createPushManager();
  await subscribeWith(manager, pushKey);
  expect(made).toHaveBeenCalledExactlyOnceWith({ userVisibleOnly: true, applicationServerKey: pushKey });
});

test('a worker that never gets ready, on the first visit or at all, fails in time', async () => {
  expect(await subscribe({ ...capable, waitMs: 10 }, pushKey)).toEqual({ state: 'failed', subscription: null });
});

test('a push service that cannot be reached fails, and throws nothing', async () => {
  const { manager, subscribe: made } = createPushManager();
  made.mockRejectedValue(new DOMException('no push service', 'AbortError'));
  const ready = Promise.resolve({ pushManager: manager } as ServiceWorkerRegistration);
  expect(await subscribe({ ...capable, workers: { ready } }, pushKey)).toEqual({ state: 'failed', subscription: null });
});

test.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1', 5, 'ios', 'iPhone'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15', 5, 'ios', 'iPad'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15', 0, 'desktop', 'Mac'],
  ['Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130 Mobile Safari/537.36', 5, 'android', 'Android phone'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130', 0, 'desktop', 'Windows computer'],
  ['something else', 0, 'desktop', 'Phone'],
])('%s', (userAgent, maxTouchPoints, platform, name) => {
  expect([readPlatform({ userAgent, maxTouchPoints }), namePhone({ userAgent, maxTouchPoints })]).toEqual([platform, name]);
});

test('every reason why nothing arrives has its next step, on every platform', () => {
  for (const platform of ['ios', 'android', 'desktop'] as const) {
    for (const state of ['refused', 'home_screen', 'unsupported', 'failed'] as const) expect(notificationWords(state, platform).steps.length).toBeGreaterThan(0);
  }
  expect(notificationWords('home_screen', 'ios').what).toContain('16.4');
});
