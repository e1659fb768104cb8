import { generateKeyPair } from 'dpop';
import { browser } from 'wxt/browser';
import { createApi } from '../api/create-api';
import { messageNames } from '../messages/names';
import { describeDevice } from '../panel/describe-device';
import { createBrowserStore } from '../storage/browser-store';
import { browserHosts } from './hosts/browser-hosts';
import { isPanelOpen, openPanel } from './panel';
import { showBadge } from './show-badge';
import type { BackgroundDeps } from './types';

const alarmName = 'under-way';

/** The background's surroundings as a real browser has them. */
export function browserDeps(): BackgroundDeps {
  const store = createBrowserStore();
  const now = () => Date.now();
  return {
    store,
    now,
    createApi: ({ origin, keyPair }) => createApi({ origin, keyPair, now, readToken: store.readToken, writeToken: store.writeToken }),
    generateKeyPair: () => generateKeyPair('ES256', { extractable: false }),
    randomUUID: () => crypto.randomUUID(),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    readPage,
    showBadge,
    describePage,
    describeSelf: () => `Countersign ${browser.runtime.getManifest().version}, ${describeDevice(navigator.userAgent)}`,
    setAlarm(on) {
      if (on) void browser.alarms.create(alarmName, { periodInMinutes: 0.5 });
      else void browser.alarms.clear(alarmName);
    },
    isPanelOpen,
    openPanel,
    hosts: browserHosts(),
    tellPages,
  };
}

async function tellPages(message: { name: string; hidden: boolean }): Promise<void> {
  const tabs = await browser.tabs.query({});
  const tell = ({ id }: { id?: number | undefined }) => (id === undefined ? undefined : browser.tabs.sendMessage(id, message, { frameId: 0 }));
  await Promise.allSettled(tabs.map(tell)); // most tabs are no page of ours
}

async function readPage(tabId: number): Promise<{ address?: string; reading: unknown }> {
  const { url: address } = await browser.tabs.get(tabId);
  const reading: unknown = await browser.tabs.sendMessage(tabId, { name: messageNames.readTicketNow }, { frameId: 0 });
  return address === undefined ? { reading } : { address, reading };
}

/** A script of its own, so that no ticket page carries it that nobody asks about. */
async function describePage(tabId: number): Promise<unknown> {
  const [injected] = await browser.scripting.executeScript({ target: { tabId }, files: ['/page-description.js'] });
  return injected?.result;
}
