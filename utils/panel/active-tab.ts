import { browser } from 'wxt/browser';

/** Tells `onTab` which tab is in front in this page's own window, now and whenever it changes. Returns how to stop. */
export function followActiveTab(onTab: (tabId: number) => void): () => void {
  let windowId: number | undefined;
  let stopped = false;
  const activated = (info: { tabId: number; windowId: number }) => {
    if (info.windowId === windowId) onTab(info.tabId);
  };
  const start = async () => {
    windowId = (await browser.windows.getCurrent()).id;
    const [tab] = await browser.tabs.query({ active: true, windowId });
    if (!stopped && tab?.id !== undefined) onTab(tab.id);
  };
  browser.tabs.onActivated.addListener(activated);
  void start();
  return () => {
    stopped = true;
    browser.tabs.onActivated.removeListener(activated);
  };
}
