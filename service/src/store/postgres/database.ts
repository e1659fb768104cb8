import { createHash } from 'node:crypto';
import { Pool, types } from 'pg';
import type { ClientConfig, PoolClient, QueryResult } from 'pg';
import type { RawRow } from '../columns.ts';
import { functionsSql } from './functions.ts';

/** The functions of each version of the service live in a schema of their own, so that two versions can run side by side during an upgrade. */
export const functionsSchema = `countersign_${createHash('sha256').update(functionsSql).digest('hex').slice(0, 12)}`;

const mostConnections = 10;

export type Client = Pick<PoolClient, 'query'>;
/** One round trip per call; `transaction` for what is rarely done. */
export type Database = {
  rows(sql: string, values?: unknown[]): Promise<RawRow[]>;
  /** The first column of the first row; the statement is prepared once per connection. */
  value(name: string, sql: string, values: unknown[]): Promise<unknown>;
  transaction<T>(body: (client: Client) => Promise<T>): Promise<T>;
  /** A connection of its own for `body`; one that failed is not used again. */
  connected<T>(body: (client: Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Longer than the server's own limit: only a connection on which nothing comes back any more gets here. */
const silenceMs = 18_000;

/**
 * What was acknowledged is on disk; no statement and no lock is waited for without end. Each statement looks a few rows up by an index, whatever the
 * tables' statistics say at the moment when it is planned, and is planned once.
 */
const settings = [
  `search_path=${functionsSchema},public`, 'synchronous_commit=on', 'statement_timeout=15000', 'lock_timeout=10000', 'idle_in_transaction_session_timeout=10000',
  'default_transaction_isolation=read\\ committed', 'enable_seqscan=off', 'plan_cache_mode=force_generic_plan', 'jit=off',
];

/** Every connection of the service; 8-byte integers are numbers. */
export function connectionOptions(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'countersign',
    options: settings.map((setting) => `-c ${setting}`).join(' '),
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser: (oid, format) => (oid === types.builtins.INT8 && format !== 'binary' ? Number : types.getTypeParser(oid, format)) },
  };
}

export function createDatabase(url: string): Database {
  const pool = new Pool({ ...connectionOptions(url), query_timeout: silenceMs, max: mostConnections });
  // A connection that breaks (the server restarts) is replaced by the pool, and whoever waited on it is told; without listeners
  // it would end the process, be it idle or in use.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return {
    rows: async (sql, values = []) => (await pool.query<RawRow>(sql, values)).rows,
    value: async (name, sql, values) => firstValue(await pool.query({ name, text: sql, values, rowMode: 'array' })),
    transaction: (body) => withClient(pool, (client) => inTransaction(client, body)),
    connected: (body) => withClient(pool, body),
    close: () => pool.end(),
  };
}

function firstValue({ rows }: QueryResult): unknown {
  const [first] = rows as unknown[][];
  return first?.[0] ?? undefined;
}

async function withClient<T>(pool: Pool, body: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const result = await body(client);
    client.release();
    return result;
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

/** A transaction that failed is undone by closing its connection, which may be one that does not answer. */
async function inTransaction<T>(client: Client, body: (client: Client) => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  const result = await body(client);
  await client.query('COMMIT');
  return result;
}
