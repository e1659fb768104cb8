// A process of its own that makes load: told its target once, then how long to go on, as often as wanted.
import { percentile } from '../figure.ts';
import { createClients } from './targets.ts';
import type { Client, Target } from './targets.ts';

export type Order = { target: Target; connections: number } | { seconds: number };
export type Load = { cycles: number; perSecond: number; p50Ms: number; p99Ms: number; cpuShare: number };
export type Report = { load: Load } | { ready: true } | { failed: string };

let clients: Client[] = [];

async function obey(order: Order): Promise<Report> {
  if ('seconds' in order) return { load: await makeLoad(order.seconds) };
  clients = createClients(order.target, order.connections);
  return { ready: true };
}

async function makeLoad(seconds: number): Promise<Load> {
  await Promise.all(clients.map((client) => client.prepare()));
  const lapsMs: number[] = [];
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await Promise.all(clients.map((client) => keepCycling(client, start + seconds * 1000, lapsMs)));
  const tookMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { cycles: lapsMs.length, perSecond: (lapsMs.length * 1000) / tookMs, p50Ms: percentile(lapsMs, 0.5), p99Ms: percentile(lapsMs, 0.99), cpuShare: (user + system) / 1000 / tookMs };
}

async function keepCycling(client: Client, endAt: number, lapsMs: number[]): Promise<void> {
  for (let at = performance.now(); at < endAt; ) {
    await client.cycle();
    const now = performance.now();
    lapsMs.push(now - at);
    at = now;
  }
}

process.on('message', (order: Order) => {
  void obey(order).catch((error: Error): Report => ({ failed: error.message })).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
