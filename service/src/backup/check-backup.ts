import { join } from 'node:path';
import type { Config } from '../config.ts';
import { Told } from '../lib/told.ts';
import { hashFile } from './hashed-file.ts';
import { fingerprintOf, keptKeys, keptLogs } from './kept.ts';
import type { KeptKey } from './kept.ts';
import { databaseFile } from './manifest.ts';
import type { Manifest } from './manifest.ts';

/** A file of the backup and the path where it belongs. */
export type Copy = { name: string; to: string };

/** Throws `Told` unless every file of the backup is as it was written. */
export async function checkFiles(folder: string, { files }: Manifest): Promise<void> {
  if (!files.some(({ name }) => name === databaseFile)) throw new Told(`The backup is not complete: its manifest.json names no ${databaseFile}.`);
  for (const { name, bytes, sha256 } of files) {
    const found = await hashFile(join(folder, name));
    if (!found) throw new Told(`The backup is not complete: ${name} is missing.`);
    if (found.bytes !== bytes) throw new Told(`The backup is damaged: ${name} has ${found.bytes} bytes instead of ${bytes}. Take another backup.`);
    if (found.sha256 !== sha256) throw new Told(`The backup is damaged: ${name} was changed after it was written. Take another backup.`);
  }
}

/** What of the backup is to be copied where. Throws `Told` where something else is there already. */
export async function planCopies(config: Config, manifest: Manifest): Promise<Copy[]> {
  return [...(await planKeys(config, manifest)), ...(await planLogs(config, manifest))];
}

async function planKeys(config: Config, manifest: Manifest): Promise<Copy[]> {
  const copies: Copy[] = [];
  for (const key of keptKeys(config)) {
    const wanted = manifest.keys.find(({ file }) => file === key.file);
    if (!wanted) continue;
    const fingerprint = await fingerprintOf(key);
    if (fingerprint === wanted.fingerprint) continue;
    if (fingerprint !== undefined) throw new Told(otherKey(key));
    if (!wanted.included) throw new Told(`The backup does not have the key of ${key.variable}: set the one that was used then.`);
    copies.push({ name: key.file, to: key.path });
  }
  return copies;
}

function otherKey({ given, variable, file }: KeptKey): string {
  if (given) return `${variable} is another key than the backup's: set the one that was used then, or none where the backup has it.`;
  return `The data folder has another ${file} than the backup: restore into an empty folder (COUNTERSIGN_DATA), or move that file away.`;
}

/** A log that went on after the backup stays as it is. */
async function planLogs(config: Config, manifest: Manifest): Promise<Copy[]> {
  const copies: Copy[] = [];
  for (const { file, path } of keptLogs(config)) {
    const wanted = manifest.files.find(({ name }) => name === file);
    if (!wanted) continue;
    const found = await hashFile(path, wanted.bytes);
    if (!found) copies.push({ name: file, to: path });
    else if (found.sha256 !== wanted.sha256) throw new Told(`There is another ${file} than the backup's: move that file away.`);
  }
  return copies;
}
