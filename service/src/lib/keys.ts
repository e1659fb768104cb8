import { randomBytes } from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { Told } from './told.ts';

export type KeyName = 'code' | 'token' | 'checkpoint' | 'vapid' | 'connectwise';

/** Makes the data folder, readable by its owner only. Throws `Told` where a file stands in its place. */
export async function makeDataFolder(folder: string): Promise<void> {
  await makeFolder(folder).catch((error: NodeJS.ErrnoException) => {
    if (['EEXIST', 'ENOTDIR'].includes(error.code ?? '')) throw new Told('COUNTERSIGN_DATA must name a folder: a file stands there, or a link that leads nowhere.');
    throw error.code === 'ENOENT' ? new Told('COUNTERSIGN_DATA names a folder that cannot be made there: name another one.') : error;
  });
}

/** The key from the environment, or the one in the data folder, which is made at the first start. */
export async function loadKey(folder: string, name: KeyName, given: Uint8Array | undefined): Promise<Uint8Array> {
  if (given) return given;
  const path = keyPath(folder, name);
  const kept = (await readKey(path)) ?? (await makeKey(path));
  if (kept.length !== 32) throw new Error(`The ${name} key in the data folder is damaged: 32 bytes in base64 are expected.`);
  return kept;
}

/** Where the key stands that is made at the first start. */
export function keyPath(folder: string, name: KeyName): string {
  return join(folder, `${name}.key`);
}

/** The key in a file; undefined where there is none. */
export async function readKey(path: string): Promise<Uint8Array | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : new Uint8Array(Buffer.from(text.trim(), 'base64'));
}

/** Written whole beside its place and linked there: two first starts at once agree on one key, and none reads half of it. */
async function makeKey(path: string): Promise<Uint8Array> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return (await readKey(path)) ?? new Uint8Array();
}
