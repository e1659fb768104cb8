import { sameTicket } from '../workflow/about';
import { askedBy } from '../workflow/asked';
import { awaitsSecond } from '../workflow/doubts';
import { aboutInFront, keyInFront, keyOf } from '../workflow/in-front';
import { awaitsNote } from '../workflow/on-ended';
import type { Effect, Flow } from '../workflow/state';
import { askOptions } from '../workflow/step';
import { standingOf } from '../workflow/verified';
import type { Dispatch } from './dispatch';
import type { Ledger } from './ledger';
import type { BackgroundDeps } from './types';
import type { WatchedTabs } from './watched-tabs';

type AttentionDeps = {
  deps: Pick<BackgroundDeps, 'now' | 'randomUUID' | 'isPanelOpen'>;
  ledger: Ledger;
  dispatch: Dispatch;
  watched: WatchedTabs;
  run(key: string, effect: Effect): void;
};

/** What the service is asked because a panel has a ticket in front of it. */
export function createAttention({ deps, ledger, dispatch, watched, run }: AttentionDeps) {
  return { attend, lookAgain, tabOf, mayLookUp };

  /** Brings the flow of the ticket in front of a watched tab in line with what the page says. `anew`: a colleague may have verified the contact meanwhile. */
  async function attend(tabId: number, { retry = false, anew = false } = {}): Promise<void> {
    const [key, about] = [keyInFront(ledger.get(), tabId), aboutInFront(ledger.get(), tabId)];
    if (!about || key === undefined || ledger.get().access.kind !== 'signed_in' || !(await watched.has(tabId))) return;
    await ledger.change((snapshot) => (snapshot.flows[key] ? snapshot : { ...snapshot, flows: { ...snapshot.flows, [key]: { name: 'looking_up', about } } }));
    if ('contact' in about) await dispatch(key, { name: 'page_read', contact: about.contact });
    const flow = ledger.get().flows[key];
    if (retry && flow?.name === 'not_found' && flow.trouble.code === 'unreachable') {
      await dispatch(key, { name: 'intent', intent: { name: 'look_up' }, idempotencyKey: deps.randomUUID() });
    } else if (flow?.name === 'looking_up') {
      run(key, askOptions(flow.about, flow.customerId));
    } else if (anew && flow && (flow.name === 'ready' || standingOf(flow, deps.now()))) {
      askWhatCounts(key, flow, run);
    }
  }

  /** The panel waits for somebody else: a second technician, or the ticket note of a result. */
  function lookAgain(tabId: number): void {
    const key = keyInFront(ledger.get(), tabId);
    const flow = key === undefined ? undefined : ledger.get().flows[key];
    if (key === undefined || ledger.get().access.kind !== 'signed_in') return;
    if (flow?.name === 'ready' && awaitsSecond(flow)) askWhatCounts(key, flow, run);
    if (flow?.name === 'ended' && awaitsNote(flow)) run(key, { name: 'read_again', id: flow.received.verification.id });
  }

  /** The watched tab that shows the ticket: for a press whose worker has died. */
  async function tabOf(key: string): Promise<number | undefined> {
    return (await watched.all()).findLast((tabId) => keyOf(ledger.get().tabs[tabId]) === key);
  }

  /** Whether somebody has just this ticket and contact in front of them, and we are signed in. */
  async function mayLookUp({ about }: Extract<Effect, { name: 'look_up' }>): Promise<boolean> {
    const tabIds = await watched.all();
    const shown = tabIds.some((tabId) => {
      const inFront = aboutInFront(ledger.get(), tabId);
      return inFront !== undefined && sameTicket(inFront, about);
    });
    return ledger.get().access.kind === 'signed_in' && shown && (await deps.isPanelOpen());
  }
}

/** Asks what may be offered now and whether a success still counts, and leaves what is shown as it is meanwhile. */
export function askWhatCounts(key: string, flow: Flow, run: AttentionDeps['run']): void {
  const { about, customerId } = askedBy(flow);
  if ('options' in flow) run(key, askOptions(about, customerId));
}
