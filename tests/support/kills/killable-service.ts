import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCli } from '../../../service/src/cli.ts';
import { readConfig } from '../../../service/src/config.ts';
import { openStore } from '../../../service/src/store/open-store.ts';
import { freePort } from '../browsers/ports.ts';
import { nextWord } from '../next-word.ts';
import { recordService } from '../secrets/record-service.ts';
import { createStoreSource } from '../store-source.ts';
import type { Told } from './service-entry.ts';

export type KillableService = Awaited<ReturnType<typeof createKillableService>>;

const entry = path.join(import.meta.dirname, 'service-entry.ts');
const startMs = 20_000;

/** The real service as a process that is killed at a chosen step and started again at once, on one database. `store` looks into that database. */
export async function createKillableService(environment: Record<string, string>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-kills-'));
  const source = await createStoreSource();
  const port = await freePort();
  const env = {
    ...process.env, ...environment, ...(source.databaseUrl && { DATABASE_URL: source.databaseUrl }),
    COUNTERSIGN_DATA: folder, COUNTERSIGN_PORT: String(port), NODE_COMPILE_CACHE: path.join(folder, 'compiled'),
  };
  const store = await openStore(readConfig(env));
  const state = { child: undefined as ChildProcess | undefined, running: Promise.resolve(), offsetMs: 0, armed: '', kills: 0, log: '', stopping: false };

  async function run(): Promise<void> {
    const child = forkService(env, state.offsetMs, (text) => { state.log += text; });
    state.child = child;
    child.once('exit', (_, signal) => {
      if (state.stopping) return;
      if (signal === 'SIGKILL') state.kills += 1;
      state.armed = '';
      state.running = signal === 'SIGKILL' ? run() : Promise.reject(new Error(`The service ended by itself:\n${state.log.slice(-5000)}`));
      state.running.catch(() => undefined); // whoever waits for it hears of it
    });
    await nextWord(child, startMs);
  }

  /** Resolves when the process that is to run now answers, however often it was killed meanwhile. */
  async function up(): Promise<ChildProcess> {
    for (;;) {
      const awaited = state.running;
      await awaited;
      if (awaited === state.running && state.child) return state.child;
    }
  }

  async function tell(told: Told): Promise<void> {
    const child = await up();
    child.send(told, () => undefined); // a process that was just killed hears nothing
    await nextWord(child, startMs);
  }

  const kill = () => void state.child?.kill('SIGKILL');
  return {
    origin: `http://127.0.0.1:${port}`,
    store,
    start: () => (state.running = run()),
    up,
    kill,
    kills: () => state.kills,
    /** The process dies when it next reaches `step`: one of its own writes, or what a provider calls `reach` for. */
    async killAt(step: string): Promise<void> {
      await tell({ killAt: step });
      state.armed = step;
    },
    reach: (step: string) => void (step === state.armed && kill()),
    advance: (seconds: number) => tell({ offsetMs: (state.offsetMs += seconds * 1000) }),
    /** Runs one command of the service's command line on the database that is in use. */
    command: (...words: string[]) => runCommand(env, words),
    async close(): Promise<void> {
      state.stopping = true;
      if (state.child) await end(state.child);
      await recordService(readConfig(env), state.log);
      await store.close();
      await source.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Environment = Record<string, string | undefined>;

function forkService(env: Environment, offsetMs: number, note: (text: string) => void): ChildProcess {
  const child = fork(entry, [String(offsetMs)], { env, execArgv: ['--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => note(String(chunk)));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit', { signal: AbortSignal.timeout(startMs) }).catch(() => child.kill('SIGKILL'));
}

async function runCommand(env: Environment, words: string[]): Promise<{ exit: number; said: string[] }> {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  return { exit: await runCli(words, env, { print: say, complain: say }), said };
}
