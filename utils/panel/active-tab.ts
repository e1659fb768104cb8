import { browser } from 'wxt/browser';

export type ActiveTab = { tabId: number; windowId: number };

/** Tells `onTab` which tab is in front in this page's own window, now and whenever it changes. Returns how to stop. */
export function followActiveTab(onTab: (tab: ActiveTab) => void): () => void {
  let windowId: number | undefined;
  let stopped = false;
  const activated = (info: ActiveTab) => {
    if (info.windowId === windowId) onTab({ tabId: info.tabId, windowId });
  };
  const start = async () => {
    windowId = (await browser.windows.getCurrent()).id;
    const [tab] = await browser.tabs.query({ active: true, windowId });
    if (!stopped && tab?.id !== undefined && windowId !== undefined) onTab({ tabId: tab.id, windowId });
  };
  browser.tabs.onActivated.addListener(activated);
  void start();
  return () => {
    stopped = true;
    browser.tabs.onActivated.removeListener(activated);
  };
}
