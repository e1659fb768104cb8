import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runCli } from '../../../service/src/cli.ts';
import { readConfig } from '../../../service/src/config.ts';
import { recordSecret } from '../secrets/record.ts';
import { recordService } from '../secrets/record-service.ts';
import { accountsCsv, inviteCsv, policies, technicianEmail, technicianName, tenantName } from './cast.ts';
import type { PhoneOwner } from './cast.ts';

const run = promisify(execFile);
const cli = path.resolve(import.meta.dirname, '../../../service/src/cli.ts');
const nodeOptions = ['--disable-warning=ExperimentalWarning', cli];

export type ServiceProcess = {
  origin: string;
  /** The same by the name that browsers take for a secure one: what a phone must be given. */
  phoneOrigin: string;
  data: string;
  /** Runs one command of the service's command line on the same database; returns what it printed. */
  command(...words: string[]): Promise<string>;
  /** A pairing code for a technician, as the command line prints it; the demo's own unless told otherwise. */
  pairingCode(email?: string): Promise<string>;
  /** Resolves with the exit code; null where the signal itself ended it. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
  restart(): Promise<void>;
  /** All that the process wrote so far. */
  log(): string;
  close(): Promise<void>;
};

/** The real service as a process of its own, with an empty database in a temporary folder, the demo's directory in it, and `invited` asked to get the phone app. */
export async function startServiceProcess(environment: Record<string, string>, invited: readonly PhoneOwner[] = []): Promise<ServiceProcess> {
  const data = await mkdtemp(path.join(tmpdir(), 'countersign-data-'));
  const port = await freePort();
  const env = { ...process.env, ...environment, COUNTERSIGN_DATA: data, COUNTERSIGN_PORT: String(port), COUNTERSIGN_HOST: '127.0.0.1' };
  const origin = `http://127.0.0.1:${port}`;
  let output = '';
  let child: ChildProcess;

  const command = async (...words: string[]) => (await run(process.execPath, [...nodeOptions, ...words], { env, timeout: 30_000 })).stdout;
  const start = async () => {
    child = spawn(process.execPath, nodeOptions, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout?.on('data', (chunk) => { output += String(chunk); });
    child.stderr?.on('data', (chunk) => { output += String(chunk); });
    await ready(origin, child, () => output);
  };
  const kill = (signal: NodeJS.Signals) => end(child, signal);

  await seed(data, env, invited);
  await start();
  return {
    origin,
    phoneOrigin: `http://localhost:${port}`,
    data,
    command,
    pairingCode: async (email = technicianEmail) => {
      const code = findPairingCode(await command('technician', 'pair', email));
      recordSecret('pairing code', code);
      return code;
    },
    kill,
    restart: start,
    log: () => output,
    close: async () => {
      await kill('SIGTERM');
      await recordService(readConfig(env), output);
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** By the command line, but without a process for each command: every test waits for it. */
async function seed(data: string, env: NodeJS.ProcessEnv, invited: readonly PhoneOwner[]): Promise<void> {
  const command = async (...words: string[]) => {
    const complaints: string[] = [];
    if ((await runCli(words, env, { print: () => undefined, complain: (line) => complaints.push(line) })) !== 0) throw new Error(`${words.join(' ')}: ${complaints.join(' ')}`);
  };
  const csv = path.join(data, 'accounts.csv');
  await writeFile(csv, accountsCsv);
  await command('tenant', 'add', tenantName);
  await command('technician', 'add', '--name', technicianName, '--email', technicianEmail);
  await command('account', 'import', csv, '--country', 'US');
  for (const words of policies) await command('policy', 'set', ...words);
  if (invited.length === 0) return;
  const invitees = path.join(data, 'invitees.csv');
  await writeFile(invitees, inviteCsv(invited));
  await command('account', 'invite', '--file', invitees);
}

function findPairingCode(printed: string): string {
  const code = /\b[0-9A-HJKMNP-TV-Z]{5}-?[0-9A-HJKMNP-TV-Z]{5}\b/.exec(printed)?.[0];
  if (!code) throw new Error('the command line printed no pairing code');
  return code;
}

async function ready(origin: string, child: ChildProcess, log: () => string): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    if (child.exitCode !== null) throw new Error(`the service stopped while starting:\n${log()}`);
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the service was not ready within 20 s:\n${log()}`);
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill(signal);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
