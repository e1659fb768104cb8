import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';

/** How a file of a backup is known again. */
export type Hashed = { bytes: number; sha256: string };

/** Writes a file for its owner alone, in pieces, and puts it in its place only when it is whole and on the disk. */
export async function writeHashed(path: string, pieces: AsyncIterable<Uint8Array>): Promise<Hashed> {
  const draft = `${path}.part`;
  try {
    const hashed = await writeDraft(draft, pieces);
    await rename(draft, path);
    return hashed;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeDraft(draft: string, pieces: AsyncIterable<Uint8Array>): Promise<Hashed> {
  const hash = createHash('sha256');
  const file = await open(draft, 'w', 0o600);
  let bytes = 0;
  try {
    await file.chmod(0o600);
    for await (const piece of pieces) {
      await file.writeFile(piece);
      hash.update(piece);
      bytes += piece.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** What a file is known by, or its first `atMost` bytes; undefined where there is no file. */
export async function hashFile(path: string, atMost = Infinity): Promise<Hashed | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of readPieces(path)) {
      const wanted = piece.subarray(0, atMost - bytes);
      hash.update(wanted);
      bytes += wanted.length;
      if (bytes >= atMost) break;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}

export function readPieces(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path) as AsyncIterable<Buffer>;
}
