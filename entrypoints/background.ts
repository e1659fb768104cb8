import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { createBackground } from '../utils/background/create-background';
import { browserDeps } from '../utils/background/browser-deps';
import { openPanelOnAction } from '../utils/background/panel';
import { createBrowserStore } from '../utils/storage/browser-store';
import type { Sender } from '../utils/messages/classify-sender';
import { createReceiver } from '../utils/messages/receive';

// Every listener is registered at once: a worker that is woken by an event hears it only then.
export default defineBackground(() => {
  const background = createBackground(browserDeps());
  const receive = createReceiver({
    extensionOrigin: browser.runtime.getURL('/').replace(/\/$/, ''),
    runtimeId: browser.runtime.id,
    handlers: background.handlers,
    mayRead: background.mayRead,
  });

  browser.runtime.onMessage.addListener((message: unknown, sender: unknown, sendResponse: (answer: unknown) => void) => {
    void receive(message, sender as Sender).then(sendResponse);
    return true;
  });
  // A panel that waits for something holds a port, only to notice that this worker is gone and wake the next.
  browser.runtime.onConnect.addListener(() => undefined);
  browser.tabs.onRemoved.addListener((tabId) => void background.tabRemoved(tabId));
  browser.tabs.onUpdated.addListener((tabId, change) => {
    if (change.status !== undefined) void background.tabUpdated(tabId);
  });
  browser.tabs.onActivated.addListener(({ windowId }) => void background.tabActivated(windowId));
  browser.permissions.onAdded.addListener(() => void background.permissionsChanged());
  browser.permissions.onRemoved.addListener(() => void background.permissionsChanged());
  browser.alarms.onAlarm.addListener(() => void background.tick());
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void showFirstRun();
  });
  openPanelOnAction();
});

/** An unpacked extension counts as installed anew at each start of the browser: who has agreed is not asked again. */
async function showFirstRun(): Promise<void> {
  const { consentedAt } = await createBrowserStore().readSettings();
  if (consentedAt === null) await browser.runtime.openOptionsPage();
}
