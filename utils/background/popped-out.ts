import type { Snapshot } from '../workflow/snapshot';
import type { Ledger } from './ledger';
import { keyOf } from '../workflow/in-front';

/** A panel whose page is loaded so soon after the click was opened by it. */
const openingMs = 5000;

/** Which ticket the panel of a window shows, as far as it is told: by the pod's click, by the panel itself, by the pages. */
export function createPanelTickets(ledger: Ledger, now: () => number) {
  const clicks = new Map<number, number>();

  async function showOwnIn(windowId: number): Promise<void> {
    await ledger.loaded;
    await ledger.change((snapshot) => showOwn(snapshot, windowId));
  }

  return {
    showOwn: showOwnIn,
    /** The click on the pod in `tab` has opened the panel of window `windowId`. */
    async show(windowId: number, tab: { id: number; windowId: number }): Promise<void> {
      clicks.set(windowId, now());
      await ledger.loaded;
      await ledger.change((snapshot) => showIn(snapshot, windowId, tab));
    },
    /** The panel's page was loaded in this window: by such a click, or because the technician opened the panel anew. */
    async started(windowId: number): Promise<void> {
      const clickedAt = clicks.get(windowId) ?? -Infinity;
      clicks.delete(windowId);
      if (now() - clickedAt > openingMs) await showOwnIn(windowId);
    },
  };
}

/**
 * The panel of window `windowId` was opened from a ticket in `tab`. ConnectWise opens tickets in windows of their own too, where browsers
 * have no panel: then the panel of another window shows that ticket.
 */
export function showIn(snapshot: Snapshot, windowId: number, tab: { id: number; windowId: number }): Snapshot {
  if (tab.windowId === windowId) return showOwn(snapshot, windowId);
  if (keyOf(snapshot.tabs[tab.id]) === undefined) return snapshot;
  return { ...snapshot, poppedOut: { ...snapshot.poppedOut, [windowId]: tab.id } };
}

/** The technician turned to a tab of the panel's own window. */
export function showOwn(snapshot: Snapshot, windowId: number): Snapshot {
  return keep(snapshot, ([one]) => one !== String(windowId));
}

export function withoutPoppedOut(snapshot: Snapshot, tabId: number): Snapshot {
  return keep(snapshot, ([, one]) => one !== tabId);
}

function keep(snapshot: Snapshot, isKept: (entry: [windowId: string, tabId: number]) => boolean): Snapshot {
  const entries = Object.entries(snapshot.poppedOut);
  const kept = entries.filter(isKept);
  return kept.length === entries.length ? snapshot : { ...snapshot, poppedOut: Object.fromEntries(kept) };
}
