import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const ownerOnly = 0o700;

/**
 * Makes a folder that only its owner can read, and the folders above it. False: it was there already. One level after the
 * other: Node's own `recursive` never comes back where a folder cannot be made in one that is there (such as /proc).
 */
export async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: ownerOnly });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return requireFolder(folder, error);
    const above = dirname(folder);
    if (code !== 'ENOENT' || above === folder) throw error;
    await makeFolder(above);
    await mkdir(folder, { mode: ownerOnly });
  }
  // The process's own mask may have taken rights away.
  await chmod(folder, ownerOnly);
  return true;
}

/** `mkdir` says EEXIST of a file as well. */
async function requireFolder(folder: string, otherwise: unknown): Promise<false> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw otherwise;
  return false;
}
