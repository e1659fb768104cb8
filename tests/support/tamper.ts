import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { StoreSource } from './store-source.ts';

/** Runs SQL past the service, as somebody who may write to the database. Parameters are `$1`, `$2`… */
export type Run = (sql: string, parameters?: readonly (string | number)[]) => Promise<void>;

const triggers = ['audit_is_never_changed', 'audit_is_never_deleted'];

/** Opens the database behind the service's back. The triggers go first: they hinder mistakes, not an attacker. */
export async function tamper(source: StoreSource, body: (run: Run) => Promise<void>): Promise<void> {
  const { run, close } = source.databaseUrl === undefined ? openSqlite(join(source.folder ?? '', 'countersign.sqlite')) : await openPostgres(source.databaseUrl);
  const on = source.databaseUrl === undefined ? '' : ' ON audit';
  try {
    for (const trigger of triggers) await run(`DROP TRIGGER IF EXISTS ${trigger}${on}`);
    await body(run);
  } finally {
    await close();
  }
}

type Opened = { run: Run; close: () => Promise<void> };

function openSqlite(path: string): Opened {
  const database = new DatabaseSync(path, { timeout: 5000 });
  return {
    run: async (sql, parameters = []) => void database.prepare(sql).run(Object.fromEntries(parameters.map((value, index) => [`$${index + 1}`, value]))),
    close: async () => database.close(),
  };
}

async function openPostgres(connectionString: string): Promise<Opened> {
  const client = new Client({ connectionString });
  await client.connect();
  return { run: async (sql, parameters = []) => void (await client.query(sql, [...parameters])), close: () => client.end() };
}
