import { appendFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';
import { createBackupHouse, dataOf, keyText, writeKeys } from './backup-house.ts';
import type { BackupHouse } from './backup-house.ts';

let house: BackupHouse;
let cli: TestCli;
let other: TestCli;
let folder: string;
beforeEach(async () => {
  house = await createBackupHouse();
  ({ cli, other, folder } = house);
  await writeFile(join(dataOf(cli), 'checkpoints.jsonl'), '{"one":1}\n');
  await cli.run('backup', folder);
});
afterEach(() => house.remove());

/** Nothing but an empty database is there. */
async function expectNothing(of: TestCli): Promise<void> {
  expect(await of.withStore((store) => store.listTenants())).toEqual([]);
  expect((await readdir(dataOf(of))).filter((name) => !name.startsWith('countersign.sqlite'))).toEqual([]);
}

describe('a restore', () => {
  test('brings back keys, checkpoints and rows, and says so in every tenant\'s chain', async () => {
    const said = await other.run('restore', folder);
    expect(said).toMatchObject({ exit: 0, err: '' });
    expect(said.out).toMatch(/^Restored \d+ rows .*\nWhat was done after \S+Z is not in it: .*\nNext: audit verify, then start the service\.$/);
    expect((await other.run('account', 'list', '--full')).out).toBe('Acme\tJo Doe\tjo@acme.example\t+12025550199\t-\t-');
    for (const name of ['code.key', 'token.key']) {
      expect(await readFile(join(dataOf(other), name), 'utf8')).toBe(await readFile(join(dataOf(cli), name), 'utf8'));
      expect((await stat(join(dataOf(other), name))).mode & 0o777).toBe(0o600);
    }
    const [kept, made] = (await readFile(join(dataOf(other), 'checkpoints.jsonl'), 'utf8')).split('\n');
    const [signed] = await other.withStore(async (store) => store.listExplanations((await store.listTenants())[0]!.id));
    expect(kept).toBe('{"one":1}');
    expect(JSON.parse(made ?? '')).toMatchObject({ sequence: 1, signed: signed?.signed });
    const last = await other.withStore(async (store) => (await store.listAudit((await store.listTenants())[0]!.id, 1, 9)).at(-1));
    expect(JSON.parse(last?.body ?? '')).toMatchObject({ sequence: 2, type: 'restored', details: { backupAt: (await house.readManifest()).at, lastEntry: 1 } });
  });

  test('a chain that had no entry yet begins with it', async () => {
    await cli.run('tenant', 'add', 'Second');
    await rm(folder, { recursive: true });
    await cli.run('backup', folder);
    await other.run('restore', folder);
    const chains = await other.withStore(async (store) => Promise.all((await store.listTenants()).map(async ({ id, name }) => [name, (await store.listAudit(id, 1, 9)).map(({ sequence }) => sequence)])));
    expect(chains).toEqual([['Harbor IT', [1, 2]], ['Second', [1]]]);
  });

  type Damage = [string, () => Promise<void>, RegExp];
  const damages: Damage[] = [
    ['no manifest', () => rm(join(folder, 'manifest.json')), /^There is no complete backup in this folder: its manifest\.json is missing or cannot be read\.$/],
    ['a manifest of something else', () => house.writeManifest({ name: 'x' }), /^The manifest\.json in this folder is not that of a backup\.$/],
    ['a manifest that is no JSON', () => writeFile(join(folder, 'manifest.json'), '{'), /^The manifest\.json in this folder is not that of a backup\.$/],
    ['a newer format', async () => house.writeManifest({ ...(await house.readManifest()), version: 2 }), /^The backup has the format 2, this service reads 1: restore it with the version that made it\.$/],
    ['a manifest with a part missing', async () => house.writeManifest({ ...(await house.readManifest()), rows: undefined }), /^The manifest\.json of the backup is damaged/],
    ['a manifest that names a path', async () => {
      const manifest = await house.readManifest();
      await house.writeManifest({ ...manifest, files: manifest.files.map((file) => ({ ...file, name: `../${file.name}` })) });
    }, /^The manifest\.json of the backup is damaged/],
    ['a missing file', () => rm(join(folder, 'token.key')), /^The backup is not complete: token\.key is missing\.$/],
    ['a file of another size', () => appendFile(join(folder, 'database.jsonl'), '\n'), /^The backup is damaged: database\.jsonl has \d+ bytes instead of \d+\. Take another backup\.$/],
    ['one changed letter', async () => {
      const path = join(folder, 'database.jsonl');
      await writeFile(path, (await readFile(path, 'utf8')).replace('jo@acme.example', 'al@acme.example'));
    }, /^The backup is damaged: database\.jsonl was changed after it was written\. Take another backup\.$/],
    ['other rows than counted', async () => {
      const manifest = await house.readManifest();
      await house.writeManifest({ ...manifest, rows: { ...manifest.rows, tenants: 2 } });
    }, /^The backup is damaged: it has other rows than its manifest\.json says/],
    ['no database', async () => {
      const manifest = await house.readManifest();
      await house.writeManifest({ ...manifest, files: manifest.files.filter(({ name }) => name !== 'database.jsonl') });
    }, /^The backup is not complete: its manifest\.json names no database\.jsonl\.$/],
  ];

  test.each(damages)('with %s is refused in one plain sentence, and nothing is written', async (_, damage, err) => {
    await damage();
    const said = await other.run('restore', folder);
    expect(said).toMatchObject({ exit: 1, out: '' });
    expect(said.err).toMatch(err);
    await expectNothing(other);
  });

  test('into a database that holds something is refused, and its keys stay away too', async () => {
    await other.run('tenant', 'add', 'Another');
    expect(await other.run('restore', folder)).toEqual({ exit: 1, out: '', err: 'The database is not empty: a backup is restored into an empty one.' });
    expect((await other.run('tenant', 'list')).out).toBe('Another');
    expect(await readdir(dataOf(other))).not.toContain('code.key');
  });

  test('beside another key is refused; beside the same one it goes on', async () => {
    await writeKeys(other, 2);
    expect((await other.run('restore', folder)).err).toBe('The data folder has another code.key than the backup: restore into an empty folder (COUNTERSIGN_DATA), or move that file away.');
    expect(await other.withStore((store) => store.listTenants())).toEqual([]);
    await writeKeys(other, 1);
    expect((await other.run('restore', folder)).exit).toBe(0);
  });

  test('with another key in the environment is refused by the variable\'s name', async () => {
    other.env['COUNTERSIGN_TOKEN_KEY'] = keyText(2).trim();
    expect((await other.run('restore', folder)).err).toBe('COUNTERSIGN_TOKEN_KEY is another key than the backup\'s: set the one that was used then, or none where the backup has it.');
    await expectNothing(other);
    other.env['COUNTERSIGN_TOKEN_KEY'] = keyText(1).trim();
    expect((await other.run('restore', folder)).exit).toBe(0);
    expect(await readdir(dataOf(other))).not.toContain('token.key');
  });

  test('waits for a key that only the environment had', async () => {
    cli.env['COUNTERSIGN_CODE_KEY'] = keyText(7).trim();
    await rm(folder, { recursive: true });
    await cli.run('backup', folder);
    expect((await other.run('restore', folder)).err).toBe('The backup does not have the key of COUNTERSIGN_CODE_KEY: set the one that was used then.');
    await expectNothing(other);
    other.env['COUNTERSIGN_CODE_KEY'] = keyText(7).trim();
    expect((await other.run('restore', folder)).exit).toBe(0);
  });

  test('leaves checkpoints that went on after the backup as they are, and refuses others', async () => {
    await mkdir(dataOf(other), { recursive: true });
    const path = join(dataOf(other), 'checkpoints.jsonl');
    await writeFile(path, '{"two":2}\n');
    expect((await other.run('restore', folder)).err).toBe('There is another checkpoints.jsonl than the backup\'s: move that file away.');
    await writeFile(path, '{"one":1}\n{"two":2}\n');
    expect((await other.run('restore', folder)).exit).toBe(0);
    expect(await readFile(path, 'utf8')).toMatch(/^\{"one":1\}\n\{"two":2\}\n\{"tenant":[^\n]+\n$/);
  });

  test('of rows that this version does not know restores nothing', async () => {
    await house.forgeDatabase((text) => text.replace('"mobile":', '"fax":'));
    expect((await other.run('restore', folder)).err).toMatch(/other columns|did not take the backup, and nothing was restored/);
    await expectNothing(other);
  });

  test('is foretold by --check, which writes nothing where it would go', async () => {
    expect(await other.run('restore', folder, '--check')).toMatchObject({ exit: 0, err: '' });
    await house.forgeDatabase((text) => text.replace('"mobile":', '"fax":'));
    expect((await other.run('restore', folder, '--check')).err).toMatch(/other columns|do not fit a database of this version/);
    await expect(readdir(dataOf(other))).rejects.toThrow('ENOENT');
  });

  test('does not write where it may not', async () => {
    await mkdir(dataOf(other), { recursive: true });
    await mkdir(join(dataOf(other), 'token.key.part'));
    expect((await other.run('restore', folder)).err).toBe('token.key cannot be written to its place, and nothing was restored: see that this user may write there.');
    expect(await readdir(dataOf(other))).not.toContain('code.key');
    expect(await other.withStore((store) => store.listTenants())).toEqual([]);
  });
});

describe('between databases', () => {
  test('a backup of the embedded one goes into this one, and back, row by row', async () => {
    const embedded = await createTestCli({ DATABASE_URL: '' });
    const back = await createTestCli({ DATABASE_URL: '' });
    try {
      await embedded.run('tenant', 'add', 'Harbor IT');
      await embedded.run('technician', 'add', '--name', 'Alex', '--email', 'alex@harbor.example');
      await embedded.run('account', 'add', '--customer', 'Ácme "& Söhne', '--name', 'Jo \\ Doe', '--email', 'jo@acme.example', '--mobile', '+12025550199');
      await embedded.run('account', 'change', 'jo@acme.example', '--mobile', 'none');
      await embedded.run('policy', 'set', 'methods=email');
      const [first, second] = [join(embedded.folder, 'one'), join(embedded.folder, 'two')];
      expect((await embedded.run('backup', first)).exit).toBe(0);
      expect(await other.run('restore', first)).toMatchObject({ exit: 0, err: '' });
      expect((await other.run('backup', second)).exit).toBe(0);
      expect(await back.run('restore', second)).toMatchObject({ exit: 0, err: '' });
      const rowsOf = (of: TestCli) => of.withStore(async (store) => {
        const rows: string[] = [];
        for await (const { table, row } of store.backup()) {
          if (!JSON.stringify(row).includes('restored')) rows.push(`${table} ${JSON.stringify(Object.entries(row).sort())}`);
        }
        return rows.sort();
      });
      const [before, there, after] = [await rowsOf(embedded), await rowsOf(other), await rowsOf(back)];
      expect(before.length).toBeGreaterThan(10);
      expect(there).toEqual(before);
      expect(after).toEqual(before);
    } finally {
      await Promise.all([embedded.remove(), back.remove()]);
    }
  });
});
