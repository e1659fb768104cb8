import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../../service/src/lib/make-folder.ts';

let base: string;
beforeEach(async () => { base = await mkdtemp(join(tmpdir(), 'countersign-folder-')); });
afterEach(() => rm(base, { recursive: true, force: true }));

test('every level is made, for its owner alone, and a second time there is nothing to make', async () => {
  const folder = join(base, 'a', 'b', 'c');
  expect(await makeFolder(folder)).toBe(true);
  for (const made of [folder, join(base, 'a')]) expect((await stat(made)).mode & 0o777).toBe(0o700);
  expect(await makeFolder(folder)).toBe(false);
});

test('a file in its place, or above it, is an error', async () => {
  await writeFile(join(base, 'file'), '');
  await expect(makeFolder(join(base, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(base, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test('where no folder can be made it comes back with an error', async () => {
  await expect(makeFolder('/proc/countersign/data')).rejects.toMatchObject({ code: 'ENOENT' });
  const gone = join(base, 'gone');
  await expect(makeFolder(join(gone, '\0'))).rejects.toThrow();
});
