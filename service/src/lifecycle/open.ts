import type { Server } from 'node:http';
import type { Registry } from 'prom-client';
import type { Config } from '../config.ts';
import type { Log } from '../lib/log.ts';
import { addGauges } from '../metrics/gauges.ts';
import type { GaugesDeps } from '../metrics/gauges.ts';
import { startMetricsServer } from '../metrics/metrics-server.ts';
import type { MetricsServer } from '../metrics/metrics-server.ts';
import type { Store } from '../store/store.ts';
import { listen } from './server.ts';

/** Takes the place of a working process, then listens; figures first, so that what follows can be watched. Closes what it opened where that fails. */
export async function open(config: Config, server: Server, store: Store, watched: GaugesDeps & { registry: Registry; log: Log }) {
  let metricsServer: MetricsServer | undefined;
  try {
    await store.beginWork();
    if (config.metrics) {
      addGauges(watched.registry, watched);
      metricsServer = await startMetricsServer(watched.registry, config.metrics, watched.log);
    }
    return { origin: await listen(server, config), metricsServer };
  } catch (error) {
    await metricsServer?.stop();
    await store.close();
    throw error;
  }
}
