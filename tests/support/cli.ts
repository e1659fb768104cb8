import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../service/src/cli.ts';
import { readConfig } from '../../service/src/config.ts';
import { recordPlace } from './secrets/record.ts';
import { recordService } from './secrets/record-service.ts';
import { createStoreSource } from './store-source.ts';
import { openStore } from '../../service/src/store/open-store.ts';
import type { Store } from '../../service/src/store/store.ts';

export type Said = { exit: number; out: string; err: string };
export type TestCli = Awaited<ReturnType<typeof createTestCli>>;

/** The command line with a data folder of its own; `more` is set in its environment as well. */
export async function createTestCli(more: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-cli-'));
  const source = await createStoreSource();
  const env: Record<string, string> = { COUNTERSIGN_DATA: join(folder, 'data'), COUNTERSIGN_PORT: '0', ...(source.databaseUrl && { DATABASE_URL: source.databaseUrl }), ...more };

  async function run(...words: string[]): Promise<Said> {
    const [out, err]: [string[], string[]] = [[], []];
    const exit = await runCli(words, env, { print: (line) => void out.push(line), complain: (line) => void err.push(line) });
    recordPlace('error', `command ${words[0] ?? ''}`, err.join('\n'));
    return { exit, out: out.join('\n'), err: err.join('\n') };
  }

  async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(readConfig(env));
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  async function writeCsv(text: string | Uint8Array): Promise<string> {
    const path = join(folder, 'accounts.csv');
    await writeFile(path, text);
    return path;
  }

  async function remove(): Promise<void> {
    await recordService(readConfig(env), '');
    await source.remove();
    await rm(folder, { recursive: true, force: true });
  }

  return { env, folder, run, withStore, writeCsv, remove };
}
