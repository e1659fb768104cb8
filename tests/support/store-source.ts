import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createPostgresStore } from '../../service/src/store/postgres/postgres-store.ts';
import { createSqliteStore } from '../../service/src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../service/src/store/store.ts';
import { createDatabase } from './postgres/database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The run's cluster; every test makes databases of its own on it. */
    postgresUrl: string;
  }
}

/** Where a test gets its store: `open` may be called again for another connection to the same database. */
export type StoreSource = {
  open(): Promise<Store>;
  /** Undefined: the embedded database. */
  databaseUrl: string | undefined;
  /** The embedded database's files; undefined: PostgreSQL. */
  folder: string | undefined;
  remove(): Promise<void>;
};

/** A new, empty database of the kind that this run of the tests is about. */
export function createStoreSource(): Promise<StoreSource> {
  return process.env['COUNTERSIGN_TEST_STORE'] === 'postgres' ? createPostgresSource() : createSqliteSource();
}

async function createSqliteSource(): Promise<StoreSource> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-store-'));
  return {
    open: () => createSqliteStore({ path: join(folder, 'countersign.sqlite') }),
    databaseUrl: undefined,
    folder,
    remove: () => rm(folder, { recursive: true }),
  };
}

async function createPostgresSource(): Promise<StoreSource> {
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  return {
    open: () => createPostgresStore({ url }),
    databaseUrl: url,
    folder: undefined,
    remove: drop,
  };
}
