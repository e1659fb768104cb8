import { browser } from 'wxt/browser';

/** What only one of the browsers has; the types know Chrome's. */
type FirefoxOnly = { sidebarAction?: { toggle(): Promise<void> } };

/** The toolbar button opens the panel: Chrome and Edge by themselves, Firefox in the click. */
export function openPanelOnAction(): void {
  const { sidebarAction } = browser as unknown as FirefoxOnly;
  if (sidebarAction) browser.action.onClicked.addListener(() => void sidebarAction.toggle());
  else void browser.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
}

/** Firefox refuses this from a message; there the pod opens the sidebar itself. */
export function openPanel(windowId: number): void {
  if ('sidePanel' in browser) void browser.sidePanel.open({ windowId });
}

/** Whether any panel is open; true where the browser cannot tell. */
export async function isPanelOpen(): Promise<boolean> {
  if ('sidePanel' in browser && browser.runtime.getContexts) {
    return (await browser.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })).length > 0;
  }
  const { extension } = browser as unknown as { extension?: { getViews?(filter: { type: string }): unknown[] } };
  return extension?.getViews ? extension.getViews({ type: 'sidebar' }).length > 0 : true;
}
