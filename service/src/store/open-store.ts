import { join } from 'node:path';
import type { Config } from '../config.ts';
import { createPostgresStore } from './postgres/postgres-store.ts';
import { createSqliteStore } from './sqlite/sqlite-store.ts';
import type { Store } from './store.ts';

/** The database that the configuration names: PostgreSQL, or the embedded one in the data folder. */
export async function openStore({ databaseUrl, dataFolder }: Pick<Config, 'databaseUrl' | 'dataFolder'>): Promise<Store> {
  if (databaseUrl !== undefined) return createPostgresStore({ url: databaseUrl });
  return createSqliteStore({ path: join(dataFolder, 'countersign.sqlite') });
}
