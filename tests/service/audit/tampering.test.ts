import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { linkEntry } from '../../../service/src/audit/chain.ts';
import { createSigner } from '../../../service/src/audit/statements.ts';
import type { AuditEntry } from '../../../service/src/store/types.ts';
import type { Run } from '../../support/tamper.ts';
import { createAuditHouse, overwrite, rewrite, wrong } from './house.ts';
import type { House } from './house.ts';

let house: House;
/** Nine entries, with checkpoints for 3, 6 and 9. */
beforeEach(async () => {
  house = await createAuditHouse();
  for (let round = 0; round < 3; round += 1) {
    await house.note(3);
    await house.checkpoint();
  }
});
afterEach(() => house.remove());

const update = (run: Run, set: string, sequence: number, ...values: (string | number)[]) => run(`UPDATE audit SET ${set} WHERE sequence = ${sequence}`, values);
const move = async (run: Run, from: string, by: number) => {
  await run(`UPDATE audit SET sequence = -(sequence + ${by}) WHERE ${from}`);
  await run('UPDATE audit SET sequence = -sequence WHERE sequence < 0');
};
const forgetStatements = (run: Run, where = '1 = 1') => run(`DELETE FROM statements WHERE ${where}`);
const at = (entries: AuditEntry[], sequence: number) => entries[sequence - 1]!;

test('a log that nobody touched verifies, and says up to where it is vouched for', async () => {
  expect(await house.cli('audit', 'verify')).toEqual({ exit: 0, err: '', out: 'Harbor IT:\n  Entries up to 9 are vouched for.\nThe audit log verifies.' });
});

test('entries after the last checkpoint are counted and not called safe', async () => {
  await house.note(12);
  const { exit, out } = await house.cli('audit', 'verify', '--tenant', 'harbor it');
  expect(exit).toBe(0);
  expect(out).toContain(`12 entries since the last checkpoint of ${new Date(house.clock.now()).toISOString()} are linked, but not vouched for yet.`);
});

