import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import { createAuditHouse } from './house.ts';
import type { House } from './house.ts';

const yearMs = 365.25 * 24 * 60 * 60 * 1000;
const yearsAgo = (years: number) => ({ at: Math.round(Date.now() - years * yearMs) });

let house: House;
/** Entries 1 to 4 are older than six years, 5 and 6 are two years old, 7 is new. */
beforeEach(async () => {
  house = await createAuditHouse();
  await house.note(4, yearsAgo(7));
  await house.note(2, yearsAgo(2));
  await house.checkpoint();
  await house.note(1);
});
afterEach(() => house.remove());

const sequences = async () => (await house.entries()).map(({ sequence }) => sequence);

test('removes what is older than six years, and what remains verifies', async () => {
  const { exit, out } = await house.cli('audit', 'retain');
  expect(exit).toBe(0);
  expect(out).toMatch(/^Harbor IT: removed 4 entries up to entry 4, all from before \S+Z\. The log verifies from entry 5 on\.$/);
  expect(await sequences()).toEqual([5, 6, 7, 8]);
  expect(await house.cli('audit', 'verify')).toMatchObject({ exit: 0, out: expect.stringContaining('Entries up to 8 are vouched for.') });
  expect(JSON.parse((await house.entries()).at(-1)?.body ?? '')).toMatchObject({ type: 'audit_removed', details: { upTo: 4 } });
});

test('writes the removal outside the database, where verifying looks for it', async () => {
  await house.cli('audit', 'retain');
  const [removal] = await house.store.listExplanations(house.tenant.id);
  expect((await house.outsideLines()).filter((line) => line.includes(removal!.signed))).toHaveLength(1);
});

test('says what to put where, when a place outside does not take the removal', async () => {
  const sink = await startSmtpSink();
  await sink.close();
  const mailing = await createAuditHouse({ COUNTERSIGN_SMTP_URL: sink.url, COUNTERSIGN_SMTP_INSECURE: '1', COUNTERSIGN_MAIL_FROM: 'audit@harbor.example', COUNTERSIGN_CHECKPOINT_EMAIL: 'auditor@harbor.example' });
  await mailing.note(2, yearsAgo(7));
  const { exit, err } = await mailing.cli('audit', 'retain');
  const [removal] = await mailing.store.listExplanations(mailing.tenant.id);
  expect(exit).toBe(1);
  expect(err).toMatch(/^It was done, but the signed statement about it could not be written to: email\. Put it there, or audit verify calls the log wrong:\n/);
  expect(err).toContain(removal!.signed);
  await mailing.remove();
});

test('a checkpoint file with another name begins with the removals that there were', async () => {
  await house.cli('audit', 'retain');
  await rm(house.config.checkpoints.file);
  await (await house.startKeeper()).round();
  expect((await house.outsideLines()).map((line) => (JSON.parse(line) as { sequence: number }).sequence)).toEqual([4, 8]);
  expect((await house.cli('audit', 'verify')).exit).toBe(0);
});

test('an export after retention verifies too', async () => {
  await house.cli('audit', 'retain');
  const file = house.file('log.jsonl');
  await house.cli('audit', 'export', file);
  expect((await house.cli('audit', 'verify', file, '--checkpoints', house.config.checkpoints.file)).exit).toBe(0);
});

test('twice is once; a second removal goes on from the first', async () => {
  await house.cli('audit', 'retain');
  expect((await house.cli('audit', 'retain')).out).toMatch(/^Harbor IT: nothing is older than /);
  expect((await house.cli('audit', 'retain', '--years', '1')).out).toContain('removed 2 entries up to entry 6');
  expect(await sequences()).toEqual([7, 8, 9]);
  expect((await house.cli('audit', 'verify')).exit).toBe(0);
});

test('even where all is old, the chain goes on', async () => {
  const old = await createAuditHouse();
  await old.note(3, yearsAgo(9));
  expect((await old.cli('audit', 'retain')).out).toContain('removed 3 entries up to entry 3');
  expect((await old.entries()).map(({ sequence }) => sequence)).toEqual([4]);
  await old.note(2);
  expect((await old.keeper.round()).broken).toEqual([]);
  expect((await old.cli('audit', 'verify')).out).toContain('Entries up to 6 are vouched for.');
  await old.remove();
});

