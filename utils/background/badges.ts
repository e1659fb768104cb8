import type { Snapshot } from '../workflow/snapshot';
import { type Badge, badgeOf, noBadge } from './badge';

/** Keeps the toolbar button of every tab in line with what is known about it. */
export function createBadges(showBadge: (tabId: number, badge: Badge) => void) {
  const shown = new Map<number, string>();

  return {
    /** Tells the browser what has changed since it was told; a worker that has just started tells it everything. */
    show(snapshot: Snapshot, now: number): void {
      for (const tabId of new Set([...shown.keys(), ...Object.keys(snapshot.tabs).map(Number)])) {
        const badge = badgeOf(snapshot, tabId, now);
        const mark = JSON.stringify(badge);
        if (shown.get(tabId) !== mark) showBadge(tabId, badge);
        if (badge === noBadge && !(tabId in snapshot.tabs)) shown.delete(tabId);
        else shown.set(tabId, mark);
      }
    },
    /** The browser itself clears the button of a tab that loads a page. */
    forget: (tabId: number) => void shown.delete(tabId),
  };
}
