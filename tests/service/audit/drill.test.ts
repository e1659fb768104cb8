import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Statement } from '../../../service/src/store/types.ts';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';
import { createAuditHouse } from './house.ts';
import type { House } from './house.ts';

let house: House;
let elsewhere: TestCli;
/** Entries 1 to 4 are in a backup; 5 to 9 came later. All have checkpoints in the database and outside. */
beforeEach(async () => {
  house = await createAuditHouse();
  elsewhere = await createTestCli();
  await house.note(4);
  await house.checkpoint();
  expect(await house.cli('backup', join(elsewhere.folder, 'backup'))).toMatchObject({ exit: 0 });
  await house.note(5);
  await house.checkpoint();
});
afterEach(async () => {
  await house.remove();
  await elsewhere.remove();
});

/** What a restore elsewhere with the same keys signed is copied here, and all after entry 4 deleted. */
async function cutWith(...statements: Statement[]): Promise<void> {
  await house.tamper(async (run) => {
    for (const table of ['audit', 'statements']) await run(`DELETE FROM ${table} WHERE sequence > 4`);
  });
  for (const statement of statements) await house.store.addStatement(statement);
}

async function signElsewhere(kind: Statement['kind'], sequence: number): Promise<Statement> {
  house.clock.advance(60);
  return house.sign(kind, (await house.entries())[sequence - 1]!);
}

describe('a statement that was signed elsewhere with the same keys', () => {
  test('does not explain a cut end: what a restore made is not outside', async () => {
    await cutWith(await signElsewhere('restored', 4));
    const { exit, out } = await house.cli('audit', 'verify');
    expect(out).toMatch(/WRONG {2}The restore of \S+Z for entry 4 is in the log and not outside it: it was made elsewhere and put here, or/);
    expect(out).toContain('WRONG  Entry 5: it is missing: the log ends with entry 4');
    expect(exit).toBe(1);
  });

  test('does not either where a real restore of a real backup made it', async () => {
    expect(await elsewhere.run('restore', join(elsewhere.folder, 'backup'))).toMatchObject({ exit: 0, err: '' });
    const [made, restored] = await elsewhere.withStore(async (store) => [await store.listStatements(house.tenant.id, 9), await store.listAudit(house.tenant.id, 5, 1)] as const);
    await cutWith(...made);
    await house.tamper(async (run) => {
      for (const { tenantId, sequence, previousHash, body, hash } of restored) {
        await run('INSERT INTO audit (tenant_id, sequence, previous_hash, body, hash) VALUES ($1, $2, $3, $4, $5)', [tenantId, sequence, previousHash, body, hash]);
      }
    });
    const { exit, out } = await house.cli('audit', 'verify');
    expect(out).toMatch(/WRONG {2}The restore of \S+Z for entry 4 is in the log and not outside it/);
    expect(exit).toBe(1);
  });

  test('does not explain a cut beginning: what a removal made is not outside', async () => {
    const removal = await signElsewhere('removal', 2);
    await house.tamper((run) => run('DELETE FROM audit WHERE sequence <= 2'));
    await house.store.addStatement(removal);
    const { exit, out } = await house.cli('audit', 'verify');
    expect(out).toMatch(/WRONG {2}The removal of \S+Z for entry 2 is in the log and not outside it/);
    expect(exit).toBe(1);
  });

  test('is found in an export too, by an auditor who has checkpoints of their own', async () => {
    await cutWith(await signElsewhere('restored', 4));
    const file = house.file('log.jsonl');
    await house.cli('audit', 'export', file);
    expect((await house.cli('audit', 'verify', file, '--checkpoints', house.config.checkpoints.file)).exit).toBe(1);
  });

  test('is called vouched for by nothing where nothing outside is compared', async () => {
    await cutWith(await signElsewhere('restored', 4));
    await rm(house.config.checkpoints.file);
    const { exit, out } = await house.cli('audit', 'verify');
    expect(exit).toBe(0);
    expect(out).toMatch(/The restore of \S+Z for entry 4 is vouched for by nothing outside: whoever writes to the database may have brought it from elsewhere\./);
  });

  test.each(['restored', 'removal'] as const)('(%s) is nothing that the service goes on from: it signs nothing more', async (kind) => {
    await cutWith(await signElsewhere(kind, 4));
    await house.note(2);
    const started = await house.startKeeper();
    expect(await started.round()).toMatchObject({ signed: [], broken: [house.tenant.id] });
    expect(await house.checkpoint()).toMatchObject({ signed: [], broken: [house.tenant.id] });
    expect(house.logLines.join()).toContain('the audit log is explained by a removal or restore that is not in the checkpoint file: run audit verify');
    expect(await readFile(house.config.checkpoints.file, 'utf8')).not.toContain(kind);
  });

  test('does not pass with a checkpoint made elsewhere after it', async () => {
    await cutWith(await signElsewhere('restored', 4), await signElsewhere('checkpoint', 4));
    await house.note(1);
    expect(await (await house.startKeeper()).round()).toMatchObject({ signed: [], broken: [house.tenant.id] });
  });
});

describe('restore --check', () => {
  const check = () => elsewhere.run('restore', join(elsewhere.folder, 'backup'), '--check');
  const drillFolders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('countersign-check-'));

  test('says that the whole backup can be restored, and signs and leaves nothing', async () => {
    const before = await drillFolders();
    const { exit, out, err } = await check();
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^The backup is good: \d+ rows and .*database\.jsonl as of \S+Z\. Nothing was written and nothing signed\.$/);
    expect(await readdir(elsewhere.folder)).toEqual(['backup']);
    expect(await drillFolders()).toEqual(before);
  });

  test('works beside the running service, and its log still verifies', async () => {
    const outside = await readFile(house.config.checkpoints.file, 'utf8');
    expect((await house.cli('restore', join(elsewhere.folder, 'backup'), '--check')).exit).toBe(0);
    expect(await readFile(house.config.checkpoints.file, 'utf8')).toBe(outside);
    expect((await house.cli('audit', 'verify')).exit).toBe(0);
  });

  test('finds a changed file', async () => {
    const path = join(elsewhere.folder, 'backup', 'database.jsonl');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('Harbor', 'Horbar'));
    expect(await check()).toMatchObject({ exit: 1, err: 'The backup is damaged: database.jsonl was changed after it was written. Take another backup.' });
  });
});
