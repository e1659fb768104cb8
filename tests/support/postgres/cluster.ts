import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { requirePostgres } from '../../../scripts/lib/tools.ts';
import { freePort } from '../browsers/ports.ts';
import { createDatabase, runStatement } from './database.ts';
import type { Database } from './database.ts';

export type Cluster = {
  /** Of its maintenance database, as a superuser; loopback only, without a password. */
  url: string;
  createDatabase(): Promise<Database>;
  stop(): Promise<void>;
};

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
const startMs = 30_000;
const careless = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Runs the server until standard input closes, then stops it and removes its folder. Whoever started it holds the other end,
 * so that the server also ends when that process is killed.
 */
const keeper = '"$@" & server=$!; cat > /dev/null; kill -INT $server; wait $server; rm -rf "$FOLDER"';

/**
 * A throw-away PostgreSQL on a free loopback port, its data and sockets in a temporary folder. `durable` keeps the server's safe
 * defaults; without it a kill of the server may lose what was committed, for speed.
 */
export async function startPostgres({ durable }: { durable: boolean }): Promise<Cluster> {
  const programs = await requirePostgres();
  const { stdout } = await run(...asServerUser(['mktemp', '-d', '/tmp/countersign-postgres-XXXXXX']), { cwd: '/' });
  const folder = stdout.trim();
  const data = `${folder}/data`;
  const initdb = [`${programs}/initdb`, '--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8', '--no-locale', '--no-sync'];
  await run(...asServerUser(initdb), { cwd: '/', timeout: startMs });
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=300', ...(durable ? [] : careless)];
  const server = spawnKept([`${programs}/postgres`, '-D', data, ...settings.flatMap((setting) => ['-c', setting])], folder);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const stop = () => end(server.child);
  await answering(url, server).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, createDatabase: () => createDatabase(url), stop };
}

/** The server refuses to run as root; Debian's package makes a user for it. */
function asServerUser([program = '', ...args]: string[]): [string, string[]] {
  return isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, args];
}

type Kept = { child: ChildProcess; log: () => string };

function spawnKept(words: string[], folder: string): Kept {
  const [program, args] = asServerUser(['sh', '-c', keeper, 'keeper', ...words]);
  // A group of its own: Ctrl-C in a terminal must not end the keeper before it has tidied up.
  const child = spawn(program, args, { cwd: '/', detached: true, env: { ...process.env, FOLDER: folder }, stdio: ['pipe', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => { log = (log + String(chunk)).slice(-10_000); });
  return { child, log: () => log };
}

async function answering(url: string, { child, log }: Kept): Promise<void> {
  for (const deadline = Date.now() + startMs; Date.now() < deadline && child.exitCode === null; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (await runStatement(url, 'SELECT 1').then(() => true, () => false)) return;
  }
  throw new Error(`PostgreSQL did not start within ${startMs / 1000} s:\n${log()}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}
