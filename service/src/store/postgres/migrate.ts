import { Client as PgClient } from 'pg';
import { Told } from '../../lib/told.ts';
import type { Client, Database } from './database.ts';
import { connectionOptions, functionsSchema } from './database.ts';
import { functionsSql } from './functions.ts';
import { migrations } from './schema.ts';

/** Brings tables and functions up to date, once, however many processes start together. */
export async function migrate(url: string): Promise<void> {
  // A connection of its own: a large table takes its time, and so may another process that is doing the same.
  const client = new PgClient(connectionOptions(url));
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'; SET LOCAL idle_in_transaction_session_timeout = 0`);
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('countersign migration', 0))`);
    await client.query('SET LOCAL search_path = public');
    await migrateTables(client);
    await makeFunctions(client);
    await client.query('COMMIT');
  } finally {
    // Without a COMMIT nothing stays.
    await client.end();
  }
}

/** Throws when another version of the service has changed the tables meanwhile. */
export async function requireVersion(database: Database): Promise<void> {
  const [row] = await database.rows('SELECT version FROM schema_version');
  if (row?.['version'] !== migrations.length) throw new Error('The tables are of another version.');
}

async function migrateTables(client: Client): Promise<void> {
  await client.query('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  const { rows } = await client.query<{ version: number }>('SELECT version FROM schema_version');
  const done = rows[0]?.version ?? 0;
  if (done > migrations.length) throw new Told('The database was written by a newer version of this service: update this one.');
  if (done === migrations.length) return;
  for (const sql of migrations.slice(done)) await client.query(sql);
  await client.query('DELETE FROM schema_version');
  await client.query('INSERT INTO schema_version (version) VALUES ($1)', [migrations.length]);
}

async function makeFunctions(client: Client): Promise<void> {
  const { rows } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [functionsSchema]);
  if (rows.length > 0) return;
  await client.query(`CREATE SCHEMA ${functionsSchema}`);
  await client.query(`SET LOCAL search_path = ${functionsSchema}, public`);
  await client.query(functionsSql);
}
