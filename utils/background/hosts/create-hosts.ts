import { cloudMatches, isCloudHost, matchOf, permissionOf } from '../../connectwise/hosts';
import { parseHost } from '../../connectwise/parse-host';
import { type Answer, accepted, refused } from '../../messages/answer';
import type { HostState, Snapshot } from '../../workflow/snapshot';
import type { Ledger } from '../ledger';
import { createQueue } from '../../queue';
import { same } from '../same';
import { keyOf } from '../../workflow/in-front';
import { withoutPage } from '../tabs';
import type { BackgroundDeps } from '../types';
import { planRegistration } from './plan-registration';

export type Hosts = ReturnType<typeof createHosts>;

/** Keeps in line what the technician added, what the browser allows, which scripts are registered, and what the snapshot says of it. */
export function createHosts({ store, hosts, readPage }: Pick<BackgroundDeps, 'store' | 'hosts' | 'readPage'>, ledger: Ledger) {
  const enqueue = createQueue();

  return {
    /** At every start, and whenever a permission has come or gone. */
    reconcile: () => enqueue(reconcile),
    add: (origin: string) => enqueue(() => add(origin)),
    remove: (origin: string) => enqueue(() => remove(origin)),
    mayRead,
  };

  /** Whether the page at this address counts: the cloud's, or one of a server that was added, and only while the browser allows it. Rejects when the browser's stores fail. */
  async function mayRead(address: string): Promise<boolean> {
    const { origin, hostname } = new URL(address);
    return (isCloudHost(hostname) || (await added()).includes(origin)) && hosts.mayRead([permissionOf(origin)]);
  }

  async function added(): Promise<string[]> {
    return (await store.readSettings()).hosts.filter((origin) => parseHost(origin).ok);
  }

  async function add(text: string): Promise<Answer> {
    const known = await added();
    const parsed = parseHost(text, known);
    if (!parsed.ok && parsed.problem !== 'added') return refused('bad_host');
    const { origin } = new URL(text.trim());
    if (!(await hosts.mayRead([permissionOf(origin)]))) return refused('host_not_allowed');
    if (parsed.ok) await store.changeSettings((settings) => ({ ...settings, hosts: [...known, origin] }));
    await reconcile();
    return accepted;
  }

  /** The settings first: from then on nothing that a page of it says counts. */
  async function remove(origin: string): Promise<Answer> {
    const known = await added();
    if (!known.includes(origin)) return accepted;
    await store.changeSettings((settings) => ({ ...settings, hosts: known.filter((one) => one !== origin) }));
    await reconcile();
    await hosts.giveUp(permissionOf(origin));
    return accepted;
  }

  async function reconcile(): Promise<void> {
    await ledger.loaded;
    const stateOf = async (patterns: string[]): Promise<HostState> => ((await hosts.mayRead(patterns)) ? 'granted' : 'withdrawn');
    const states = await Promise.all((await added()).map(async (origin) => ({ origin, state: await stateOf([permissionOf(origin)]) })));
    const plan = planRegistration(states.filter(({ state }) => state === 'granted').map(({ origin }) => origin), await hosts.registered());
    if (plan.unregister.length > 0) await hosts.unregister(plan.unregister);
    if (plan.register.length > 0) await hosts.register(plan.register);
    const cloud = await stateOf(cloudMatches);
    const opened = [...plan.register.map(({ id }) => matchOf(id)), ...(cloud === 'granted' && ledger.get().cloud === 'withdrawn' ? cloudMatches : [])];
    const isLost = cloud === 'withdrawn' || isAnyLost(ledger.get().hosts, states);
    await ledger.change((snapshot) => same(snapshot, { ...snapshot, cloud, hosts: states }));
    await leavePages(isLost);
    if (opened.length > 0) await hosts.runInOpenTabs(opened);
  }

  /**
   * Forgets what pages said that may no longer be read. Asked once more, a script there reports, is refused, and stops. A tab that shows
   * no ticket does not say where it is: where an address was lost it is asked too, and says it anew where it may.
   */
  async function leavePages(isLost: boolean): Promise<void> {
    const { tabs, hosts: states } = ledger.get();
    const readable = new Set(states.filter(({ state }) => state === 'granted').map(({ origin }) => new URL(origin).hostname));
    for (const [tabId, view] of Object.entries(tabs)) {
      const host = keyOf(view)?.split('/')[0];
      if (host === undefined ? !isLost : await isReadable(host)) continue;
      await ledger.change((snapshot) => withoutPage(snapshot, Number(tabId)));
      void readPage(Number(tabId)).catch(() => undefined);
    }

    async function isReadable(host: string): Promise<boolean> {
      return readable.has(host) || (isCloudHost(host) && (await hosts.mayRead([`https://${host}/*`])));
    }
  }
}

function isAnyLost(before: Snapshot['hosts'], after: Snapshot['hosts']): boolean {
  return before.some(({ origin, state }) => state === 'granted' && after.find((one) => one.origin === origin)?.state !== 'granted');
}
