import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export type Database = { url: string; drop(): Promise<void> };

/** Runs one statement on the server at `url`, on a connection of its own. */
export async function runStatement(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A new, empty database on the cluster at `clusterUrl`. Dropping it also ends the connections to it. */
export async function createDatabase(clusterUrl: string): Promise<Database> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runStatement(clusterUrl, `CREATE DATABASE ${name}`);
  const url = new URL(clusterUrl);
  url.pathname = name;
  return { url: url.href, drop: () => runStatement(clusterUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
