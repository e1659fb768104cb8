import { describe, expect, test } from 'vitest';
import type { ExceptionRow } from '../../../service/src/store/connectwise-store.ts';
import type { AuditEvent } from '../../../service/src/store/types.ts';
import { exceptionFor } from './connectwise-fixture.ts';
import { event, jo, keyFor, newId, start } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();
const add = (row: ExceptionRow) => house.store.addException(row, event('exception_asked'));
const find = ({ tenantId, id }: ExceptionRow) => house.other.findException(tenantId, id);
const secondOf = (row: ExceptionRow, state: ExceptionRow['state'] = 'confirmed'): ExceptionRow => ({ ...row, state, secondId: house.world.technician.id, secondName: 'Alex', decidedAt: start + 1 });
const confirm = (row: ExceptionRow, audit: AuditEvent[] = [event('exception_confirmed')], into = house.store) =>
  into.changeException(row.tenantId, row.id, (seen) => ({ result: seen.state, row: secondOf(seen), audit }));
const entries = async () => (await house.store.listAudit(house.world.tenant.id, 1, 99)).map(({ body }) => /"type":"(exception_\w+)"/.exec(body)?.[1]).filter(Boolean);
const seen = async (ticketNumber = '1', now = start) => (await house.other.readStart({ ...keyFor(house.world, ticketNumber), now })).exceptions;

async function anotherAccount(): Promise<string> {
  const { store, world } = house;
  await store.addAccount(world.tenant.id, { ...jo, email: 'sam@acme.example' }, event('account_added'));
  return (await store.listAccounts(world.tenant.id, { email: 'sam@acme.example' }, '', 1))[0]?.id ?? '';
}

async function anotherTechnician(): Promise<string> {
  return (await house.store.addTechnician({ tenantId: house.world.tenant.id, name: 'Kim', email: 'kim@msp.example', role: 'technician' }, event('technician_added'))).id;
}

test('a wish reads back as it was written, with an entry', async () => {
  const row = exceptionFor(house.world, '1');
  await add(row);
  expect(await find(row)).toEqual(row);
  expect(await entries()).toEqual(['exception_asked']);
});

describe('a wish that is open', () => {
  test('is replaced by the same technician\'s next one for the same account and ticket', async () => {
    const [first, second] = [exceptionFor(house.world, '1'), exceptionFor(house.world, '1', { doubts: ['other_site'] })];
    await add(first);
    await add(second);
    expect([await find(first), await find(second)]).toEqual([undefined, second]);
    expect(await confirm(first)).toBeUndefined();
    expect(await seen()).toEqual([second]);
  });

  test('stays beside one for another account, on another ticket or by another technician', async () => {
    const technicianId = await anotherTechnician();
    const rows = [
      exceptionFor(house.world, '1'), exceptionFor(house.world, '2'), exceptionFor(house.world, '1', { ticketHost: 'eu.myconnectwise.net' }),
      exceptionFor(house.world, '1', { accountId: await anotherAccount() }), exceptionFor(house.world, '1', { technicianId }),
    ];
    for (const row of rows) await add(row);
    expect(await Promise.all(rows.map(find))).toEqual(rows);
  });
});

test('a confirmation counts no more once its second technician was revoked; what they refused stays refused', async () => {
  const { store, world } = house;
  const secondId = await anotherTechnician();
  const [confirmed, refused] = [exceptionFor(world, '1', { askedAt: start + 1 }), exceptionFor(world, '1', { askedAt: start + 2 })];
  for (const [row, state] of [[confirmed, 'confirmed'], [refused, 'refused']] as const) {
    await add(row);
    await store.changeException(row.tenantId, row.id, (asked) => ({ result: 0, row: { ...secondOf(asked, state), secondId }, audit: [] }));
  }
  expect((await seen()).map(({ id }) => id)).toEqual([refused.id, confirmed.id]);
  await store.revokeTechnician(world.tenant.id, secondId, start + 3, event('technician_revoked'));
  expect((await seen()).map(({ id }) => id)).toEqual([refused.id]);
});

