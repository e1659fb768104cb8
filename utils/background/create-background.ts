import type { Handlers } from '../messages/receive';
import { sameContact } from '../workflow/contact';
import { type Snapshot, type TabView, isUnderWay } from '../workflow/snapshot';
import type { Effect, Flow } from '../workflow/state';
import { askOptions } from '../workflow/step';
import { chosenCustomer } from '../workflow/on-ready';
import { standingOf } from '../workflow/verified';
import { createAccess } from './access';
import { createBadges } from './badges';
import { createConnection } from './connection';
import { createDispatch } from './dispatch';
import { createEffects } from './effects';
import { createHandlers } from './handlers';
import { createHosts } from './hosts/create-hosts';
import { createLedger } from './ledger';
import { createPageReader } from './page-reader';
import { createPairing } from './pairing';
import { podStatusOf } from './pod-status';
import { showOwn, withoutPoppedOut } from './popped-out';
import { keyOf, withTab, withoutPage, withoutTab } from './tabs';
import type { BackgroundDeps } from './types';
import { createWatcher } from './watcher';
import { createWatchedTabs } from './watched-tabs';

export type Background = {
  handlers: Handlers;
  /** The alarm: picks up whatever no longer runs. */
  tick(): Promise<void>;
  tabRemoved(tabId: number): Promise<void>;
  /** The page in a tab may have become another one. */
  tabUpdated(tabId: number): Promise<void>;
  /** Another tab of this window came to the front. */
  tabActivated(windowId: number): Promise<void>;
  /** The browser allows more addresses than before, or fewer. */
  permissionsChanged(): Promise<void>;
  /** Whether the ConnectWise page at this address may be read. */
  mayRead(address: string): Promise<boolean>;
  /** Resolves when the stored state was taken up and the service was asked. */
  started: Promise<void>;
};

