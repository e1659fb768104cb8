import type { Snapshot } from '../workflow/snapshot';

/** `before` itself where nothing changed, so that nothing is written. */
export function same(before: Snapshot, after: Snapshot): Snapshot {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}
