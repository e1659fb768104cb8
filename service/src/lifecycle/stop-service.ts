import type { Server } from 'node:http';
import type { Keeper } from '../audit/keeper.ts';
import type { Rounds } from '../connectwise/people/rounds.ts';
import type { TicketNotes } from '../connectwise/ticket-notes.ts';
import type { Alerts } from '../delivery/alerts/alerts.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Notices } from '../delivery/notices.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { MetricsServer } from '../metrics/metrics-server.ts';
import type { Store } from '../store/store.ts';
import type { Expiry } from './expiry.ts';
import type { Lifecycle } from './lifecycle.ts';
import { closeServer } from './server.ts';
import { stopInOrder } from './stop.ts';

export type StopDeps = {
  graceMs: number;
  server: Server;
  delivery: Delivery;
  notices: Notices;
  alerts: Alerts;
  ticketNotes: TicketNotes;
  rounds: Rounds;
  expiry: Expiry;
  keeper: Keeper;
  clock: Clock;
  metricsServer: MetricsServer | undefined;
  store: Store;
  lifecycle: Lifecycle;
  monotonic: () => number;
  log: Log;
};

/** What was acknowledged first: answers, then messages. The figures are served until there is nothing left to watch. */
export function createStop({ graceMs, server, delivery, notices, alerts, ticketNotes, rounds, expiry, keeper, clock, metricsServer, store, lifecycle, monotonic, log }: StopDeps) {
  return async () => {
    lifecycle.refuseRequests();
    await stopInOrder([
      { name: 'requests', run: () => closeServer(server, lifecycle, graceMs / 4) },
      { name: 'outbox', run: delivery.drain },
      { name: 'workers', run: () => Promise.all([expiry.stop(), delivery.stop(), notices.stop(), alerts.stop(), ticketNotes.stop(), rounds.stop(), clock.stop()]) },
      { name: 'checkpoints', run: keeper.stop },
      { name: 'metrics', run: async () => metricsServer?.stop() },
      { name: 'store', run: store.close },
    ], { graceMs, monotonic, log });
    log.info('stopped');
  };
}
