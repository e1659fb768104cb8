import type { Snapshot } from '../workflow/snapshot';
import { keyOf } from './tabs';

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
