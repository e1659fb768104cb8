import { median } from './figure.ts';
import type { Figure } from './figure.ts';
import type { Load } from './load/generator.ts';
import type { Generator } from './load/start-generator.ts';
import { contenders, startContenders } from './parts/contenders.ts';
import type { Contender } from './parts/contenders.ts';

const warmUpSeconds = 4;
const rounds = 3;
const roundSeconds = 5;

type Measured = Record<Contender, Load[]>;

/** For whoever reads the figures. */
export const aboutCycles = `A cycle is SEND and DENY by one of 16 technicians of one tenant over HTTP, with proofs, limits, outbox and one audit chain
(DENY, because APPROVE is refused until the message has left). better-auth's cycle sends a code to a known user and signs in with
it, its rate limit off. "By calls": the same within one process, without HTTP, proofs and delivery on our side, without HTTP on theirs. Same machine, same PostgreSQL, as many connections, in turn for ${rounds} rounds of ${roundSeconds} s: medians.`;

/** Create + decide cycles per second and the slowest percent, beside better-auth's and beside a route that does nothing. */
export async function measureCycles(): Promise<Figure[]> {
  await using stage = new AsyncDisposableStack();
  const { generators, analyze } = await startContenders(stage);
  await measureRound(generators, warmUpSeconds);
  const measured = Object.fromEntries(contenders.map((name): [Contender, Load[]] => [name, []])) as Measured;
  for (let round = 0; round < rounds; round += 1) {
    await analyze();
    const loads = await measureRound(generators, roundSeconds);
    for (const name of contenders) measured[name].push(loads[name]);
  }
  return [...ratiosOf(measured), ...contenders.flatMap((name) => absolutes(name, measured[name]))];
}

async function measureRound(generators: Record<Contender, Generator>, seconds: number): Promise<Record<Contender, Load>> {
  const loads: Partial<Record<Contender, Load>> = {};
  for (const name of contenders) loads[name] = await generators[name].run(seconds);
  return loads as Record<Contender, Load>;
}

/** Of neighbours within a round, so that a slow minute of the machine slows both. */
function ratiosOf(measured: Measured): Figure[] {
  const ratio = (name: string, a: Contender, b: Contender, part: 'perSecond' | 'p99Ms', limit: Figure['limit'] = null): Figure => ({
    name, value: median(measured[a].map((load, round) => load[part] / (measured[b][round]?.[part] ?? Number.NaN))), unit: '×', limit,
  });
  return [
    ratio('cycles on PostgreSQL / better-auth', 'postgres', 'better-auth', 'perSecond', { atLeast: 4 }),
    ratio('cycles on PostgreSQL / better-auth, both without HTTP and sign-in', 'core', 'better-auth-core', 'perSecond'),
    ratio('cycles on SQLite / better-auth', 'sqlite', 'better-auth', 'perSecond'),
    ratio('cycles on PostgreSQL / empty route', 'postgres', 'empty-route', 'perSecond'),
    ratio('cycles on SQLite / empty route', 'sqlite', 'empty-route', 'perSecond'),
    ratio('p99 on PostgreSQL / better-auth', 'postgres', 'better-auth', 'p99Ms'),
    ratio('p99 on SQLite / better-auth', 'sqlite', 'better-auth', 'p99Ms'),
  ];
}

const titles: Record<Contender, string> = {
  'better-auth': 'better-auth', postgres: 'cycles on PostgreSQL', sqlite: 'cycles on SQLite', 'empty-route': 'empty route',
  'better-auth-core': 'better-auth by calls', core: 'cycles on PostgreSQL by calls',
};

function absolutes(name: Contender, loads: Load[]): Figure[] {
  return [
    { name: `${titles[name]}, rate`, value: median(loads.map(({ perSecond }) => perSecond)), unit: '/s', limit: null },
    { name: `${titles[name]}, p99`, value: median(loads.map(({ p99Ms }) => p99Ms)), unit: 'ms', limit: null },
  ];
}
