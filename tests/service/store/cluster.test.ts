import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { poll } from '../../support/browsers/poll.ts';

test('a throw-away PostgreSQL ends with whoever started it, even one that was killed, and leaves no folder', async () => {
  const script = `const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, '../../support/postgres/cluster.ts'))});
    console.log((await startPostgres({ durable: false })).url);`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = (await once(starter.stdout, 'data')) as [Buffer];
  const url = String(printed).trim();
  const folder = await ask(url, 'SHOW data_directory');
  starter.kill('SIGKILL');
  await poll('the server to end', () => ask(url, 'SELECT 1').then(() => false, () => true), 10_000);
  await poll('its folder to go', () => !existsSync(folder), 10_000);
  expect(starter.killed).toBe(true);
});

async function ask(url: string, sql: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // The server may end while it is asked; the query fails and says so.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query({ text: sql, rowMode: 'array' }).finally(() => client.end());
  return String(rows[0]?.[0]);
}
