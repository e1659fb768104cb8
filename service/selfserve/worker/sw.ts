import { createPhoneApi } from '../api/create-api.ts';
import { subscribeWith } from '../device/notifications.ts';
import { createPhoneStore } from '../device/phone-store.ts';
import { readOrMakeKey } from '../device/phone-key.ts';
import { askMs, showPush } from './push-message.ts';
import type { Shown } from './push-message.ts';
import { createShellCache } from './shell-cache.ts';

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build. */
declare const shellFiles: readonly string[];
declare const shellVersion: string;

const { scope } = self.registration;
const phoneStore = createPhoneStore();
const call = createPhoneApi({ origin: self.location.origin, readKey: () => readOrMakeKey(phoneStore), fetch: self.fetch.bind(self), timeoutMs: askMs });
const shell = createShellCache({ caches: self.caches, fetch: self.fetch.bind(self), files: shellFiles, version: shellVersion, scope });

self.addEventListener('install', (event) => event.waitUntil(shell.install().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(shell.clean().then(() => self.clients.claim())));
self.addEventListener('fetch', (event) => {
  const answer = shell.answer(event.request);
  if (answer) event.respondWith(answer);
});

self.addEventListener('push', (event) => event.waitUntil(showPush(event.data?.text(), { listRequests, findTenant: phoneStore.findTenant, show, tellWindows, wait })));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openApp());
});

self.addEventListener('pushsubscriptionchange', (event) => (event as ExtendableEvent).waitUntil(renewSubscription()));

async function listRequests() {
  if (!(await phoneStore.findKey())) return undefined;
  const answer = await call('listRequests');
  return answer.ok ? answer.value.requests : undefined;
}

function show({ title, body, tag }: Shown): Promise<void> {
  return self.registration.showNotification(title, { body, tag, requireInteraction: true, icon: 'icons/192.png', badge: 'icons/192.png' });
}

const wait = (milliseconds: number) => new Promise<undefined>((resolve) => setTimeout(resolve, milliseconds, undefined));
const windows = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true });

async function tellWindows(): Promise<void> {
  for (const client of await windows()) client.postMessage('push');
}

async function openApp(): Promise<void> {
  const open = (await windows()).find((client) => client.url.startsWith(scope));
  await (open ? open.focus() : self.clients.openWindow(scope));
}

/** The browser gave the subscription up by itself: a new one is made, or the service learns that there is none. */
async function renewSubscription(): Promise<void> {
  const phone = await call('readPhone');
  if (!phone.ok) return;
  const subscription = await subscribeWith(self.registration.pushManager, phone.value.pushKey).catch(() => undefined);
  await call('subscribe', { body: { subscription: subscription ?? null } });
}
