import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestCli } from '../../support/cli.ts';
import { createBackupHouse, dataOf, keyText } from './backup-house.ts';
import type { BackupHouse } from './backup-house.ts';

let house: BackupHouse;
let cli: TestCli;
let folder: string;
beforeEach(async () => {
  house = await createBackupHouse();
  ({ cli, folder } = house);
});
afterEach(() => house.remove());

describe('a backup', () => {
  test('is a new folder for its owner alone, with a manifest that counts and hashes', async () => {
    await writeFile(join(dataOf(cli), 'checkpoints.jsonl'), '{"one":1}\n{"half');
    const said = await cli.run('backup', folder);
    expect(said.err).toBe('');
    expect(said.out).toMatch(/^Backed up \d+ rows and code\.key, token\.key, checkpoints\.jsonl, database\.jsonl as of \S+Z\.\nWhoever has this folder/);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
    expect((await house.readManifest()).rows).toMatchObject({ tenants: 1, accounts: 1, audit: 1 });
    expect((await readdir(folder)).sort()).toEqual(['checkpoints.jsonl', 'code.key', 'database.jsonl', 'manifest.json', 'token.key']);
    expect(await readFile(join(folder, 'checkpoints.jsonl'), 'utf8')).toBe('{"one":1}\n');
  });

  test('goes into an empty folder, never into one that holds something', async () => {
    await mkdir(folder, { mode: 0o755 });
    expect((await cli.run('backup', folder)).exit).toBe(0);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await cli.run('backup', folder)).toEqual({ exit: 1, out: '', err: 'The folder is not empty: name a new one.' });
    expect((await cli.run('backup', join(folder, 'code.key'))).err).toBe('The folder cannot be made: name one that this user may write.');
  });

  test('leaves nothing behind when it fails', async () => {
    await rm(join(dataOf(cli), 'token.key'));
    await mkdir(join(dataOf(cli), 'token.key'));
    expect((await cli.run('backup', folder)).exit).toBe(1);
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  test('has no key that the environment gives, and says which', async () => {
    cli.env['COUNTERSIGN_CODE_KEY'] = keyText(7).trim();
    expect((await cli.run('backup', folder)).out).toContain('Not in the backup, because the environment gives them: COUNTERSIGN_CODE_KEY. Keep them elsewhere');
    expect(await readdir(folder)).not.toContain('code.key');
    const all = (await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))).join();
    for (const key of [keyText(7), keyText(1)].map((text) => text.trim())) expect(all.split(key).length, key).toBe(key === keyText(1).trim() ? 2 : 1);
  });
});
