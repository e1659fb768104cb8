import { useEffect, useState } from 'preact/hooks';
import { emptySnapshot, type Snapshot } from '../workflow/snapshot';
import { type ActiveTab, followActiveTab } from './active-tab';
import { followSnapshot } from './follow-snapshot';

export function useSnapshot(): Snapshot {
  const [snapshot, setSnapshot] = useState(emptySnapshot);
  useEffect(() => followSnapshot(setSnapshot), []);
  return snapshot;
}

/** The tab whose ticket this panel shows: its own window's active one, or a popped-out ticket's; and that window. */
export function useTabInFront({ poppedOut }: Snapshot): { tabId: number; windowId: number; isPoppedOut: boolean } | Record<'tabId' | 'windowId' | 'isPoppedOut', undefined> {
  const [active, setActive] = useState<ActiveTab>();
  useEffect(() => followActiveTab(setActive), []);
  if (!active) return { tabId: undefined, windowId: undefined, isPoppedOut: undefined };
  const { windowId } = active;
  const tabId = poppedOut[windowId] ?? active.tabId;
  return { tabId, windowId, isPoppedOut: tabId !== active.tabId };
}

/** The local clock, to the second while `ticking`; otherwise as of the last render. */
export function useNow(ticking: boolean): number {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return Date.now();
}
