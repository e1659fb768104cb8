import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../../tests/support/browsers/ports.ts';

export type Environment = Record<string, string>;
export type RunningService = {
  origin: string;
  /** From the start of the process to the first 200 of /readyz, milliseconds. */
  startMs: number;
  /** Bytes of memory that the process holds now. */
  residentBytes(): number;
  stop(): Promise<void>;
};

const root = path.resolve(import.meta.dirname, '../../..');
const cli = path.join(root, 'service/src/cli.ts');
/** As `npm run service` sets it. */
const compiled = path.join(root, '.cache/compiled');

/** The real service as a process of its own on a free port, its log in the file at `logPath`. */
export async function startService(environment: Environment, logPath: string): Promise<RunningService> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const log = openSync(logPath, 'a');
  const startedAt = performance.now();
  const env = { ...process.env, NODE_ENV: 'production', NODE_COMPILE_CACHE: compiled, ...environment, COUNTERSIGN_PORT: String(port), COUNTERSIGN_HOST: '127.0.0.1' };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli], { env, stdio: ['ignore', log, log] });
  closeSync(log);
  await becomeReady(origin, child, logPath);
  return { origin, startMs: performance.now() - startedAt, residentBytes: () => residentBytes(child.pid), stop: () => stop(child) };
}

async function becomeReady(origin: string, child: ChildProcess, logPath: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline && child.exitCode === null; await new Promise((resolve) => setTimeout(resolve, 5))) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
  child.kill('SIGKILL');
  throw new Error(`The service was not ready within 20 s:\n${readFileSync(logPath, 'utf8').slice(-2000)}`);
}

/** Linux tells it in a file, in kB. */
function residentBytes(pid: number | undefined): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
