import { useEffect, useState } from 'preact/hooks';
import { emptySnapshot, type Snapshot } from '../workflow/snapshot';
import { followActiveTab } from './active-tab';
import { followSnapshot } from './follow-snapshot';

export function useSnapshot(): Snapshot {
  const [snapshot, setSnapshot] = useState(emptySnapshot);
  useEffect(() => followSnapshot(setSnapshot), []);
  return snapshot;
}

export function useActiveTab(): number | undefined {
  const [tabId, setTabId] = useState<number>();
  useEffect(() => followActiveTab(setTabId), []);
  return tabId;
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
