import { chmod, open, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { Told } from '../lib/told.ts';
import type { BackupRow, Store } from '../store/store.ts';
import { hashFile, readPieces, writeHashed } from './hashed-file.ts';
import { fingerprintOf, keptKeys, keptLogs } from './kept.ts';
import { databaseFile, manifestFile, writeManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';

type Deps = { config: Config; store: Pick<Store, 'backup'>; now: () => number };

const pieceBytes = 65_536;

/** Writes database, keys and checkpoints into a new folder, also while the service runs. Throws `Told`, and leaves nothing, where it cannot. */
export async function writeBackup(deps: Deps, folder: string): Promise<Manifest> {
  const made = await makeBackupFolder(folder);
  try {
    const manifest = await fillFolder(deps, folder);
    await syncFolder(folder);
    return manifest;
  } catch (error) {
    for (const name of await readdir(folder)) await rm(join(folder, name));
    if (made) await rmdir(folder);
    throw error;
  }
}

/** Whether the folder was made; false: it was there, and empty. */
async function makeBackupFolder(folder: string): Promise<boolean> {
  try {
    const made = await makeFolder(folder);
    if (!made && (await readdir(folder)).length > 0) throw new Told('The folder is not empty: name a new one.');
    await chmod(folder, 0o700);
    return made;
  } catch (error) {
    throw error instanceof Told ? error : new Told('The folder cannot be made: name one that this user may write.');
  }
}

/** Checkpoints before the database: none of them is then about an entry that the backup lacks. */
async function fillFolder({ config, store, now }: Deps, folder: string): Promise<Manifest> {
  const at = new Date(now()).toISOString();
  const files: Manifest['files'] = [];
  const copy = async (name: string, pieces: AsyncIterable<Uint8Array>) => void files.push({ name, ...(await writeHashed(join(folder, name), pieces)) });
  const keys: Manifest['keys'] = [];
  for (const key of keptKeys(config)) {
    const fingerprint = await fingerprintOf(key);
    if (fingerprint === undefined) continue;
    if (!key.given) await copy(key.file, readPieces(key.path));
    keys.push({ file: key.file, variable: key.variable, fingerprint, included: !key.given });
  }
  for (const { file, path } of keptLogs(config)) if (await hashFile(path, 0)) await copy(file, wholeLines(readPieces(path)));
  const rows: Manifest['rows'] = {};
  await copy(databaseFile, linesOf(store.backup(), rows));
  const manifest = { at, rows, files, keys };
  await writeHashed(join(folder, manifestFile), piecesOf(writeManifest(manifest)));
  return manifest;
}

/** One JSON object a line, many lines a piece; counts them by table. */
async function* linesOf(rows: AsyncIterable<BackupRow>, counts: Record<string, number>): AsyncGenerator<Uint8Array> {
  let text = '';
  for await (const row of rows) {
    counts[row.table] = (counts[row.table] ?? 0) + 1;
    text += `${JSON.stringify(row)}\n`;
    if (text.length < pieceBytes) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

/** Without a last line that is still being written. */
async function* wholeLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    const known = Buffer.concat([rest, piece]);
    const end = known.lastIndexOf('\n') + 1;
    yield known.subarray(0, end);
    rest = known.subarray(end);
  }
}

async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
