import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export type CopiedExtension = Awaited<ReturnType<typeof copyExtension>>;

/** A copy of an unpacked extension that can become its next version, as an update puts it there. */
export async function copyExtension(built: string) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'extension-'));
  await cp(built, folder, { recursive: true });
  const manifest = path.join(folder, 'manifest.json');
  return {
    folder,
    /** Answers the version that it has from now on. */
    async becomeNewer(): Promise<string> {
      const read = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
      const version = `${read.version}.1`;
      await writeFile(manifest, JSON.stringify({ ...read, version }));
      return version;
    },
    remove: async () => {
      for (const each of [folder, `${folder}.xpi`]) await rm(each, { recursive: true, force: true });
    },
  };
}