type Attack = (run: Run, entries: AuditEntry[]) => Promise<void>;
const attacks: [name: string, attack: Attack, said: string | RegExp][] = [
  ['an edited entry', (run, entries) => update(run, 'body = $1', 4, at(entries, 4).body.replace('noted', 'moted')),
    'Entry 4: its hash does not fit its text. One of them was changed after it was written.'],
  ['an entry whose text is no longer one', (run) => update(run, 'body = $1', 4, '{}'), 'Entry 4: its text is not that of an audit entry.'],
  ['an edited hash', (run) => update(run, 'hash = $1', 5, 'f'.repeat(64)), 'Entry 5: its hash does not fit its text.'],
  ['an edited entry with a new hash of its own', async (run, entries) => overwrite(run, [at(rewrite(entries, 4), 4)]),
    'Entry 5: it was written to follow another entry 4 than the one that is there. One of the two was changed and given a new hash.'],
  ['a deleted entry', (run) => run('DELETE FROM audit WHERE sequence = 5'), 'Entry 5: it is missing: entry 4 is followed by entry 6.'],
  ['several deleted entries', (run) => run('DELETE FROM audit WHERE sequence BETWEEN 4 AND 6'), 'Entry 4: it and all up to entry 6 are missing: entry 3 is followed by entry 7.'],
  ['a deleted entry whose gap was closed', async (run) => {
    await run('DELETE FROM audit WHERE sequence = 5');
    await move(run, 'sequence > 5', -1);
  }, 'Entry 5: its text says that it is entry 6. Something was inserted or deleted before it, or it was moved.'],
  ['an inserted entry', async (run, entries) => {
    await move(run, 'sequence >= 5', 1);
    const { tenantId, sequence, previousHash, body, hash } = linkEntry(at(entries, 4).hash, 5, { tenantId: at(entries, 1).tenantId, type: 'approved', at: 1, technicianId: null, verificationId: null, details: {} });
    await run('INSERT INTO audit (tenant_id, sequence, previous_hash, body, hash) VALUES ($1, $2, $3, $4, $5)', [tenantId, sequence, previousHash, body, hash]);
  }, 'Entry 6: its text says that it is entry 5. Something was inserted or deleted before it, or it was moved.'],
  ['two entries in the wrong order', async (run) => {
    await run('UPDATE audit SET sequence = -5 WHERE sequence = 4');
    await run('UPDATE audit SET sequence = 4 WHERE sequence = 5');
    await run('UPDATE audit SET sequence = 5 WHERE sequence = -5');
  }, 'Entry 4: its text says that it is entry 5.'],
  ['a cut beginning', (run) => run('DELETE FROM audit WHERE sequence <= 3'),
    'Entry 1: it and all up to entry 3 are missing: the log begins with entry 4, and no signed removal says why. Its beginning was cut off.'],
  ['a cut end', (run) => run('DELETE FROM audit WHERE sequence >= 8'), 'Entry 8: it is missing: the log ends with entry 7, and there is a signed checkpoint of'],
  ['a cut end whose checkpoints were deleted too', async (run) => {
    await run('DELETE FROM audit WHERE sequence >= 8');
    await forgetStatements(run, 'sequence >= 8');
  }, 'Entry 8: it is missing: the log ends with entry 7, and there is a signed checkpoint of'],
  ['everything deleted', (run) => run('DELETE FROM audit'), 'Entry 1: it is missing: the log is empty, and there is a signed checkpoint of'],
  ['a log rewritten as a whole with new hashes', (run, entries) => overwrite(run, rewrite(entries, 1)),
    'Entry 3: it has another hash than the one signed in the checkpoint of'],
  ['a log rewritten as a whole, its checkpoints deleted', async (run, entries) => {
    await overwrite(run, rewrite(entries, 1));
    await forgetStatements(run);
  }, 'Entry 3: it has another hash than the one signed in the checkpoint of'],
  ['the newest entries rewritten with new hashes', (run, entries) => overwrite(run, rewrite(entries, 8)),
    /WRONG {2}Entry 9: it has another hash than .* rewritten somewhere after entry 6 up to here, and its hashes computed anew\./],
  ['a forged row about a checkpoint', (run) => run("UPDATE statements SET hash = $1 WHERE sequence = 9", ['0'.repeat(64)]),
    'The checkpoint that is kept for entry 9 says something else than what was signed'],
  ['an edited checkpoint', (run) => run("UPDATE statements SET signed = replace(signed, '.eyJ', '.eyK') WHERE sequence = 9"),
    'The checkpoint that is kept for entry 9 was changed after it was signed, or never signed with this key.'],
  ['a checkpoint that is none', (run) => run("UPDATE statements SET signed = 'yes' WHERE sequence = 9"), 'The checkpoint that is kept for entry 9 is not a signed statement.'],
  ['a deleted checkpoint', (run) => forgetStatements(run, 'sequence = 6'), 'for entry 6 was written outside the database and is missing in it: it was deleted there.'],
  ['an entry numbered 0', async (run, entries) => run('INSERT INTO audit (tenant_id, sequence, previous_hash, body, hash) VALUES ($1, 0, $2, $3, $4)', [at(entries, 1).tenantId, 'x', '{}', 'x']),
    'entry 0 stands in the log: the service numbers them from 1, so it was put here.'],
  ['an entry numbered -7', async (run, entries) => run('INSERT INTO audit (tenant_id, sequence, previous_hash, body, hash) VALUES ($1, -7, $2, $3, $4)', [at(entries, 1).tenantId, 'x', '{}', 'x']),
    'entry -7 stands in the log: the service numbers them from 1, so it was put here.'],
  ['a removal that nobody signed', async (run, entries) => {
    const { tenantId, sequence, hash } = at(entries, 3);
    await run('DELETE FROM audit WHERE sequence <= 3');
    await run("INSERT INTO statements (tenant_id, kind, sequence, hash, at, signed) VALUES ($1, 'removal', $2, $3, 1, 'x')", [tenantId, sequence, hash]);
  }, 'Entry 1: it and all up to entry 3 are missing: the log begins with entry 4, and no signed removal says why.'],
];

