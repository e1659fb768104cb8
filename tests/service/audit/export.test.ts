import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../../../service/src/cli.ts';
import { createAuditHouse, rewrite, wrong } from './house.ts';
import type { House } from './house.ts';

let house: House;
let file: string;
let auditor: string;
/** Nine entries with checkpoints for 3, 6 and 9, exported; the auditor's computer has the export and the public key. */
beforeEach(async () => {
  house = await createAuditHouse();
  for (let round = 0; round < 3; round += 1) {
    await house.note(3, { details: { destination: 'j••@acme.example' } });
    await house.checkpoint();
  }
  auditor = await mkdtemp(join(tmpdir(), 'countersign-auditor-'));
  file = join(auditor, 'log.jsonl');
  await writeFile(join(auditor, 'key.pem'), (await house.cli('audit', 'key')).out);
  expect(await house.cli('audit', 'export', file)).toMatchObject({ exit: 0, err: '' });
});
afterEach(async () => {
  await rm(auditor, { recursive: true });
  await house.remove();
});

/** On a computer that has no database, no data folder and no other key. */
async function verify(...words: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const env = { COUNTERSIGN_DATA: join(auditor, 'none') };
  const exit = await runCli(['audit', 'verify', file, ...words], env, { print: (line) => void out.push(line), complain: (line) => void err.push(line) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

const key = () => ['--key', join(auditor, 'key.pem')];

/** Only the header has a place of its own in the file. */
async function change(edit: (lines: string[]) => string[]): Promise<void> {
  const [header = '', ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
  const [entries, statements] = [lines.filter((line) => line.startsWith('{"entry"')), lines.filter((line) => line.startsWith('{"statement"'))];
  await writeFile(file, `${edit([header, ...entries, ...statements]).join('\n')}\n`);
}

test('an export verifies offline with the public key alone, and makes nothing on the auditor\'s computer', async () => {
  const { exit, out } = await verify(...key());
  expect(exit).toBe(0);
  expect(out).toMatch(/^No checkpoint file was named: [^\n]+ --checkpoints FILE\.\nTenant \S+, by its own account Harbor IT, exported \S+Z:\n {2}Entries up to 9 are vouched for\.\nThe audit log verifies\.$/);
  expect((await readdir(auditor)).toSorted()).toEqual(['key.pem', 'log.jsonl']);
});

test('an export is its owner\'s alone and never takes the place of a file', async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const before = await readFile(file, 'utf8');
  expect(await house.cli('audit', 'export', file)).toEqual({ exit: 1, out: '', err: 'There is a file of this name already: an export never takes the place of one.' });
  expect(await readFile(file, 'utf8')).toBe(before);
  expect((await house.cli('audit', 'export', join(auditor, 'none', 'log.jsonl'))).err).toBe('The file cannot be written.');
});

describe('somebody who edits an export is found out:', () => {
  // `change` gives the header, then the nine entries, then the statements.
  test.each<[string, (lines: string[]) => string[], string]>([
    ['an edited entry', (lines) => lines.with(4, lines[4]!.replace('noted', 'moted')), 'Entry 4: its hash does not fit its text.'],
    ['a deleted entry', (lines) => lines.toSpliced(5, 1), 'Entry 5: it is missing: entry 4 is followed by entry 6.'],
    ['an entry that stands twice', (lines) => lines.toSpliced(5, 0, lines[4]!), 'Entry 5: entry 4 stands here a second time or out of order.'],
    ['two entries in the wrong order', (lines) => lines.with(4, lines[5]!).with(5, lines[4]!), 'Entry 4: it is missing: entry 3 is followed by entry 5. Something was deleted or moved.'],
    ['a cut beginning', (lines) => lines.toSpliced(1, 2), 'Entry 1: it and all up to entry 2 are missing'],
    ['a cut end', (lines) => lines.toSpliced(9, 1), 'Entry 9: it is missing: the log ends with entry 8'],
    ['another tenant\'s name on it', (lines) => lines.with(0, lines[0]!.replace(/"tenantId":"[^"]+"/, '"tenantId":"other"')), 'Entry 1: it was written for another tenant and put here.'],
    ['no statements', (lines) => lines.slice(0, 10), 'Nothing vouches for this log: entries up to 9 are linked'],
    ['an edited statement', (lines) => lines.with(12, lines[12]!.replace('"sequence":9', '"sequence":8')), 'The checkpoint that is kept for entry 8 says something else than what was signed'],
  ])('%s', async (_, edit, said) => {
    await change(edit);
    const { exit, out, err } = await verify(...key());
    expect(out).toContain(`WRONG  ${said}`);
    expect({ exit, err }).toEqual({ exit: 1, err: wrong });
  });

  test('rewritten as a whole', async () => {
    const forged = rewrite(await house.entries(), 2);
    await change((lines) => lines.map((line, index) => {
      const entry = forged[index - 1];
      return entry ? JSON.stringify({ entry: { sequence: entry.sequence, previousHash: entry.previousHash, body: entry.body, hash: entry.hash } }) : line;
    }));
    expect((await verify(...key())).out).toContain('WRONG  Entry 3: it has another hash than the one signed in the checkpoint of');
  });

  test('cut with its statements, while the auditor kept checkpoints of their own', async () => {
    const outside = house.config.checkpoints.file;
    expect((await verify(...key(), '--checkpoints', outside)).exit).toBe(0);
    await change((lines) => lines.slice(0, 7).concat(lines.slice(10, 12)));
    expect((await verify(...key())).exit).toBe(0);
    expect((await verify(...key(), '--checkpoints', outside)).out).toContain('WRONG  Entry 7: it is missing: the log ends with entry 6, and there is a signed checkpoint');
  });

  test('a line that is none of its own', async () => {
    await change((lines) => lines.with(4, lines[4]!.slice(0, 40)));
    expect((await verify(...key())).err).toBe('Line 5 of the export is neither header, entry nor statement: the file was changed or cut.');
    await change((lines) => lines.slice(1));
    expect((await verify(...key())).err).toBe('The file is not an export of an audit log: its first line must be the header.');
  });
});

test('a name in an export is told as its own word, and moves nothing on the screen', async () => {
  await change((lines) => lines.with(0, lines[0]!.replace('Harbor IT', String.raw`Other\u001b[8m\n  Entries up to 99 are vouched for.`)));
  const { out } = await verify(...key());
  expect(out).toContain(`Tenant ${house.tenant.id}, by its own account Other[8m  Entries up to 99 are vouched for., exported`);
  expect(out).not.toContain('\u001b');
  expect(out).not.toContain('\n  Entries up to 99');
});

test('a time that there is not is told as a damaged line', async () => {
  await change((lines) => lines.with(0, lines[0]!.replace(/"exportedAt":\d+/, '"exportedAt":9000000000000000')));
  expect(await verify(...key())).toEqual({ exit: 1, out: '', err: 'Line 1 of the export is neither header, entry nor statement: the file was changed or cut.' });
});

test('says where no checkpoint of the auditor\'s own is compared', async () => {
  const hint = 'No checkpoint file was named: only the checkpoints in the export are compared.';
  expect((await verify(...key())).out).toContain(hint);
  expect((await verify(...key(), '--checkpoints', house.config.checkpoints.file)).out).not.toContain(hint);
});

test('checkpoints that are newer than the export are left out, and that is said', async () => {
  house.clock.advance(7200);
  await house.note(2);
  await house.checkpoint();
  const { exit, out } = await verify(...key(), '--checkpoints', house.config.checkpoints.file);
  expect(exit).toBe(0);
  expect(out).toContain('1 checkpoint outside is newer than this export and was left out.');
});

test('without a key, or with another one, nothing verifies', async () => {
  expect((await verify()).err).toBe('There is no public key in the data folder: name its file with --key PUBLIC.pem.');
  expect((await verify('--key', join(auditor, 'none.pem'))).err).toBe('The file with the public key cannot be read.');
  expect((await verify('--key', file)).err).toBe('The file with the public key holds no Ed25519 public key in PEM: it is what "audit key" prints.');
  const stranger = await createAuditHouse();
  await writeFile(join(auditor, 'other.pem'), (await stranger.cli('audit', 'key')).out);
  await stranger.remove();
  expect((await verify('--key', join(auditor, 'other.pem'))).out).toContain('WRONG  The checkpoint that is kept for entry 3 was signed by another key.');
});

test('an export that cannot be finished leaves no file', async () => {
  const half = join(auditor, 'half.jsonl');
  await house.tamper((run) => run("UPDATE statements SET kind = 'promise' WHERE sequence = 9"));
  expect((await house.cli('audit', 'export', half)).exit).toBe(1);
  expect(await readdir(auditor)).not.toContain('half.jsonl');
});
