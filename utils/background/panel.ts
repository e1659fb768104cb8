import { browser } from 'wxt/browser';
import { findPanelWindow, openPanelWindow } from '../panel/panel-window';

/** What only one of the browsers has; the types know Chrome's. */
type FirefoxOnly = { sidebarAction?: { toggle(): Promise<void>; isOpen(details: { windowId: number }): Promise<boolean> } };

/** The toolbar button opens the panel: Chrome and Edge by themselves, Firefox in the click. */
export function openPanelOnAction(): void {
  const { sidebarAction } = browser as unknown as FirefoxOnly;
  if (sidebarAction) browser.action.onClicked.addListener(() => void sidebarAction.toggle());
  else void browser.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
}

/** Opens the panel for a tab in window `windowId`, from the pod's message, and answers the window that it is in. Chrome's pod opens it itself and asks only where that failed. */
export function openPanel(windowId: number): Promise<number> {
  const { sidebarAction } = browser as unknown as FirefoxOnly;
  return sidebarAction ? openInFirefox(sidebarAction, windowId) : browser.sidePanel.open({ windowId }).then(() => windowId);
}

async function openInFirefox(sidebarAction: NonNullable<FirefoxOnly['sidebarAction']>, from: number): Promise<number> {
  const windowId = (await findPanelWindow(await browser.windows.get(from))) ?? (await openPanelWindow((await browser.tabs.query({ windowId: from, active: true }))[0]?.url));
  if (windowId !== from) await browser.windows.update(windowId, { focused: true });
  if (!(await sidebarAction.isOpen({ windowId }))) await openAsPopup(windowId);
  return windowId;
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
