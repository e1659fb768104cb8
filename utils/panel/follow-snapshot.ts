import { browser } from 'wxt/browser';
import { parseSnapshot } from '../workflow/flow-schema';
import type { Snapshot } from '../workflow/snapshot';

const key = 'snapshot';

/** Passes on the background's snapshot, now and whenever it changes. Returns how to stop. */
export function followSnapshot(onSnapshot: (snapshot: Snapshot) => void): () => void {
  let newer = false;
  let stopped = false;
  const changed = (changes: Record<string, { newValue?: unknown }>, area: string) => {
    const change = area === 'session' ? changes[key] : undefined;
    if (!change) return;
    newer = true;
    onSnapshot(parseSnapshot(change.newValue));
  };
  browser.storage.onChanged.addListener(changed);
  void browser.storage.session.get(key).then((stored) => {
    if (!newer && !stopped) onSnapshot(parseSnapshot(stored[key]));
  });
  return () => {
    stopped = true;
    browser.storage.onChanged.removeListener(changed);
  };
}
