import { describe, expect, test } from 'vitest';
import type { TicketNote } from '../../../service/src/store/connectwise-store.ts';
import type { VerificationRow } from '../../../service/src/store/types.ts';
import { noteFor } from './connectwise-fixture.ts';
import { addPending, ended, event, keyFor, rowFor, start, startPlan } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();
const find = ({ tenantId, id }: { tenantId: string; id: string }) => house.other.findTicketNote(tenantId, id);

/** A verification that ended on `ticketNumber`, with its note. */
async function addNote(ticketNumber: string, change: Partial<TicketNote> = {}, world = house.world): Promise<TicketNote> {
  const row = await addPending(house.store, world, ticketNumber);
  const note = noteFor(row, change);
  await house.store.change(row.tenantId, row.id, () => ({ result: 0, verification: ended(row, 'approved'), ticketNotes: [note], audit: [event('approved')] }));
  return note;
}

describe('a ticket note', () => {
  test('is queued in the transaction that ends its verification', async () => {
    const note = await addNote('1');
    expect(await find(note)).toEqual(note);
    expect((await house.store.findVerification(note.tenantId, note.id))?.status).toBe('approved');
  });

  test('is not queued where the end is not written, nor the end where the note cannot be', async () => {
    const { store, world } = house;
    const row = await addPending(store, world, '1');
    const end = (note: TicketNote, times = 1) => store.change(world.tenant.id, row.id, () => ({ result: 0, verification: ended(row, 'denied'), ticketNotes: Array.from({ length: times }, () => note), audit: [event('denied')] }));
    await expect(end(noteFor(row), 2)).rejects.toThrow();
    expect([(await store.findVerification(world.tenant.id, row.id))?.status, await find(row)]).toEqual(['pending', undefined]);
    await end(noteFor(row));
    await expect(end(noteFor(row))).rejects.toThrow();
    expect(await find(row)).toEqual(noteFor(row));
  });

  test('of a verification that turns out to be over is queued by whoever finds that out', async () => {
    const { store, world } = house;
    const old = await addPending(store, world, '1');
    const key = keyFor(world, '1');
    const overdue: VerificationRow = { ...old, status: 'expired', endedAt: start };
    await store.start(key, () => ({ ...startPlan(rowFor(world, key)), overdue, ticketNotes: [noteFor(old)], audit: [event('expired'), event('send_queued')] }));
    expect(await find(old)).toEqual(noteFor(old));
  });

  test('belongs to a verification that ends by the same plan, and to its tenant', async () => {
    const { store, world, stranger } = house;
    const [row, another] = [await addPending(store, world, '1'), await addPending(store, world, '2')];
    const plan = (note: TicketNote, verification?: VerificationRow) => store.change(world.tenant.id, row.id, () => ({ result: 0, ...(verification && { verification }), ticketNotes: [note], audit: [event('approved')] }));
    await expect(plan(noteFor(another), ended(row, 'approved'))).rejects.toThrow('verification that ends');
    await expect(plan(noteFor(row), { ...row, triesUsed: 1 })).rejects.toThrow('verification that ends');
    await expect(plan(noteFor(row))).rejects.toThrow('verification that ends');
    await expect(plan(noteFor(row, { tenantId: stranger.tenant.id }), ended(row, 'approved'))).rejects.toThrow('within its tenant');
    expect(await find(row)).toBeUndefined();
  });
});

describe('a note that is due', () => {
  test('is claimed oldest first, counts the attempt, and is not due again before its lease is over', async () => {
    const { store, other, stranger } = house;
    expect(await store.claimTicketNote(start, 1000)).toBeUndefined();
    const later = await addNote('1', { nextAt: start + 10 });
    const sooner = await addNote('1', { nextAt: start + 5 }, stranger);
    expect(await store.claimTicketNote(start + 4, 1000)).toBeUndefined();
    expect(await store.claimTicketNote(start + 10, 1000)).toEqual({ ...sooner, attempts: 1, nextAt: start + 1010 });
    expect(await other.claimTicketNote(start + 10, 1000)).toEqual({ ...later, attempts: 1, nextAt: start + 1010 });
    expect(await store.claimTicketNote(start + 1009, 1000)).toBeUndefined();
    expect(await store.claimTicketNote(start + 1010, 1000)).toMatchObject({ attempts: 2 });
  });

  test('is given to one of many who claim at once', async () => {
    const { store, other } = house;
    const ids = await Promise.all(['1', '2', '3'].map(async (number) => (await addNote(number)).id));
    const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).claimTicketNote(start, 1000)));
    expect(claims.flatMap((one) => one?.id ?? []).toSorted()).toEqual(ids.toSorted());
  });

  test('is never claimed again once it is done', async () => {
    const { store } = house;
    const note = await addNote('1');
    const claimed = await store.claimTicketNote(start, 1000);
    await store.updateTicketNote({ ...claimed!, state: 'written', doneAt: start + 1 }, claimed!);
    expect(await store.claimTicketNote(start + 99_999, 1000)).toBeUndefined();
    expect(await find(note)).toEqual({ ...note, attempts: 1, nextAt: start + 1000, state: 'written', doneAt: start + 1 });
  });
});

test('an update writes what trying came to, and nothing else', async () => {
  const note = await addNote('1');
  const came = { state: 'failed', reason: 'unreachable', attempts: 3, nextAt: start + 60_000, doneAt: null } as const;
  expect(await house.store.updateTicketNote({ ...note, ...came, ticketNumber: '666', createdAt: 0 }, note)).toBe(true);
  expect(await find(note)).toEqual({ ...note, ...came });
  expect(await house.store.updateTicketNote({ ...note, id: 'none' }, note)).toBe(false);
});

test('an update by whoever claimed it before somebody else did, or after it was done, writes nothing', async () => {
  const { store, other } = house;
  const note = await addNote('1');
  const late = (await store.claimTicketNote(start, 1000))!;
  const now = (await other.claimTicketNote(start + 1000, 1000))!;
  const busy = { ...late, state: 'failed', reason: 'busy', attempts: 0, nextAt: start + 1001 } as const;
  expect(await store.updateTicketNote(busy, late)).toBe(false);
  expect(await find(note)).toEqual(now);
  expect(await other.updateTicketNote({ ...now, state: 'written', doneAt: start + 1002 }, now)).toBe(true);
  expect(await other.updateTicketNote(busy, now)).toBe(false);
  expect(await find(note)).toMatchObject({ state: 'written', attempts: 2 });
});
