import { rm } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { loadSigner } from '../audit/checkpoint-key.ts';
import type { Config } from '../config.ts';
import { Told } from '../lib/told.ts';
import { toColumns } from '../store/columns.ts';
import type { BackupRow, Store } from '../store/store.ts';
import type { AuditHead, Statement } from '../store/types.ts';
import { checkFiles, planCopies } from './check-backup.ts';
import type { Copy } from './check-backup.ts';
import { readPieces, writeHashed } from './hashed-file.ts';
import { databaseFile, readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { restoredRows } from './restored-rows.ts';

type Deps = { config: Config; store: Pick<Store, 'beginWork' | 'restore'>; now: () => number };

const notTaken = 'The database did not take the backup, and nothing was restored: try again, and if that fails, restore with the version that made the backup.';
const BackupRowSchema = z.object({ table: z.string(), row: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) });

/** Puts a backup where nothing is: all of it or, by throwing `Told`, nothing. Everything is checked before anything is written. Returns what it signed, which is to be written outside. */
export async function restoreBackup({ config, store, now }: Deps, folder: string): Promise<{ manifest: Manifest; signed: Statement[] }> {
  const manifest = await readManifest(folder);
  await checkFiles(folder, manifest);
  await store.beginWork();
  const copied = await copyAll(folder, await planCopies(config, manifest));
  const signed: Statement[] = [];
  const sign = async (head: AuditHead, at: number) => {
    const statements = await signRestored(config, head, at);
    signed.push(...statements);
    return statements.map((statement) => ({ table: 'statements', row: toColumns(statement) }));
  };
  try {
    await store.restore(restoredRows(readRows(folder, manifest), { backupAt: manifest.at, at: now(), sign }));
  } catch (error) {
    await removeAll(copied);
    throw error instanceof Told ? error : new Told(notTaken, { cause: error });
  }
  return { manifest, signed };
}

async function copyAll(folder: string, copies: Copy[]): Promise<string[]> {
  const done: string[] = [];
  for (const { name, to } of copies) {
    await writeHashed(to, readPieces(join(folder, name))).catch(async () => {
      await removeAll(done);
      throw new Told(`${name} cannot be written to its place, and nothing was restored: see that this user may write there.`);
    });
    done.push(to);
  }
  return done;
}

async function removeAll(paths: string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true });
}

/** Every row, as long as they are as many as the manifest says. */
export async function* readRows(folder: string, { rows }: Manifest): AsyncGenerator<BackupRow> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(join(folder, databaseFile)), crlfDelay: Infinity })) {
    yield BackupRowSchema.parse(JSON.parse(line));
    count += 1;
  }
  if (count !== countRows(rows)) throw new Told('The backup is damaged: it has other rows than its manifest.json says. Take another backup.');
}

export function countRows(rows: Manifest['rows']): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0);
}

/** The statement that makes what was signed about later entries void. Loads the key only now: it may have come with the backup. */
async function signRestored(config: Config, head: AuditHead, at: number): Promise<Statement[]> {
  if (head.sequence === 0) return [];
  const signer = await loadSigner(config);
  return [await signer.sign({ kind: 'restored', ...head, at })];
}
