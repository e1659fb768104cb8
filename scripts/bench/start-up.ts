import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../../tests/support/postgres/cluster.ts';
import { median } from './figure.ts';
import type { Figure } from './figure.ts';
import { furnishHouse } from './parts/house.ts';
import type { House } from './parts/house.ts';
import { startService } from './parts/service.ts';

const starts = 7;
const idleMs = 3_000;

/** From the start of the service's process to its readiness, and what it holds in memory when nothing happens. */
export async function measureStartUp(): Promise<Figure[]> {
  await using stage = new AsyncDisposableStack();
  const cluster = stage.adopt(await startPostgres({ durable: true }), (each) => each.stop());
  const furnish = async (environment: Record<string, string>) => stage.adopt(await furnishHouse(environment, { people: [], technicians: 1 }), (each) => each.remove());
  return [
    ...(await measureStarts('PostgreSQL', await furnish({ DATABASE_URL: (await cluster.createDatabase()).url }))),
    ...(await measureStarts('SQLite', await furnish({}))),
  ];
}

async function measureStarts(database: string, house: House): Promise<Figure[]> {
  const [startsMs, megabytes]: [number[], number[]] = [[], []];
  for (let start = 0; start < starts; start += 1) {
    const service = await startService(house.environment, house.logPath);
    startsMs.push(service.startMs);
    await sleep(idleMs);
    megabytes.push(service.residentBytes() / 1e6);
    await service.stop();
  }
  return [
    { name: `start-up, ${database}`, value: median(startsMs) / 1000, unit: 's', limit: { atMost: 0.6 } },
    { name: `idle memory, ${database}`, value: median(megabytes), unit: 'MB', limit: { atMost: 120 } },
  ];
}
