import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { heartbeatSeconds } from '#contract/numbers';
import type { Method } from '#contract/words';
import { createApp } from './app.ts';
import { createAccessTokens } from './auth/access-tokens.ts';
import { createNonces } from './auth/nonces.ts';
import { createSeenProofs } from './auth/seen-proofs.ts';
import type { Config } from './config.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createSenders } from './delivery/senders.ts';
import type { Senders } from './delivery/types.ts';
import { createClock } from './lib/clock.ts';
import { guardStore } from './lib/guard-store.ts';
import { loadKey, makeDataFolder } from './lib/keys.ts';
import { createLog, describeError } from './lib/log.ts';
import type { Log } from './lib/log.ts';
import { createSessionRoutes } from './routes/session-routes.ts';
import { createVerificationRoutes } from './routes/verification-routes.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import { createVerifications } from './verification/verifications.ts';
import type { Verifications } from './verification/types.ts';

/** What a test or the demo puts in the place of the real thing. */
export type Overrides = {
  now?: () => number;
  senders?: Senders;
  log?: Log;
  heartbeatMs?: number;
  wrapStore?: (store: Store) => Store;
  wrapVerifications?: (verifications: Verifications) => Verifications;
};

export type Service = {
  /** Where it listens. */
  origin: string;
  store: Store;
  verifications: Verifications;
  /** Refuses new requests from now on, ends streams. */
  drain(): void;
  stop(): Promise<void>;
};

const expiryMs = 500;
const graceMs = 5_000;

/** Builds the service from its configuration, and listens. */
export async function startService(config: Config, overrides: Overrides = {}): Promise<Service> {
  const log = overrides.log ?? createLog();
  await makeDataFolder(config.dataFolder);
  const codeKey = await loadKey(config.dataFolder, 'code', config.codeKey);
  const tokenKey = await loadKey(config.dataFolder, 'token', config.tokenKey);
  const opened = await openStore(config);
  const store = guardStore(overrides.wrapStore?.(opened) ?? opened);
  const clock = await createClock(opened, Date.now);
  const now = overrides.now ?? clock.now;

  const senders = overrides.senders ?? createSenders(config.delivery);
  const configured: ReadonlySet<Method> = new Set(Object.keys(senders) as Method[]);
  // Each needs the other: a start kicks delivery, delivery reports back.
  let kick: () => void = () => undefined;
  const made = createVerifications({ store, now, codeKey, configured, kick: () => kick() });
  const verifications = overrides.wrapVerifications?.(made) ?? made;
  const delivery = createDelivery({ store, verifications, now, codeKey, senders, log });
  kick = () => delivery.kick();

  const stopping = new AbortController();
  const tokens = createAccessTokens({ now, key: tokenKey });
  const handlers = {
    ...createSessionRoutes({ store, tokens, now }),
    ...createVerificationRoutes({ store, verifications, now, heartbeatMs: overrides.heartbeatMs ?? heartbeatSeconds * 1000, stopping: stopping.signal, log }),
  };
  const app = createApp({
    store, tokens, handlers, log, stopping: stopping.signal, publicOrigin: config.publicOrigin, monotonic: () => performance.now(),
    nonces: createNonces({ now, key: randomBytes(32) }), seen: createSeenProofs(),
  });
  const server = createAdaptorServer({ fetch: app.fetch, hostname: config.host }) as Server;
  const origin = await opened.beginWork().then(() => listen(server, config)).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  delivery.start();
  const expiry = keepExpiring(verifications, log);
  log.info({ address: origin, methods: [...configured] }, 'listening');

  const drain = () => stopping.abort();
  return {
    origin, store, verifications, drain,
    stop: async () => {
      drain();
      await close(server);
      await expiry.stop();
      await delivery.stop();
      clock.stop();
      await store.close();
      log.info('stopped');
    },
  };
}

async function listen(server: Server, { host, port }: Config): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const { port: actual } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
}

/** Answers what has begun, and waits no longer than the grace. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

function keepExpiring(verifications: Verifications, log: Log): { stop: () => Promise<void> } {
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    running ??= verifications.expireOverdue()
      .catch((error: unknown) => log.error(describeError(error), 'expiry failed'))
      .finally(() => { running = undefined; });
  }, expiryMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