/** The background: owns the network and the state, and takes up where a killed one stopped. */
export function createBackground(deps: BackgroundDeps): Background {
  const ledger = createLedger(deps.store, onChange);
  const connection = createConnection(deps);
  const watched = createWatchedTabs(deps.store);
  const readings = new Map<number, number>();
  const badges = createBadges(deps.showBadge);
  let alarm: boolean | undefined;

  const access = createAccess(deps, ledger, connection, (afterOutage) => void onSignedIn(afterOutage));
  const dispatch = createDispatch(ledger, (key, effect) => void runEffect(key, effect));
  const watcher = createWatcher({ wait: deps.wait, ledger, connection, dispatch, note: access.note });
  const hosts = createHosts(deps, ledger);
  const pages = createPageReader({ ...deps, dispatch, mayRead: hosts.mayRead, tabOf, setView });
  const runEffect = createEffects({ now: deps.now, connection, dispatch, watcher, pages, note: access.note, mayLookUp });
  const pairing = createPairing({ deps, ledger, connection, access });
  const handlers = createHandlers({ deps, ledger, dispatch, access, hosts, pages, pairing, watched, setView, attend });

  return { handlers, tick, tabRemoved, tabUpdated, tabActivated, permissionsChanged: hosts.reconcile, mayRead: hosts.mayRead, started: start() };

  async function start(): Promise<void> {
    await ledger.loaded;
    onChange(ledger.get());
    await Promise.all(Object.keys(ledger.get().flows).map((key) => dispatch(key, { name: 'resumed' })));
    // Permissions come and go while no worker runs, and Firefox gives none of an update's new addresses by itself.
    await Promise.all([hosts.reconcile().catch(() => undefined), access.refresh()]);
  }

  function onChange(snapshot: Snapshot): void {
    watcher.prune(snapshot);
    badges.show(snapshot, deps.now());
    const busy = isUnderWay(snapshot) || Object.keys(snapshot.tabs).some((tabId) => podStatusOf(snapshot, Number(tabId), deps.now()).status === 'verified');
    if (busy !== alarm) deps.setAlarm(busy);
    alarm = busy;
  }

  async function tick(): Promise<void> {
    await ledger.loaded;
    onChange(ledger.get());
    followLive();
    askAgain();
    if (ledger.get().access.kind === 'unreachable') await access.refresh();
  }

  function followLive(): void {
    for (const [key, flow] of Object.entries(ledger.get().flows)) {
      if (flow.name === 'live') void runEffect(key, { name: 'watch', id: flow.received.verification.id });
    }
  }

  /** Whether a success still counts: the person may have reported it, or somebody may have said no since. */
  function askAgain(): void {
    for (const [key, flow] of Object.entries(ledger.get().flows)) {
      if (standingOf(flow, deps.now())) askWhatCounts(key, flow);
    }
  }

  function askWhatCounts(key: string, flow: Flow): void {
    if ('options' in flow) void runEffect(key, askOptions(flow.contact, chosenCustomer(flow.options)));
  }

  async function onSignedIn(afterOutage: boolean): Promise<void> {
    followLive();
    for (const tabId of await watched.all()) await attend(tabId, { retry: afterOutage });
  }

  async function setView(tabId: number, view: TabView): Promise<void> {
    readings.set(tabId, (readings.get(tabId) ?? 0) + 1);
    await ledger.change((snapshot) => withTab(snapshot, tabId, view));
    await attend(tabId);
  }

  /** Brings the flow of the ticket in a watched tab in line with what the page says. `anew`: a colleague may have verified the contact meanwhile. */
  async function attend(tabId: number, { retry = false, anew = false } = {}): Promise<void> {
    const view = ledger.get().tabs[tabId];
    const key = keyOf(view);
    if (view?.kind !== 'ticket' || key === undefined || ledger.get().access.kind !== 'signed_in' || !(await watched.has(tabId))) return;
    const { contact } = view;
    await ledger.change((snapshot) => (snapshot.flows[key] ? snapshot : { ...snapshot, flows: { ...snapshot.flows, [key]: { name: 'looking_up', contact } } }));
    await dispatch(key, { name: 'page_read', contact });
    const flow = ledger.get().flows[key];
    if (retry && flow?.name === 'not_found' && flow.trouble.code === 'unreachable') {
      await dispatch(key, { name: 'intent', intent: { name: 'look_up' }, idempotencyKey: deps.randomUUID() });
    } else if (flow?.name === 'looking_up') {
      void runEffect(key, askOptions(flow.contact, flow.customerId));
    } else if (anew && flow && (flow.name === 'ready' || standingOf(flow, deps.now()))) {
      askWhatCounts(key, flow);
    }
  }

  /** The watched tab that shows the ticket: for a press whose worker has died. */
  async function tabOf(key: string): Promise<number | undefined> {
    return (await watched.all()).findLast((tabId) => keyOf(ledger.get().tabs[tabId]) === key);
  }

  async function mayLookUp({ contact }: Extract<Effect, { name: 'look_up' }>): Promise<boolean> {
    const tabIds = await watched.all();
    const { access: now, tabs } = ledger.get();
    const shown = tabIds.some((tabId) => {
      const view = tabs[tabId];
      return view?.kind === 'ticket' && sameContact(view.contact, contact);
    });
    return now.kind === 'signed_in' && shown && (await deps.isPanelOpen());
  }

  async function tabRemoved(tabId: number): Promise<void> {
    await watched.remove(tabId);
    await ledger.change((snapshot) => withoutPoppedOut(withoutTab(snapshot, tabId), tabId));
  }

  async function tabActivated(windowId: number): Promise<void> {
    await ledger.loaded;
    await ledger.change((snapshot) => showOwn(snapshot, windowId));
  }

  async function tabUpdated(tabId: number): Promise<void> {
    await ledger.loaded;
    badges.forget(tabId);
    if (tabId in ledger.get().tabs) await readAnew(tabId);
    badges.show(ledger.get(), deps.now());
  }

  async function readAnew(tabId: number): Promise<void> {
    const before = readings.get(tabId);
    const view = await pages.read(tabId);
    // A page that has spoken meanwhile is there.
    if (readings.get(tabId) !== before) return;
    if (view) await setView(tabId, view);
    else await ledger.change((snapshot) => withoutPage(snapshot, tabId));
  }
}