test('stops at the first entry that is not old enough, whatever the clock did afterwards', async () => {
  await house.note(2, yearsAgo(20));
  await house.cli('audit', 'retain');
  expect(await sequences()).toEqual([5, 6, 7, 8, 9, 10]);
});

test.each(['0', '0.5', '-1', 'six'])('--years %s is refused, and nothing is removed', async (years) => {
  const { exit, out } = await house.cli('audit', 'retain', `--years=${years}`);
  expect({ exit, out }).toEqual({ exit: 1, out: '' });
  expect(await sequences()).toHaveLength(7);
});

describe('somebody who uses retention as a cover is found out:', () => {
  test('one more entry is gone than was signed for', async () => {
    await house.cli('audit', 'retain');
    await house.tamper((run) => run('DELETE FROM audit WHERE sequence = 5'));
    const { exit, out } = await house.cli('audit', 'verify');
    expect(exit).toBe(1);
    expect(out).toContain('WRONG  Entry 5: it is missing: entry 4 is followed by entry 6.');
  });

  test('the signed removal is gone', async () => {
    await house.cli('audit', 'retain');
    await house.tamper((run) => run("DELETE FROM statements WHERE kind = 'removal'"));
    expect(await house.cli('audit', 'verify')).toMatchObject({ exit: 1, out: expect.stringMatching(/WRONG {2}The removal of \S+Z for entry 4 was written outside the database and is missing in it: it was deleted there\./) });
    await rm(house.config.checkpoints.file);
    expect((await house.cli('audit', 'verify')).out).toContain('WRONG  Entry 1: it and all up to entry 4 are missing: the log begins with entry 5, and no signed removal says why.');
  });

  test('a log that does not verify is not shortened', async () => {
    await house.tamper((run) => run("UPDATE audit SET body = replace(body, 'noted', 'moted') WHERE sequence = 2"));
    expect(await house.cli('audit', 'retain')).toEqual({ exit: 1, out: '', err: 'The audit log of Harbor IT does not verify, so nothing was removed: run audit verify.' });
    expect(await sequences()).toHaveLength(7);
  });
});

describe('a backup that was restored', () => {
  /** What a restored backup leaves: the log as it was at entry 7, and outside checkpoints up to entry 10. */
  async function loseThree() {
    await house.checkpoint();
    const backup = await house.entries();
    await house.note(3);
    await house.checkpoint();
    await house.tamper(async (run) => {
      await run('DELETE FROM audit WHERE sequence > 7');
      await run('DELETE FROM statements WHERE sequence > 7');
    });
    return backup.at(-1)!;
  }

  test('is told with the entries that were lost, and is no tampering', async () => {
    const last = await loseThree();
    house.clock.advance(60);
    await house.restored(last);
    await house.note(5);
    expect(await (await house.startKeeper()).round()).toMatchObject({ broken: [], signed: [{ sequence: 12 }] });
    const { exit, out } = await house.cli('audit', 'verify');
    expect(out).toContain('a backup that ends with entry 7 was restored: entries 8 to 10 of before then are lost.');
    expect(out).toContain('Entries up to 12 are vouched for.');
    expect(exit).toBe(0);
  });

  test('explains nothing that was signed after it', async () => {
    const last = await loseThree();
    house.clock.advance(60);
    await house.restored(last);
    await house.note(5);
    house.clock.advance(60);
    await (await house.startKeeper()).round();
    await house.tamper((run) => run('DELETE FROM audit WHERE sequence > 10'));
    const { exit, out } = await house.cli('audit', 'verify');
    expect(exit).toBe(1);
    expect(out).toContain('WRONG  Entry 11: it is missing: the log ends with entry 10, and there is a signed checkpoint');
  });

  test('without a signed statement is a cut end', async () => {
    await loseThree();
    expect((await house.cli('audit', 'verify')).out).toContain('WRONG  Entry 8: it is missing: the log ends with entry 7, and there is a signed checkpoint');
  });
});
