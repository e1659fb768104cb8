import { browser } from 'wxt/browser';

/** What only one of the browsers has; the types know Chrome's. */
type FirefoxOnly = { sidebarAction?: { toggle(): Promise<void>; isOpen(details: { windowId: number }): Promise<boolean> } };

/** The toolbar button opens the panel: Chrome and Edge by themselves, Firefox in the click. */
export function openPanelOnAction(): void {
  const { sidebarAction } = browser as unknown as FirefoxOnly;
  if (sidebarAction) browser.action.onClicked.addListener(() => void sidebarAction.toggle());
  else void browser.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
}

/** Opens the panel beside a tab, from the pod's message. */
export function openPanel(windowId: number): void {
  const { sidebarAction } = browser as unknown as FirefoxOnly;
  if (sidebarAction) void sidebarAction.isOpen({ windowId }).then((open) => (open ? undefined : openAsPopup(windowId)));
  else void browser.sidePanel.open({ windowId });
}

/**
 * Firefox opens its sidebar only from a click on the toolbar button or in a page of ours in the extension's own process, and it
 * keeps frames in web pages out of that process: so the pod's click shows the same panel below the toolbar button.
 */
async function openAsPopup(windowId: number): Promise<void> {
  await browser.action.setPopup({ popup: 'sidepanel.html' });
  try {
    await browser.action.openPopup({ windowId });
  } finally {
    await browser.action.setPopup({ popup: '' }); // the toolbar button itself opens the sidebar
  }
}

/** Whether any panel is open; true where the browser cannot tell. */
export async function isPanelOpen(): Promise<boolean> {
  if ('sidePanel' in browser && browser.runtime.getContexts) {
    return (await browser.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })).length > 0;
  }
  const { extension } = browser as unknown as { extension?: { getViews?(filter: { type: string }): unknown[] } };
  return extension?.getViews ? ['sidebar', 'popup'].some((type) => extension.getViews!({ type }).length > 0) : true;
}
