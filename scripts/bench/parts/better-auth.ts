import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Client } from 'pg';
import { createBetterAuth } from '../load/better-auth.ts';

export type BetterAuth = { origin: string; stop(): Promise<void> };

/** better-auth on the database at `databaseUrl`, with a user for each of `emails`: signing in is then all that a cycle does. */
export async function startBetterAuth(databaseUrl: string, emails: readonly string[]): Promise<BetterAuth> {
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = fork(path.join(import.meta.dirname, 'better-auth-server.ts'), [databaseUrl], { env, execArgv: ['--disable-warning=ExperimentalWarning'] });
  const [{ port }] = (await once(child, 'message', { signal: AbortSignal.timeout(30_000) })) as [{ port: number }];
  await addUsers(databaseUrl, emails);
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

/** A database for better-auth's core alone. */
export async function furnishBetterAuth(databaseUrl: string, emails: readonly string[]): Promise<void> {
  const { pool } = await createBetterAuth(databaseUrl);
  await addUsers(databaseUrl, emails);
  await pool.end();
}

async function addUsers(databaseUrl: string, emails: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt")
       SELECT md5(email), 'Person', email, true, now(), now() FROM unnest($1::text[]) AS given(email)`,
      [emails],
    );
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}
