import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { describeError } from '../lib/log.ts';
import type { Log } from '../lib/log.ts';
import { Told } from '../lib/told.ts';
import { listen } from '../lifecycle/server.ts';

export type MetricsServer = { origin: string; stop(): Promise<void> };

/**
 * Serves /metrics in Prometheus's text format, and nothing else, at an address of its own: a proxy in front of the service
 * cannot publish it. Throws Told when the port is taken.
 */
export async function startMetricsServer(registry: Registry, at: { host: string; port: number }, log: Log): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    answer(registry, request, response).catch((error: unknown) => {
      log.error(describeError(error), 'metrics failed');
      response.writeHead(500).end();
    });
  });
  const origin = await listen(server, at).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Told('COUNTERSIGN_METRICS_PORT is in use by another program.') : error;
  });
  return {
    origin,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function answer(registry: Registry, { method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
  if (method !== 'GET' || url !== '/metrics') return void response.writeHead(404).end();
  const text = await registry.metrics();
  response.writeHead(200, { 'Content-Type': registry.contentType }).end(text);
}
