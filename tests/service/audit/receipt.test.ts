import { afterEach, beforeEach, expect, test } from 'vitest';
import { receiptOf } from '../../../service/src/audit/chain.ts';
import { checkReceipt, parseReceipt } from '../../../service/src/audit/check-receipt.ts';
import { exceptionFor } from '../store/connectwise-fixture.ts';
import { event, jo } from '../store/fixture.ts';
import { createAuditHouse, overwrite, rewrite } from './house.ts';
import type { House } from './house.ts';

let house: House;
let receipt: string;
beforeEach(async () => {
  house = await createAuditHouse();
  const added = { type: 'technician_added', at: 1, technicianId: null, verificationId: null, details: {} };
  const technician = await house.store.addTechnician({ tenantId: house.tenant.id, name: 'Alex', email: 'alex@harbor.example', role: 'technician' }, added);
  const details = { method: 'sms', destination: '•••• 0199', ticketNumber: '4711', action: 'password_reset' };
  const [approved] = await house.note(1, { type: 'approved', technicianId: technician.id, details });
  receipt = receiptOf(approved!);
  await house.note(2);
});
afterEach(() => house.remove());

test('tells what a receipt stands for, and which checkpoint vouches for it', async () => {
  const at = new Date(house.clock.now()).toISOString();
  await house.checkpoint();
  const { exit, out } = await house.cli('audit', 'receipt', ` ${receipt} `);
  expect(exit).toBe(0);
  expect(out.split('\n')).toEqual([
    'Entry 2 of Harbor IT has this receipt.', '  event: approved', `  time: ${at}`, '  method: sms', '  destination: •••• 0199', '  ticket: 4711', '  action: password_reset',
    '  technician: Alex', `The checkpoint of ${new Date(house.clock.now()).toISOString()} for entry 4 vouches for it.`,
  ]);
});

test('tells who was verified, what that proved, and which second technician confirmed going on: a note can be written with somebody else\'s receipt', async () => {
  const { store, tenant } = house;
  await store.addAccount(tenant.id, { ...jo, name: 'Jo Doe' }, event('account_added'));
  const [[account], [alex]] = await Promise.all([store.listAccounts(tenant.id, {}, '', 1), store.listTechnicians(tenant.id)]);
  const exception = exceptionFor({ tenant, technician: alex!, accountId: account!.id, customerId: account!.customerId }, '4711', { state: 'confirmed', secondName: 'Sam Roe' });
  await store.addException(exception, event('exception_asked'));
  const details = { accountId: account!.id, exceptionId: exception.id, method: 'push', assurance: ['device', 'exception'], endReason: null, callerReason: 'his assistant calls' };
  const [approved] = await house.note(1, { type: 'approved', details });
  const { out } = await house.cli('audit', 'receipt', receiptOf(approved!));
  expect(out.split('\n').slice(1, -1)).toEqual([
    '  event: approved', `  time: ${new Date(house.clock.now()).toISOString()}`, '  account: Jo Doe of Acme', '  method: push', '  assurance: device, exception', '  another caller: his assistant calls',
    '  second technician: Sam Roe',
  ]);
  const [denied] = await house.note(1, { type: 'denied', details: { assurance: [], endReason: 'phone_denied' } });
  expect((await house.cli('audit', 'receipt', receiptOf(denied!))).out).toContain('\n  because: phone_denied\n');
});

test('says when no checkpoint vouches for it yet', async () => {
  await house.cli('audit', 'key');
  expect(await house.cli('audit', 'receipt', receipt)).toMatchObject({ exit: 0, out: expect.stringContaining('No checkpoint vouches for it yet') });
});

test('refuses a receipt of another log, of no entry, and what is none', async () => {
  await house.checkpoint();
  expect(await house.cli('audit', 'receipt', `CS-3-${receipt.slice(5)}`)).toEqual({ exit: 1, out: '', err: 'Entry 3 has another hash: the receipt belongs to another log, or the entry was changed.' });
  expect(await house.cli('audit', 'receipt', `CS-99-${receipt.slice(5)}`)).toMatchObject({ exit: 1, err: 'The log has no entry 99: the receipt belongs to another log, or the entry was deleted.' });
  expect(await house.cli('audit', 'receipt', 'CS-2-abc')).toMatchObject({ exit: 1, err: 'A receipt reads CS-, the number of an entry, - and 32 letters and digits.' });
});

test('finds out an entry that was edited, and a chain rewritten behind it', async () => {
  await house.checkpoint();
  const entries = await house.entries();
  await house.tamper((run) => run("UPDATE audit SET body = replace(body, '0199', '0123') WHERE sequence = 2"));
  expect((await house.cli('audit', 'receipt', receipt)).err).toBe('The log does not stand as it was written. Entry 2: its hash does not fit its text. One of them was changed after it was written.');
  await house.tamper((run) => overwrite(run, rewrite(entries, 3)));
  expect((await house.cli('audit', 'receipt', receipt)).err).toContain('Entry 4: it has another hash than the one signed in the checkpoint');
  await house.tamper(async (run) => {
    await overwrite(run, entries);
    await run('DELETE FROM audit WHERE sequence = 4');
  });
  expect((await house.cli('audit', 'receipt', receipt)).err).toBe('The log does not stand as it was written: it ends with entry 3, and there is a checkpoint for entry 4.');
});

test('reads no more checkpoints than it needs, however old the log is, and still those that a restored backup made void', async () => {
  for (let count = 0; count < 5; count += 1) {
    await house.note(1);
    await house.checkpoint();
  }
  for (let later = 1; later <= 600; later += 1) {
    house.clock.advance(60);
    await house.store.addStatement(await house.sign('checkpoint', { sequence: 1_000 + later, hash: 'f'.repeat(64) }));
  }
  const read: number[] = [];
  const listStatements: typeof house.store.listStatements = async (...given) => {
    const page = await house.store.listStatements(...given);
    read.push(page.length);
    return page;
  };
  const keys = house.signer.publicKeys;
  const check = () => checkReceipt({ ...house.store, listStatements }, house.tenant.id, parseReceipt(receipt)!, keys);
  expect(await check()).toMatchObject({ ok: true, checkpoint: { kind: 'checkpoint', sequence: 5 } });
  expect(read).toEqual([500]);
  await house.restored((await house.entries()).at(-1)!);
  expect(await check()).toMatchObject({ ok: true, checkpoint: { kind: 'checkpoint', sequence: 5 } });
});

test('says that retention removed the entry', async () => {
  const old = await createAuditHouse();
  const [entry] = await old.note(1, { at: 1 });
  await old.cli('audit', 'retain');
  expect((await old.cli('audit', 'receipt', receiptOf(entry!))).err).toMatch(/^Entry 1 was removed by retention at \S+Z: look for it in an export from before then\.$/);
  await old.remove();
});

test('a receipt is read however it was typed', () => {
  expect(parseReceipt('\tcs-12-ABCDEF00112233445566778899aabbcc\n')).toEqual({ sequence: 12, text: 'CS-12-abcdef00112233445566778899aabbcc' });
  for (const text of ['', 'CS-0-abcdef00112233445566778899aabbcc', 'CS-1-abcdef00112233445566778899aabbccdd', 'CS-1e3-abcdef00112233445566778899aabbcc']) expect(parseReceipt(text)).toBeUndefined();
});
