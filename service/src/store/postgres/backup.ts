import { Told } from '../../lib/told.ts';
import { backupTables, requireBackupTable } from '../backup-tables.ts';
import type { BackupTable } from '../backup-tables.ts';
import type { BackupRow } from '../store.ts';
import { Client } from 'pg';
import type { Client as Querying } from './database.ts';
import { connectionOptions } from './database.ts';

const page = 500;

/** Every row as of one moment: a read-only snapshot on a connection of its own. */
export async function* backupRows(url: string): AsyncGenerator<BackupRow> {
  const client = new Client(connectionOptions(url));
  // Whoever reads the rows is told by the query that fails; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    for (const table of backupTables) yield* rowsOf(client, table);
  } finally {
    await client.end();
  }
}

async function* rowsOf(client: Querying, table: BackupTable): AsyncGenerator<BackupRow> {
  await client.query(`DECLARE ${table}_rows CURSOR FOR SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`);
  for (;;) {
    const { rows } = await client.query<{ row: BackupRow['row'] }>(`FETCH ${page} FROM ${table}_rows`);
    for (const { row } of rows) yield { table, row };
    if (rows.length < page) return void (await client.query(`CLOSE ${table}_rows`));
  }
}

/** Fills an empty database inside the caller's transaction. */
export async function restoreRows(client: Querying, rows: AsyncIterable<BackupRow>): Promise<void> {
  await client.query('LOCK TABLE tenants IN EXCLUSIVE MODE');
  if ((await client.query('SELECT 1 FROM tenants LIMIT 1')).rowCount !== 0) throw new Told('The database is not empty: a backup is restored into an empty one.');
  const columns = await readColumns(client);
  let waiting: { table: BackupTable; rows: object[] } | undefined;
  for await (const { table, row } of rows) {
    const known = requireBackupTable(table, row, (name) => columns.get(name) ?? []);
    if (waiting && (waiting.table !== known || waiting.rows.length >= page)) waiting = await insertAll(client, waiting);
    waiting ??= { table: known, rows: [] };
    waiting.rows.push(row);
  }
  if (waiting) await insertAll(client, waiting);
}

async function insertAll(client: Querying, { table, rows }: { table: BackupTable; rows: object[] }): Promise<undefined> {
  await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [JSON.stringify(rows)]);
}

async function readColumns(client: Querying): Promise<Map<string, string[]>> {
  const sql = `SELECT table_name AS name, array_agg(column_name::text) AS columns FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name`;
  const { rows } = await client.query<{ name: string; columns: string[] }>(sql);
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}
