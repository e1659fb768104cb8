import { vi } from 'vitest';
import type { ContactOptions, PageContact, Verification } from '#contract/verification';
import type { Api } from '../../../utils/api/create-api';
import type { Result } from '../../../utils/api/trouble';
import type { WatchHandlers } from '../../../utils/api/watch';
import type { Badge } from '../../../utils/background/badge';
import { createBackground } from '../../../utils/background/create-background';
import type { BackgroundDeps, BackgroundStore } from '../../../utils/background/types';
import type { BrowserHosts } from '../../../utils/background/hosts/browser-hosts';
import { cloudMatches } from '../../../utils/connectwise/hosts';
import type { Reading } from '../../../utils/connectwise/reading';
import type { Sender } from '../../../utils/messages/classify-sender';
import type { Settings } from '../../../utils/storage/settings';
import { parseSnapshot } from '../../../utils/workflow/flow-schema';
import { type Snapshot, emptySnapshot, ticketKey, typedKey } from '../../../utils/workflow/snapshot';
import type { About, Intent } from '../../../utils/workflow/state';
import { contact, exception, found, invited, options, verificationWith } from '../workflow/samples';

export const tabId = 7;
export const flowKey = ticketKey(contact.ticket);
const keyFor = (about: About) => ('contact' in about ? ticketKey(about.contact.ticket) : typedKey(about.ticketNumber));
export const sender: Sender = { tab: { id: tabId, windowId: 1 }, frameId: 0, url: 'https://na.myconnectwise.net/x' };
export const paired: Settings = { consentedAt: 1, serviceOrigin: 'https://verify.example', technician: null, tenant: null, hosts: [] };
const keyPair = { privateKey: {}, publicKey: {} } as never;

export function readingOf(who: PageContact): Reading {
  const read = (value: string) => ({ state: 'read', value }) as const;
  return { kind: 'ticket', number: who.ticket.number, company: read(who.company), contact: read(who.contact), email: read(who.email) };
}

