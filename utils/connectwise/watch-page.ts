import { readTicket } from './read-ticket';
import type { Reading } from './reading';
import { firstSettleState, quietMs, settle, settlesAt } from './settle';

/** Between a mutation and the reading it causes: ConnectWise mutates dozens of times a second while it renders. */
const calmMs = 200;
const pollMs = 1000;
/** The time of quiet begins at the look that notices the last change. Fields that have been quiet are only waited for. */
const settlingPollMs = { least: 50, most: 200 };
/** Nobody opens and leaves a ticket in less. */
const blindMs = 400;

export type PageWatch = {
  /** Reads the page this instant. */
  readNow(): Reading;
  stop(): void;
};

/**
 * Follows the ticket page and calls `onReading` after each look at it. No one signal always comes (a changed value is no
 * mutation, a changed ticket not always a navigation), so several are combined with a slow poll.
 */
export function watchPage(document: Document, onReading: (reading: Reading) => void, now = () => performance.now()): PageWatch {
  let state = firstSettleState;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Infinity;
  let lastCost = 0;
  let changedAt = Infinity;
  const ending = new AbortController();

  function readNow(): Reading {
    const startedAt = now();
    const step = settle(state, readTicket(document, window.location.href), startedAt, startedAt - changedAt > blindMs);
    changedAt = Infinity;
    lastCost = now() - startedAt;
    state = step.state;
    return step.reading;
  }

  function look(): void {
    dueAt = Infinity;
    let nextMs: number | undefined;
    try {
      const reading = readNow();
      nextMs = reading.kind === 'settling' ? Math.min(settlingPoll(), Math.ceil(settlesAt(state) - now())) : pollMs;
      onReading(reading);
    } finally {
      lookIn(nextMs ?? pollMs); // whatever went wrong with this one
    }
  }

  /** A page that is slow to read is read less often: for a tenth of the time at the most, unless changes could then go unseen. */
  function settlingPoll(): number {
    const { least, most } = settlingPollMs;
    return now() - state.quietSince < quietMs ? Math.min(sparing(least), most) : most;
  }

  function sparing(ms: number): number {
    return Math.max(ms, lastCost * 10);
  }

  /** Nearly always a look is due sooner. */
  function lookIn(ms: number): void {
    const at = now() + ms;
    if (ending.signal.aborted || at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(look, ms);
  }

  const soon = () => {
    changedAt = Math.min(changedAt, now());
    lookIn(sparing(calmMs));
  };
  const observer = new MutationObserver(soon);
  observer.observe(document, { childList: true, subtree: true, characterData: true, attributeFilter: ['class', 'style', 'hidden'] });
  // On the way down, which begins at the window: a page that stops an event does so later.
  for (const name of ['hashchange', 'popstate', 'pageshow', 'input', 'change', 'visibilitychange']) {
    window.addEventListener(name, soon, { capture: true, signal: ending.signal });
  }
  look();

  return {
    readNow,
    stop() {
      observer.disconnect();
      clearTimeout(timer);
      ending.abort();
    },
  };
}
