import { type Answer, accepted, refused } from '../messages/answer';
import { messageNames } from '../messages/names';
import type { Handlers } from '../messages/receive';
import type { MessageOf } from '../messages/schemas';
import { isOnPage, sameAbout } from '../workflow/about';
import { keyInFront, keyOf } from '../workflow/in-front';
import type { Snapshot, TabView } from '../workflow/snapshot';
import type { Intent } from '../workflow/state';
import type { AccessKeeper } from './access';
import type { Dispatch } from './dispatch';
import type { Hosts } from './hosts/create-hosts';
import type { Ledger } from './ledger';
import type { PageReader } from './page-reader';
import type { createPairing } from './pairing';
import { podStatusOf } from './pod-status';
import { createPanelTickets } from './popped-out';
import { viewOf, withTyped, withoutTyped } from './tabs';
import type { BackgroundDeps } from './types';
import type { WatchedTabs } from './watched-tabs';

type HandlerDeps = {
  deps: BackgroundDeps;
  ledger: Ledger;
  dispatch: Dispatch;
  access: AccessKeeper;
  hosts: Hosts;
  pages: PageReader;
  pairing: ReturnType<typeof createPairing>;
  watched: WatchedTabs;
  setView(tabId: number, view: TabView): Promise<void>;
  attend(tabId: number, how?: { anew: boolean }): Promise<void>;
  lookAgain(tabId: number): void;
};

/** These ask for something about the contact on the page, so the page must show that contact at the press. */
const needsPage: readonly Intent['name'][] = ['send', 'send_again', 'look_up', 'ask_second', 'decide_exception', 'search', 'choose_caller', 'ticket_contact'];

/** What each message does. Who may send it and what it looks like was checked before. */
export function createHandlers({ deps, ledger, dispatch, access, hosts, pages, pairing, watched, setView, attend, lookAgain }: HandlerDeps): Handlers {
  const panelTickets = createPanelTickets(ledger, deps.now);
  return {
    async [messageNames.ticketRead]({ reading }, sender) {
      const tabId = sender.tab?.id;
      if (tabId === undefined || sender.url === undefined) return refused('not_allowed');
      await ledger.loaded;
      const [before, view] = [keyOf(ledger.get().tabs[tabId]), viewOf(new URL(sender.url).hostname, reading)];
      await setView(tabId, view);
      // Whoever opens another ticket beside the panel has turned to it.
      if (keyOf(view) !== before && sender.tab?.active && sender.tab.windowId !== undefined) await panelTickets.showOwn(sender.tab.windowId);
      return accepted;
    },
    async [messageNames.podStatus](_message, sender) {
      await ledger.loaded;
      const tabId = sender.tab?.id ?? -1;
      return { tabId, ...podStatusOf(ledger.get(), tabId, deps.now()) };
    },
    // Not async: the browser opens a panel only while the click's message is being handled.
    [messageNames.podOpen](_message, sender) {
      const { id, windowId } = sender.tab ?? {};
      if (id === undefined || windowId === undefined) return refused('not_allowed');
      void deps.openPanel(windowId).then((opened) => panelTickets.show(opened, { id, windowId }), () => undefined);
      return accepted;
    },
    async [messageNames.podOpened](message, sender) {
      const { id, windowId } = sender.tab ?? {};
      if (id === undefined || windowId === undefined) return refused('not_allowed');
      await panelTickets.show(message.windowId, { id, windowId });
      return accepted;
    },
    [messageNames.podHide]: () => switchPods(true),
    [messageNames.podShow]: () => switchPods(false),
    async [messageNames.podHidden]() {
      await ledger.loaded;
      return { hidden: ledger.get().podHidden };
    },
    async [messageNames.panelWatch]({ tabId }) {
      await ledger.loaded;
      await watched.add(tabId);
      if (ledger.get().access.kind === 'unreachable') void access.refresh();
      if (!ledger.get().tabs[tabId]) await hear(tabId);
      await attend(tabId, { anew: true });
      return accepted;
    },
    async [messageNames.panelStarted]({ windowId }) {
      await panelTickets.started(windowId);
      return accepted;
    },
    async [messageNames.panelShowOwn]({ windowId }) {
      await panelTickets.showOwn(windowId);
      return accepted;
    },
    async [messageNames.panelIntent](message) {
      await ledger.loaded;
      return intend(message);
    },
    async [messageNames.panelLookAgain]({ tabId }) {
      await ledger.loaded;
      lookAgain(tabId);
      return accepted;
    },
    async [messageNames.panelEnterTicket]({ tabId, number }) {
      await ledger.loaded;
      const { kind } = ledger.get().access;
      if (kind !== 'signed_in') return refused(kind);
      return change(tabId, (snapshot) => withTyped(snapshot, tabId, number));
    },
    async [messageNames.panelLeaveTicket]({ tabId }) {
      await ledger.loaded;
      return change(tabId, (snapshot) => withoutTyped(snapshot, tabId));
    },
    [messageNames.panelDiagnostics]: ({ tabId }) => pages.describe(tabId),
    [messageNames.giveConsent]: pairing.giveConsent,
    [messageNames.pair]: pairing.pair,
    [messageNames.signOut]: pairing.signOut,
    async [messageNames.checkService]() {
      await access.refresh();
      const { kind } = ledger.get().access;
      return kind === 'signed_in' ? accepted : refused(kind);
    },
    [messageNames.addHost]: ({ origin }) => hosts.add(origin),
    [messageNames.removeHost]: ({ origin }) => hosts.remove(origin),
  };

  async function switchPods(hidden: boolean): Promise<Answer> {
    await ledger.change((snapshot) => ({ ...snapshot, podHidden: hidden }));
    await deps.tellPages({ name: messageNames.podSwitched, hidden });
    return accepted;
  }

  /** Another ticket comes in front of a tab, where that is possible. */
  async function change(tabId: number, update: (snapshot: Snapshot) => Snapshot): Promise<Answer> {
    if (!(await ledger.change(update))) return refused('not_possible');
    await attend(tabId);
    return accepted;
  }

  /** A page that was open before the worker lost its memory has nothing new to report by itself. */
  async function hear(tabId: number): Promise<void> {
    const view = await pages.read(tabId);
    if (view) await setView(tabId, view);
  }

  async function intend({ tabId, ticketKey, shown, intent }: MessageOf<'panel/intent'>): Promise<Answer> {
    const { kind } = ledger.get().access;
    if (kind !== 'signed_in' && kind !== 'unreachable') return refused(kind);
    const reason = objection(ledger.get(), { tabId, ticketKey, shown, intent });
    if (reason) return refused(reason);
    pages.pressedIn(ticketKey, tabId);
    const changed = await dispatch(ticketKey, { name: 'intent', intent, idempotencyKey: deps.randomUUID() });
    if (!changed) return refused('not_possible');
    await attend(tabId);
    return accepted;
  }
}

function objection(snapshot: Snapshot, { tabId, ticketKey, shown, intent }: Omit<MessageOf<'panel/intent'>, 'name'>): string | undefined {
  const [view, flow] = [snapshot.tabs[tabId], snapshot.flows[ticketKey]];
  if (!flow) return 'not_possible';
  if (keyInFront(snapshot, tabId) !== ticketKey || !sameAbout(shown, flow.about)) return 'page_changed';
  if (!('contact' in flow.about) || !needsPage.includes(intent.name)) return undefined;
  if (view?.kind === 'settling') return 'page_settling';
  return view?.kind === 'ticket' && isOnPage(flow.about, view.contact) ? undefined : 'page_changed';
}
