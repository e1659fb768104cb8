import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { heartbeatSeconds } from '#contract/numbers';
import { channels } from '#contract/words';
import type { Method } from '#contract/words';
import { createCheckpointKeeper } from './audit/create-checkpoint-keeper.ts';
import type { Config } from './config.ts';
import { createConnectwise } from './connectwise/create-connectwise.ts';
import { keepCodebase } from './connectwise/keep-codebase.ts';
import { createRounds } from './connectwise/people/rounds.ts';
import { createTestFetch } from './connectwise/test-fetch.ts';
import { createTicketNotes } from './connectwise/ticket-notes.ts';
import type { Connectwise } from './connectwise/types.ts';
import { createAlerts } from './delivery/alerts/alerts.ts';
import type { AlertsDeps } from './delivery/alerts/alerts.ts';
import { createWeb } from './create-web.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createNotices } from './delivery/notices.ts';
import type { NoticesDeps } from './delivery/notices.ts';
import { createDropSubscription } from './delivery/push/drop-subscription.ts';
import { makeVapidKeys } from './delivery/push/vapid.ts';
import type { VapidKeys } from './delivery/push/vapid.ts';
import { createSenders } from './delivery/senders.ts';
import type { Senders } from './delivery/types.ts';
import { createAppOrigin } from './lib/app-origin.ts';
import { createClock } from './lib/clock.ts';
import { guardStore } from './lib/guard-store.ts';
import { loadKey, makeDataFolder } from './lib/keys.ts';
import { createLinkTokens } from './lib/link-tokens.ts';
import { createLog } from './lib/log.ts';
import type { Log } from './lib/log.ts';
import { keepExpiring } from './lifecycle/expiry.ts';
import { createLifecycle } from './lifecycle/lifecycle.ts';
import type { Lifecycle } from './lifecycle/lifecycle.ts';
import { open } from './lifecycle/open.ts';
import { createStop } from './lifecycle/stop-service.ts';
import { watchClaims, watchSenders } from './lifecycle/watch-delivery.ts';
import { countWritten } from './metrics/count-written.ts';
import { createMetrics } from './metrics/metrics.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import { createVerifications } from './verification/verifications.ts';
import type { Verifications } from './verification/types.ts';

/** What a test or the demo puts in the place of the real thing. */
export type Overrides = {
  now?: () => number;
  monotonic?: () => number;
  senders?: Senders;
  log?: Log;
  heartbeatMs?: number;
  /** How long ConnectWise may take for an answer, and how often is looked for ticket notes that are due. */
  connectwise?: { timeoutMs?: number; pollMs?: number };
  wrapStore?: (store: Store) => Store;
  wrapVerifications?: (verifications: Verifications) => Verifications;
};

export type Service = {
  /** Where it listens. */
  origin: string;
  /** Where its figures are served, where the configuration wants them. */
  metricsOrigin: string | undefined;
  store: Store;
  verifications: Verifications;
  /** Refuses new requests from now on. */
  drain(): void;
  /** Finishes what was acknowledged, within the configured time: requests that have begun, then messages that are due. */
  stop(): Promise<void>;
};

type Surroundings = { now: () => number; monotonic: () => number; log: Log };

