import { browser } from 'wxt/browser';
import type { HostScript } from './plan-registration';

/** What the browser keeps about addresses: permissions, scripts registered at run time, open tabs. */
export type BrowserHosts = {
  /** Whether all of `patterns` may be read. */
  mayRead(patterns: string[]): Promise<boolean>;
  giveUp(pattern: string): Promise<void>;
  registered(): Promise<{ id: string; matches?: string[] }[]>;
  register(scripts: HostScript[]): Promise<void>;
  unregister(ids: string[]): Promise<void>;
  /** Runs the content script in the tabs that are open already, so that none must be reloaded. */
  runInOpenTabs(matches: string[]): Promise<void>;
};

const file = '/content-scripts/ticket.js';

export function browserHosts(): BrowserHosts {
  const { permissions, scripting } = browser;
  return {
    mayRead: (origins) => permissions.contains({ origins }),
    giveUp: async (pattern) => void (await permissions.remove({ origins: [pattern] })),
    registered: () => scripting.getRegisteredContentScripts(),
    register: (scripts) =>
      scripting.registerContentScripts(scripts.map((script) => ({ ...script, js: [file], runAt: 'document_idle', allFrames: false, persistAcrossSessions: true }))),
    unregister: (ids) => scripting.unregisterContentScripts({ ids }),
    async runInOpenTabs(matches) {
      const tabs = await browser.tabs.query({ url: matches, discarded: false });
      // A tab that shows an error page, or is on its way elsewhere, refuses; the others must not suffer for it.
      await Promise.all(tabs.map(({ id }) => id !== undefined && scripting.executeScript({ target: { tabId: id }, files: [file] }).catch(() => undefined)));
    },
  };
}
