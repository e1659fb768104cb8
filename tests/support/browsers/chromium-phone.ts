import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type CDPSession, type Page } from 'playwright';
import { requireChromium } from '../../../scripts/lib/tools.ts';
import { addAuthenticator } from './authenticator.ts';
import { chromiumArguments } from './chromium-arguments.ts';
import { poll } from './poll.ts';
import type { ShownNotification } from './shown-notification.ts';

export type ChromiumPhoneOptions = { headless?: boolean; colorScheme?: 'light' | 'dark' };
export type ChromiumPhone = Awaited<ReturnType<typeof openChromiumPhone>>;

/**
 * Chromium as the end user's phone: a narrow page with touch, notifications allowed.
 *
 * `PushManager.subscribe` never settles here: Chromium subscribes at Google's servers only, and cannot be told another push service as
 * Firefox can; with `useSubscription` it gets one that was made elsewhere. `deliverPush` hands a message to the service worker as if it had come and been decrypted; what it skips is walked in Firefox.
 */
export async function openChromiumPhone({ headless = true, colorScheme = 'light' }: ChromiumPhoneOptions = {}) {
  // A profile on disk: a private context has no notifications that stay, and is not installable.
  const profile = await mkdtemp(path.join(os.tmpdir(), 'chromium-phone-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await requireChromium(),
    headless: false,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    colorScheme,
    permissions: ['notifications'],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: chromiumArguments(headless),
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    /** From the next page on the browser subscribes to push, and always gets `subscription`. */
    useSubscription: (subscription: PushSubscriptionJSON) => context.addInitScript(takeSubscription, subscription),
    /** Hands `payload`, as the browser would have decrypted it, to the service worker of the open page. */
    deliverPush: (payload: string) => withSession(context, page, (session) => deliverPush(session, page, payload)),
    /** The notifications of the open page's service worker that are shown now. */
    notifications: () => listNotifications(page),
    /** Why the open page cannot be installed (nothing where it can), and its manifest as Chromium read it. */
    installability: () => withSession(context, page, readInstallability),
    /** Gives the open page's device a fingerprint reader, or whatever the platform has. */
    addAuthenticator: () => addAuthenticator(context, page),
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function withSession<T>(context: BrowserContext, page: Page, work: (session: CDPSession) => Promise<T>): Promise<T> {
  const session = await context.newCDPSession(page);
  try {
    return await work(session);
  } finally {
    await session.detach();
  }
}

function takeSubscription(subscription: PushSubscriptionJSON): void {
  const taken = { toJSON: () => subscription } as PushSubscription;
  PushManager.prototype.subscribe = () => Promise.resolve(taken);
}

type Registration = { registrationId: string; scopeURL: string; isDeleted: boolean };

async function deliverPush(session: CDPSession, page: Page, payload: string): Promise<void> {
  // The first look makes Chromium forget notifications of an earlier run; coming later it could forget the one of this message.
  await listNotifications(page);
  const registrations = new Map<string, Registration>();
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: updated }: { registrations: Registration[] }) => {
    for (const each of updated) registrations.set(each.registrationId, each);
  });
  await session.send('ServiceWorker.enable');
  const { registrationId } = await poll('the service worker of the page', () =>
    [...registrations.values()].find(({ scopeURL, isDeleted }) => !isDeleted && page.url().startsWith(scopeURL)),
  );
  await session.send('ServiceWorker.deliverPushMessage', { origin: new URL(page.url()).origin, registrationId, data: payload });
}

function listNotifications(page: Page): Promise<ShownNotification[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const all = (await registration?.getNotifications()) ?? [];
    return all.map(({ title, body, tag }) => ({ title, body, tag }));
  });
}

async function readInstallability(session: CDPSession) {
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  const { data, errors } = await session.send('Page.getAppManifest');
  return {
    errors: [...installabilityErrors.map(({ errorId }) => errorId), ...errors.map(({ message }) => message)],
    manifest: data ? (JSON.parse(data) as Record<string, unknown>) : undefined,
  };
}