test('a wish that was decided stays when the same technician asks again', async () => {
  const [first, second] = [exceptionFor(house.world, '1'), exceptionFor(house.world, '1')];
  await add(first);
  await confirm(first);
  await add(second);
  expect(await find(first)).toEqual(secondOf(first));
  expect(await find(second)).toEqual(second);
});

describe('a decision about a wish', () => {
  test('writes what the second technician said, with its entry, and nothing of what was asked', async () => {
    const row = exceptionFor(house.world, '1');
    await add(row);
    const result = await house.store.changeException(row.tenantId, row.id, (asked) => ({ result: 'done', row: { ...secondOf(asked, 'refused'), reason: 'forged', doubts: [] }, audit: [event('exception_refused')] }));
    expect(result).toBe('done');
    expect(await find(row)).toEqual(secondOf(row, 'refused'));
    expect(await entries()).toEqual(['exception_asked', 'exception_refused']);
  });

  test('that writes nothing leaves it as it is, with the entry that says why', async () => {
    const row = exceptionFor(house.world, '1');
    await add(row);
    expect(await house.store.changeException(row.tenantId, row.id, () => ({ result: 'own', audit: [event('exception_own')] }))).toBe('own');
    expect(await find(row)).toEqual(row);
    expect(await entries()).toEqual(['exception_asked', 'exception_own']);
  });

  test('is not written over another one, nor is its entry', async () => {
    const row = exceptionFor(house.world, '1');
    await add(row);
    await confirm(row);
    await expect(confirm(row, [event('exception_again')])).rejects.toThrow('stays as it is');
    expect(await find(row)).toEqual(secondOf(row));
    expect(await entries()).toEqual(['exception_asked', 'exception_confirmed']);
  });

  test('is made once, however many are made at once on two connections', async () => {
    const row = exceptionFor(house.world, '1');
    await add(row);
    const decisions = Array.from({ length: 12 }, (_, index) => confirm(row, [event('exception_confirmed')], index % 2 ? house.store : house.other));
    const results = await Promise.allSettled(decisions);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await entries()).toEqual(['exception_asked', 'exception_confirmed']);
  });

  test('about one that is not there is none', async () => {
    expect(await house.store.changeException(house.world.tenant.id, newId(), () => ({ result: 0, audit: [event('exception_ghost')] }))).toBeUndefined();
    expect(await entries()).toEqual([]);
  });
});

test('SEND sees the wishes on its ticket that are not over, newest first, whatever was said to them', async () => {
  const accountId = await anotherAccount();
  const older = exceptionFor(house.world, '1', { askedAt: start - 10, expiresAt: start + 10 });
  const newer = exceptionFor(house.world, '1', { accountId, askedAt: start - 5, expiresAt: start + 20 });
  for (const row of [older, newer, exceptionFor(house.world, '2'), exceptionFor(house.world, '1', { accountId, ticketHost: 'eu.myconnectwise.net' })]) await add(row);
  await confirm(older);
  expect(await seen('1', start + 9)).toEqual([newer, secondOf(older)]);
  expect(await seen('1', start + 10)).toEqual([newer]);
  expect(await seen('1', start + 20)).toEqual([]);
  const started = await house.store.start({ ...keyFor(house.world, '1'), now: start + 9 }, ({ exceptions }) => ({ result: exceptions, audit: [] }));
  expect(started.result).toEqual([newer, secondOf(older)]);
});

test('a second technician of another tenant cannot be named', async () => {
  const row = exceptionFor(house.world, '1');
  await add(row);
  const by = house.stranger.technician.id;
  await expect(house.store.changeException(row.tenantId, row.id, (asked) => ({ result: 0, row: { ...secondOf(asked), secondId: by }, audit: [event('exception_confirmed')] }))).rejects.toThrow();
  expect(await find(row)).toEqual(row);
});
