import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';

export type Manifest = { version: number; at: string; rows: Record<string, number>; files: { name: string; bytes: number; sha256: string }[] };
export type BackupHouse = Awaited<ReturnType<typeof createBackupHouse>>;

export const keyText = (byte: number) => `${Buffer.alloc(32, byte).toString('base64')}\n`;
export const dataOf = (of: TestCli) => of.env['COUNTERSIGN_DATA'] ?? '';

/** Keys as a first start makes them. */
export async function writeKeys(of: TestCli, byte: number): Promise<void> {
  await mkdir(dataOf(of), { recursive: true });
  for (const name of ['code', 'token']) await writeFile(join(dataOf(of), `${name}.key`), keyText(byte));
}

/** Two computers: one with a tenant, an account and keys, an empty one, and a folder for the backup. */
export async function createBackupHouse() {
  const [cli, other] = await Promise.all([createTestCli(), createTestCli()]);
  const folder = join(cli.folder, 'backup');
  const manifestPath = join(folder, 'manifest.json');
  await cli.run('tenant', 'add', 'Harbor IT');
  await cli.run('account', 'add', '--customer', 'Acme', '--name', 'Jo Doe', '--email', 'jo@acme.example', '--mobile', '+12025550199');
  await writeKeys(cli, 1);

  const readManifest = async () => JSON.parse(await readFile(manifestPath, 'utf8')) as Manifest;
  const writeManifest = (manifest: object) => writeFile(manifestPath, JSON.stringify(manifest));

  /** A database file that was changed by somebody who also knows how to hash it. */
  async function forgeDatabase(change: (text: string) => string): Promise<void> {
    const path = join(folder, 'database.jsonl');
    const text = change(await readFile(path, 'utf8'));
    await writeFile(path, text);
    const manifest = await readManifest();
    const file = { name: 'database.jsonl', bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
    await writeManifest({ ...manifest, files: manifest.files.map((one) => (one.name === file.name ? file : one)) });
  }

  return { cli, other, folder, readManifest, writeManifest, forgeDatabase, remove: () => Promise.all([cli.remove(), other.remove()]) };
}
