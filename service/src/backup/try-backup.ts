import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Told } from '../lib/told.ts';
import { openStore } from '../store/open-store.ts';
import { checkFiles } from './check-backup.ts';
import { readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { readRows } from './restore-backup.ts';

/** Restores a backup into a database that is thrown away: nothing is signed, and nothing else is written. Throws `Told` where it cannot be restored. */
export async function tryBackup(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  await checkFiles(folder, manifest);
  const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-check-'));
  try {
    const store = await openStore({ dataFolder, databaseUrl: undefined });
    await store.restore(readRows(folder, manifest)).finally(() => store.close());
    return manifest;
  } catch (error) {
    throw error instanceof Told ? error : new Told('The rows of the backup do not fit a database of this version: restore it with the version that made it.', { cause: error });
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}
