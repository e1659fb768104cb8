import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import type { BackgroundStore } from '../background/types';
import { parseSnapshot } from '../workflow/flow-schema';
import { createDeviceKeys } from './device-key';
import { createSettingsStore } from './settings-store';

const tabIds = z.array(z.int());

/** The background's memory: storage.local for settings, storage.session (extension pages only) for all that must not be kept. */
export function createBrowserStore(): BackgroundStore {
  const { local, session } = browser.storage;
  const settings = createSettingsStore(local);
  return {
    keys: createDeviceKeys(),
    readSettings: settings.read,
    changeSettings: settings.change,
    readSnapshot: async () => parseSnapshot((await session.get('snapshot'))['snapshot']),
    writeSnapshot: (snapshot) => session.set({ snapshot }),
    async readWatched() {
      const parsed = tabIds.safeParse((await session.get('watched'))['watched']);
      return parsed.success ? parsed.data : [];
    },
    writeWatched: (watched) => session.set({ watched }),
    async readToken() {
      const token = (await session.get('accessToken'))['accessToken'];
      return typeof token === 'string' ? token : undefined;
    },
    writeToken: (accessToken) => (accessToken === undefined ? session.remove('accessToken') : session.set({ accessToken })),
  };
}
