import { startPostgres } from '../../../tests/support/postgres/cluster.ts';
import { runStatement } from '../../../tests/support/postgres/database.ts';
import { answerJson, startHttpSink } from '../../../tests/support/sinks/http-sink.ts';
import { startGenerator } from '../load/start-generator.ts';
import type { Generator } from '../load/start-generator.ts';
import type { Person, Target } from '../load/targets.ts';
import { furnishBetterAuth, startBetterAuth } from './better-auth.ts';
import { furnishHouse } from './house.ts';
import { startService } from './service.ts';

export const contenders = ['better-auth', 'postgres', 'better-auth-core', 'core', 'sqlite', 'empty-route'] as const;
export type Contender = (typeof contenders)[number];

export type Contenders = {
  generators: Record<Contender, Generator>;
  /** Has PostgreSQL look at what its tables hold by now, as it does by itself after a minute: before, it plans for empty ones. */
  analyze(): Promise<void>;
};

const connections = 16;
const people: Person[] = Array.from({ length: 14_000 }, (_, index) => ({
  company: 'Acme Example', name: `Person ${index}`, email: `person${index}@acme.example`, mobile: `+1202${5_550_000 + index}`,
}));
const emails = people.map(({ email }) => email);

/**
 * The load on each contender, over as many connections for each: better-auth's e-mail OTP and the service on databases of one
 * PostgreSQL with its safe defaults, the service on its embedded database, and that service's emptiest route.
 */
export async function startContenders(stage: AsyncDisposableStack): Promise<Contenders> {
  const cluster = stage.adopt(await startPostgres({ durable: true }), (each) => each.stop());
  const gateway = stage.adopt(await startHttpSink((_request, _body, response) => answerJson(response, 201, {})), (each) => each.close());
  const environment = { COUNTERSIGN_SMS_GATEWAY_URL: gateway.origin, COUNTERSIGN_SMS_GATEWAY_TOKEN: 'nothing-secret' };

  const load = async (target: Target) => stage.adopt(await startGenerator(target, connections), (each) => each.stop());
  const countersign = async (database: Record<string, string>): Promise<Target & { kind: 'countersign' }> => {
    const house = stage.adopt(await furnishHouse({ ...environment, ...database }, { people, technicians: connections }), (each) => each.remove());
    const { origin } = stage.adopt(await startService(house.environment, house.logPath), (each) => each.stop());
    return { kind: 'countersign', origin, devices: house.devices, people };
  };

  const databases = [await cluster.createDatabase(), await cluster.createDatabase(), await cluster.createDatabase(), await cluster.createDatabase()] as const;
  const rival = stage.adopt(await startBetterAuth(databases[0].url, emails), (each) => each.stop());
  const postgres = await countersign({ DATABASE_URL: databases[1].url });
  const sqlite = await countersign({});
  await furnishBetterAuth(databases[2].url, emails);
  stage.adopt(await furnishHouse({ ...environment, DATABASE_URL: databases[3].url }, { people, technicians: connections }), (each) => each.remove());
  const generators = {
    'better-auth': await load({ kind: 'better-auth', origin: rival.origin, emails }),
    postgres: await load(postgres),
    'better-auth-core': await load({ kind: 'better-auth-core', databaseUrl: databases[2].url, emails }),
    core: await load({ kind: 'core', databaseUrl: databases[3].url, people }),
    sqlite: await load(sqlite),
    'empty-route': await load({ kind: 'empty-route', origin: sqlite.origin }),
  };
  return { generators, analyze: async () => { for (const { url } of databases) await runStatement(url, 'ANALYZE'); } };
}
