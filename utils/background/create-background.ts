import type { Handlers } from '../messages/receive';
import { keyInFront } from '../workflow/in-front';
import { type Snapshot, type TabView, isUnderWay } from '../workflow/snapshot';
import type { Effect } from '../workflow/state';
import { standingOf } from '../workflow/verified';
import { createAccess } from './access';
import { askWhatCounts, createAttention } from './attention';
import { createBadges } from './badges';
import { createConnection } from './connection';
import { createDispatch } from './dispatch';
import { createEffects } from './effects';
import { createHandlers } from './handlers';
import { createHosts } from './hosts/create-hosts';
import { createLedger } from './ledger';
import { createPageReader } from './page-reader';
import { createPairing } from './pairing';
import { showOwn, withoutPoppedOut } from './popped-out';
import { withTab, withoutPage, withoutTab } from './tabs';
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
  const run = (key: string, effect: Effect) => void runEffect(key, effect);
  const dispatch = createDispatch(ledger, run);
  const { attend, lookAgain, tabOf, mayLookUp } = createAttention({ deps, ledger, dispatch, watched, run });
  const watcher = createWatcher({ wait: deps.wait, ledger, connection, dispatch, note: access.note });
  const hosts = createHosts(deps, ledger);
  const pages = createPageReader({ ...deps, dispatch, mayRead: hosts.mayRead, tabOf, setView });
  const runEffect = createEffects({ now: deps.now, connection, dispatch, watcher, pages, note: access.note, mayLookUp });
  const pairing = createPairing({ deps, ledger, connection, access });
  const handlers = createHandlers({ deps, ledger, dispatch, access, hosts, pages, pairing, watched, setView, attend, lookAgain });

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
    const busy = isUnderWay(snapshot) || Object.keys({ ...snapshot.tabs, ...snapshot.typed }).some((tabId) => counts(snapshot, Number(tabId)));
    if (busy !== alarm) deps.setAlarm(busy);
    alarm = busy;
  }

  /** Whether a success counts for whoever is in front of this tab. */
  function counts(snapshot: Snapshot, tabId: number): boolean {
    const flow = snapshot.flows[keyInFront(snapshot, tabId) ?? ''];
    return flow !== undefined && standingOf(flow, deps.now()) !== undefined;
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
      if (flow.name === 'live') run(key, { name: 'watch', id: flow.received.verification.id });
    }
  }

  /** Whether a success still counts: the person may have reported it, or somebody may have said no since. */
  function askAgain(): void {
    for (const [key, flow] of Object.entries(ledger.get().flows)) {
      if (standingOf(flow, deps.now())) askWhatCounts(key, flow, run);
    }
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