/** Builds the service from its configuration, and listens. */
export async function startService(config: Config, overrides: Overrides = {}): Promise<Service> {
  const { monotonic = () => performance.now(), log = createLog() } = overrides;
  await makeDataFolder(config.dataFolder);
  const { vapid, ...secrets } = await loadSecrets(config);
  const metrics = createMetrics();
  const opened = await openStore(config);
  const store = guardStore(countWritten(overrides.wrapStore?.(opened) ?? opened, metrics));
  const clock = await createClock(opened, Date.now);
  const around = { now: overrides.now ?? clock.now, monotonic, log };
  const lifecycle = createLifecycle({ store, ...around });

  const appOrigin = createAppOrigin(config.publicOrigin);
  const senders = watchSenders(overrides.senders ?? createOwnSenders(config, { vapid, store, ...around }), lifecycle.pulses.delivery);
  const connectwise = createConnectwise({ store, key: secrets.connectwiseKey, saveCodebase: keepCodebase(store), ...createTestFetch(config.connectwiseTestOrigin), ...overrides.connectwise, ...around });
  const core = createCore({ store, senders, connectwise, ...secrets, origin: appOrigin.read, smtp: config.delivery.smtp, lifecycle, ...around }, overrides);
  const rounds = createRounds({ store, connectwise, newId: randomUUID, ...around });
  const app = createWeb({
    config, store, ...secrets, lifecycle, metrics, verifications: core.verifications, heartbeatMs: overrides.heartbeatMs ?? heartbeatSeconds * 1000, ...around,
    connectwise, kickRounds: rounds.kick, origin: appOrigin.read, pushKey: vapid.publicKey, testOrigin: config.push.testOrigin, configured: new Set(channels.filter((channel) => senders[channel] !== undefined)), kick: core.tellSoon,
  });
  const keeper = await createCheckpointKeeper(config, { store, ...around });
  const server = createAdaptorServer({ fetch: app.fetch, hostname: config.host }) as Server;
  const { origin, metricsServer } = await open(config, server, opened, { registry: metrics.registry, store, keeper, readiness: lifecycle.readiness, ...around });
  appOrigin.listensAt(origin);
  core.delivery.start();
  keeper.start();
  core.notices.start();
  core.alerts.start();
  core.ticketNotes.start();
  opened.onChange(core.ticketNotes.kick);
  rounds.start();
  const expiry = keepExpiring(core.verifications, lifecycle.pulses.expiry, log);
  log.info({ address: origin, metrics: metricsServer?.origin, methods: Object.keys(senders) }, 'listening');
  if (config.delivery.twilio && config.publicOrigin === undefined) log.info('COUNTERSIGN_PUBLIC_ORIGIN is not set: Twilio cannot tell whether text messages arrive');

  const stop = createStop({ graceMs: config.stopSeconds * 1000, server, ...core, rounds, expiry, keeper, clock, metricsServer, store, lifecycle, ...around });
  return { origin, metricsOrigin: metricsServer?.origin, store, verifications: core.verifications, drain: lifecycle.refuseRequests, stop };
}

async function loadSecrets({ dataFolder, ...given }: Config) {
  const tokenKey = await loadKey(dataFolder, 'token', given.tokenKey);
  return {
    codeKey: await loadKey(dataFolder, 'code', given.codeKey),
    tokenKey,
    links: createLinkTokens(tokenKey),
    connectwiseKey: await loadKey(dataFolder, 'connectwise', given.connectwiseKey),
    vapid: makeVapidKeys(await loadKey(dataFolder, 'vapid', given.vapidKey)),
  };
}

function createOwnSenders({ delivery, push }: Config, deps: Surroundings & { vapid: VapidKeys; store: Store }): Senders {
  return createSenders({ ...delivery, push: { ...push, ...deps, dropSubscription: createDropSubscription(deps) } });
}

type CoreDeps = Surroundings & Pick<NoticesDeps & AlertsDeps, 'codeKey' | 'tokenKey' | 'links' | 'origin' | 'smtp'> & { store: Store; senders: Senders; connectwise: Connectwise; lifecycle: Lifecycle };

/** What decides and what sends. Each needs the other: a start kicks delivery, delivery reports back. */
function createCore(deps: CoreDeps, overrides: Overrides) {
  const { store, senders, lifecycle } = deps;
  let kick: () => void = () => undefined;
  const made = createVerifications({ ...deps, configured: new Set(Object.keys(senders) as Method[]), kick: () => kick() });
  const verifications = overrides.wrapVerifications?.(made) ?? made;
  const delivery = createDelivery({ ...deps, store: watchClaims(store, lifecycle.pulses.delivery), verifications });
  kick = delivery.kick;
  const [notices, alerts] = [createNotices(deps), createAlerts(deps)];
  const ticketNotes = createTicketNotes({ ...deps, ...overrides.connectwise });
  const tellSoon = () => {
    notices.kick();
    alerts.kick();
  };
  return { verifications, delivery, notices, alerts, ticketNotes, tellSoon };
}
