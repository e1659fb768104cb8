import { browser } from 'wxt/browser';

type FirefoxOnly = { sidebarAction?: { open(): Promise<void> }; extension?: { getViews?(filter: { type: string }): unknown[] } };

/**
 * Firefox shows the panel below its toolbar button when the pod is clicked, because only a click inside such a page may open the
 * sidebar. Answers what to call in that click; undefined where the panel is no popup.
 */
export function findMoveToSidebar(): (() => void) | undefined {
  const { sidebarAction, extension } = browser as unknown as FirefoxOnly;
  if (!sidebarAction || !extension?.getViews?.({ type: 'popup' }).includes(window)) return undefined;
  return () => void sidebarAction.open().then(() => window.close());
}
