import { useEffect, useState } from 'preact/hooks';
import { emptySnapshot, type Snapshot } from '../workflow/snapshot';
import { type ActiveTab, followActiveTab } from './active-tab';
import { followSnapshot } from './follow-snapshot';

export function useSnapshot(): Snapshot {
  const [snapshot, setSnapshot] = useState(emptySnapshot);
  useEffect(() => followSnapshot(setSnapshot), []);
  return snapshot;
}

/** The tab whose ticket this panel shows: its own window's active one, or a popped-out ticket's. */
export function useTabInFront({ poppedOut }: Snapshot): number | undefined {
  const [active, setActive] = useState<ActiveTab>();
  useEffect(() => followActiveTab(setActive), []);
  return active && (poppedOut[active.windowId] ?? active.tabId);
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