describe('somebody who writes to the database is found out:', () => {
  test.each(attacks)('%s', async (_, attack, said) => {
    const entries = await house.entries();
    await house.tamper((run) => attack(run, entries));
    const { exit, out, err } = await house.cli('audit', 'verify');
    expect(out).toMatch(said);
    expect(out).not.toContain('The audit log verifies.');
    expect({ exit, err }).toEqual({ exit: 1, err: wrong });
  });

  test('a log rewritten and signed with a key of the attacker\'s', async () => {
    const forged = rewrite(await house.entries(), 1);
    const statement = await house.sign('checkpoint', forged.at(-1)!, await createSigner(randomBytes(32)));
    await rm(house.config.checkpoints.file);
    await house.tamper(async (run) => {
      await overwrite(run, forged);
      await forgetStatements(run);
    });
    await house.store.addStatement(statement);
    const { exit, out } = await house.cli('audit', 'verify');
    expect(exit).toBe(1);
    expect(out).toContain('WRONG  The checkpoint that is kept for entry 9 was signed by another key.');
    expect(out).toContain('WRONG  Nothing vouches for this log: entries up to 9 are linked, but no checkpoint names one of them.');
  });

  test('a row of a kind that there is not', async () => {
    await house.tamper((run) => run("UPDATE statements SET kind = 'promise' WHERE sequence = 9"));
    expect(await house.cli('audit', 'verify')).toMatchObject({ exit: 1, err: 'A checkpoint in the database has a form that this service never writes: its row was changed.' });
  });

  test('another tenant\'s checkpoint put in the place of this one\'s', async () => {
    const other = await house.store.addTenant('Second');
    await house.store.appendAudit(other.id, { type: 'noted', at: 1, technicianId: null, verificationId: null, details: {} });
    await house.checkpoint();
    await house.tamper((run) => run('UPDATE statements SET tenant_id = $1 WHERE tenant_id = $2', [house.tenant.id, other.id]));
    const { exit, out } = await house.cli('audit', 'verify', '--tenant', 'Harbor IT');
    expect(exit).toBe(1);
    expect(out).toContain('The checkpoint that is kept for entry 1 says something else than what was signed: it was changed, or put here from elsewhere.');
  });

  test('a tenant that was deleted with its log', async () => {
    const second = await house.store.addTenant('Second');
    await house.tamper(async (run) => {
      for (const table of ['audit', 'statements']) await run(`DELETE FROM ${table} WHERE tenant_id = $1`, [house.tenant.id]);
      await run('DELETE FROM tenants WHERE id = $1', [house.tenant.id]);
    });
    await house.store.appendAudit(second.id, { type: 'noted', at: 1, technicianId: null, verificationId: null, details: {} });
    const { exit, out } = await house.cli('audit', 'verify');
    expect(exit).toBe(1);
    expect(out).toContain(`WRONG  Checkpoints outside the database name the tenant ${house.tenant.id}, which is not in the database any more.`);
  });
});

describe('the file outside the database', () => {
  test('holds one line for each checkpoint, for its owner alone', async () => {
    const lines = await house.outsideLines();
    expect(lines.map((line) => (JSON.parse(line) as { sequence: number }).sequence)).toEqual([3, 6, 9]);
    expect(lines[2]).toContain((await house.store.listStatements(house.tenant.id, 9))[2]?.signed);
  });

  test('edited, it gives itself away', async () => {
    const text = await readFile(house.config.checkpoints.file, 'utf8');
    const [, payload = '', signature = ''] = text.split('\n')[1]?.match(/eyJ[\w-]+\.(eyJ[\w-]+)\.([\w-]{86})/) ?? [];
    await writeFile(house.config.checkpoints.file, text.replace(`${payload}.${signature}`, `${payload}.${'A'.repeat(86)}`));
    const { exit, out } = await house.cli('audit', 'verify');
    expect(exit).toBe(1);
    expect(out).toContain('WRONG  The statement in line 2 of the checkpoint file was changed after it was signed, or never signed with this key.');
  });

  test('gone, that is said, and the database is compared with its own checkpoints', async () => {
    await rm(house.config.checkpoints.file);
    const { exit, out } = await house.cli('audit', 'verify');
    expect(exit).toBe(0);
    expect(out).toMatch(/^The checkpoint file outside the database is not here: only the checkpoints in the database are compared\./);
    expect(await house.cli('audit', 'verify', '--checkpoints', house.config.checkpoints.file)).toMatchObject({ exit: 1, err: 'There is no such checkpoint file.' });
  });

  test('any text will do: a syslog archive, a saved e-mail', async () => {
    const archive = house.file('archive.txt');
    const lines = await house.outsideLines();
    await writeFile(archive, `Nov 25 syslog started\n<109>1 2026-11-25T00:00:00Z host countersign - CHECKPOINT - ${lines[2]}\nQuoth: ${/eyJ[\w.-]+/.exec(lines[0] ?? '')?.[0]}\n`);
    expect((await house.cli('audit', 'verify', '--checkpoints', archive)).exit).toBe(0);
    await house.tamper(async (run) => {
      await run('DELETE FROM audit WHERE sequence >= 8');
      await forgetStatements(run, 'sequence >= 8');
    });
    expect((await house.cli('audit', 'verify', '--checkpoints', archive)).out).toContain('Entry 8: it is missing');
    await writeFile(archive, 'nothing of ours\n');
    expect((await house.cli('audit', 'verify', '--checkpoints', archive)).err).toBe('The checkpoint file holds no checkpoint.');
  });
});

test('a log without any checkpoint is not called good', async () => {
  const fresh = await createAuditHouse();
  await fresh.note(3);
  const { exit, out } = await fresh.cli('audit', 'verify');
  expect(exit).toBe(1);
  expect(out).toContain('WRONG  Nothing vouches for this log: entries up to 3 are linked, but no checkpoint names one of them. Anybody could have written them anew.');
  await fresh.remove();
});