/** Everything outside the background: the browser's storage, the page, the service. It outlives any worker. */
export function createWorld(changes: { settings?: Settings; paired?: boolean } = {}) {
  const world = {
    settings: changes.settings ?? paired,
    key: changes.paired === false ? undefined : keyPair,
    /** The browser's key store fails. */
    keysBroken: false,
    token: undefined as string | undefined,
    stored: undefined as unknown,
    writes: 0,
    watched: [] as number[],
    page: readingOf(contact) as Reading | 'gone' | 'silent',
    description: ['cloud, build v2025_1'] as unknown,
    calls: [] as { name: string; details: unknown[]; stored: Snapshot }[],
    verification: verificationWith(),
    handshake: { product: 'countersign' as const, api: { oldest: 1, newest: 1 }, now: 1 },
    down: false,
    /** Questions whose answer is held back: as when a worker dies while it waits. */
    held: new Set<string>(),
    started: new Map<string, Verification>(),
    streams: [] as { id: string; handlers: WatchHandlers; end(result: Result<void>): void }[],
    panelOpen: true,
    opened: [] as number[],
    /** Where a panel opens for a window that can have none. */
    panelWindow: undefined as number | undefined,
    address: 'https://na.myconnectwise.net/x',
    /** What the browser allows. */
    granted: [...cloudMatches] as string[],
    scripts: [] as { id: string; matches?: string[] }[],
    /** Addresses whose open tabs got the content script. */
    runIn: [] as string[],
    /** The tabs whose page was asked what it says. */
    asked: [] as number[],
    told: [] as unknown[],
    alarm: false,
    clock: 1,
    badges: {} as Record<number, Badge>,
    answers: {} as Partial<Record<string, Result<never>>>,
    options: options as ContactOptions,
    found,
    exception,
  };

  const store: BackgroundStore = {
    keys: { read: async () => (world.keysBroken ? Promise.reject(new Error('broken')) : world.key), write: async (pair) => void (world.key = pair as never), remove: async () => void (world.key = undefined) },
    readSettings: async () => world.settings,
    changeSettings: async (update) => void (world.settings = update(world.settings)),
    readSnapshot: async () => (world.stored ? parseSnapshot(structuredClone(world.stored)) : emptySnapshot),
    writeSnapshot: async (snapshot) => {
      world.writes++;
      world.stored = structuredClone(snapshot);
    },
    readWatched: async () => world.watched,
    writeWatched: async (watched) => void (world.watched = watched),
    readToken: async () => world.token,
    writeToken: async (token) => void (world.token = token),
  };

  function answer<T>(name: string, details: unknown[], value: () => T): Promise<Result<T>> {
    world.calls.push({ name, details, stored: parseSnapshot(world.stored) });
    if (world.down) return Promise.resolve({ ok: false, trouble: { code: 'unreachable' } });
    const refusal = world.answers[name];
    if (refusal) return Promise.resolve(refusal);
    const result = { ok: true as const, value: value() };
    return world.held.has(name) ? new Promise(() => undefined) : Promise.resolve(result);
  }

  const api: Api = {
    handshake: () => answer('handshake', [], () => world.handshake),
    pair: (body) => answer('pair', [body], () => ({ technician: { name: 'Alex', role: 'technician' }, tenant: { name: 'MSP' } })),
    issueToken: () => answer('issueToken', [], () => ({ accessToken: 't', tokenType: 'DPoP', expiresInSeconds: 300, technician: { name: 'Alex', role: 'technician' }, tenant: { name: 'MSP' } })),
    signOut: () => answer('signOut', [], () => undefined),
    resolve: (body) => answer('resolve', [body], () => world.options),
    start: (idempotencyKey, body) =>
      answer('start', [idempotencyKey, body], () => {
        world.started.set(idempotencyKey, world.started.get(idempotencyKey) ?? world.verification);
        return world.verification;
      }),
    searchContacts: (body) => answer('searchContacts', [body], () => world.found),
    askException: (body) => answer('askException', [body], () => world.exception),
    decideException: (...details) => answer('decideException', details, () => ({ ...world.exception, state: details[1] === 'confirm' ? 'confirmed' as const : 'refused' as const, secondBy: 'Alex' })),
    read: (id) => answer('read', [id], () => world.verification),
    decide: (...details) => answer('decide', details, () => end(details[1] === 'approve' ? 'approved' : 'denied')),
    tryCode: (...details) => answer('tryCode', details, () => world.verification),
    resend: (...details) => answer('resend', details, () => world.verification),
    extend: (...details) => answer('extend', details, () => world.verification),
    cancel: (...details) => answer('cancel', details, () => end('cancelled')),
    invite: (...details) => answer('invite', details, () => invited),
    watch: (id, handlers, signal) =>
      new Promise((resolve) => {
        if (world.down) return resolve({ ok: false, trouble: { code: 'unreachable' } });
        world.streams.push({ id, handlers, end: resolve });
        signal.addEventListener('abort', () => resolve({ ok: true, value: undefined }));
        handlers.onVerification({ verification: world.verification, receivedAt: 1 });
      }),
  };

  function end(status: Verification['status']): Verification {
    world.verification = { ...world.verification, status, code: null, endedAt: 3000, verifiedUntil: status === 'approved' ? 903_000 : null, now: world.verification.now + 1000 };
    return world.verification;
  }

  const deps: BackgroundDeps = {
    store,
    createApi: () => api,
    generateKeyPair: async () => keyPair,
    now: () => world.clock,
    showBadge: (id, badge) => void (world.badges[id] = badge),
    randomUUID: () => crypto.randomUUID(),
    // A page that is gone fails at once here, so no wait needs to end; those of retries end in the next turn.
    wait: (milliseconds) => (milliseconds === 1500 ? new Promise(() => undefined) : new Promise((resolve) => setTimeout(resolve, 1))),
    readPage: async (asked) => {
      world.asked.push(asked);
      if (world.page === 'silent') return new Promise<never>(() => undefined);
      if (world.page === 'gone') throw new Error('no receiver');
      return { address: world.address, reading: world.page };
    },
    describePage: async () => (world.page === 'gone' ? Promise.reject(new Error('no receiver')) : world.description),
    describeSelf: () => 'Countersign 0.1.0, Edge on Windows',
    setAlarm: (on) => void (world.alarm = on),
    isPanelOpen: async () => world.panelOpen,
    openPanel: async (windowId) => {
      world.opened.push(windowId);
      return world.panelWindow ?? windowId;
    },
    hosts: hostsOf(world),
    tellPages: async (message) => void world.told.push(message),
  };

  /** A worker. Killing one is: using it no more, and starting another on the same world. */
  function startWorker() {
    const background = createBackground(deps);
    const { handlers } = background;
    const pressAbout = (shown: About, intent: Intent) => handlers['panel/intent']({ name: 'panel/intent', tabId, ticketKey: keyFor(shown), shown, intent }, {});
    return {
      ...background,
      read: (reading: Reading = readingOf(contact)) => handlers['ticket/read']({ name: 'ticket/read', reading }, sender),
      watch: () => handlers['panel/watch']({ name: 'panel/watch', tabId }, {}),
      press: (intent: Intent, shown: PageContact = contact) => pressAbout({ contact: shown }, intent),
      pressAbout,
      enter: (number: string) => handlers['panel/enter-ticket']({ name: 'panel/enter-ticket', tabId, number }, {}),
      leave: () => handlers['panel/leave-ticket']({ name: 'panel/leave-ticket', tabId }, {}),
      lookAgain: () => handlers['panel/look-again']({ name: 'panel/look-again', tabId }, {}),
    };
  }

  return Object.assign(world, { startWorker });
}

/** As a browser does: a pattern for all of a domain allows each of its hosts. */
function hostsOf(world: { granted: string[]; scripts: { id: string; matches?: string[] }[]; runIn: string[] }): BrowserHosts {
  const allows = (granted: string, asked: string) => granted === asked || (granted.includes('*.') && asked.endsWith(granted.slice('https://*'.length)));
  return {
    mayRead: async (patterns) => patterns.every((asked) => world.granted.some((granted) => allows(granted, asked))),
    giveUp: async (pattern) => void (world.granted = world.granted.filter((one) => one !== pattern)),
    registered: async () => world.scripts,
    register: async (scripts) => void (world.scripts = [...world.scripts, ...scripts]),
    unregister: async (ids) => void (world.scripts = world.scripts.filter(({ id }) => !ids.includes(id))),
    runInOpenTabs: async (matches) => void world.runIn.push(...matches),
  };
}

export type World = ReturnType<typeof createWorld>;
export const snapshotOf = (world: World): Snapshot => parseSnapshot(world.stored);
export const flowOf = (world: World) => snapshotOf(world).flows[flowKey];
export const callsOf = (world: World, name: string) => world.calls.filter((call) => call.name === name);

export async function untilFlow(world: World, name: string): Promise<void> {
  await vi.waitFor(() => {
    if (flowOf(world)?.name !== name) throw new Error(`the flow is ${flowOf(world)?.name}, not ${name}`);
  });
}

/** A worker with the ticket open, the panel beside it, and the methods on offer. */
export async function atReady(world: World) {
  const worker = world.startWorker();
  await worker.started;
  await worker.read();
  await worker.watch();
  await untilFlow(world, 'ready');
  return worker;
}
