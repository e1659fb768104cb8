/** @jsxImportSource preact */
import { render } from '@testing-library/preact';
import { vi } from 'vitest';
import { Panel } from '../../../components/panel';
import type { Snapshot } from '../../../utils/workflow/snapshot';
import { localNow, tabId } from '../../support/gallery/samples';
import { states } from '../../support/gallery/states';

/** Renders the panel in a state of the gallery; `again` shows another one in its place. */
export function showPanel(first: string | Snapshot) {
  const onIntent = vi.fn();
  const [onShowPods, onShowOwn] = [vi.fn(), vi.fn()];
  const panel = (state: string | Snapshot, now = localNow) => (
    <Panel snapshot={snapshotIn(state)} tabId={tabId} now={now} onIntent={onIntent} onOpenOptions={() => {}} onRetry={() => {}} onShowPods={onShowPods} onShowOwn={Object.keys(snapshotIn(state).poppedOut).length > 0 ? onShowOwn : undefined} />
  );
  const { container, rerender } = render(panel(first));
  return {
    container,
    onShowPods,
    onShowOwn,
    again: (state: string | Snapshot, now?: number) => rerender(panel(state, now)),
    intents: () => onIntent.mock.calls.map(([intent]) => intent),
  };
}

function snapshotIn(state: string | Snapshot): Snapshot {
  const snapshot = typeof state === 'string' ? states[state] : state;
  if (!snapshot) throw new Error(`The gallery has no state ${String(state)}.`);
  return snapshot;
}

export const pageText = (): string => document.body.textContent ?? '';
