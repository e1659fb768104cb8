import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { NoteReason } from '#contract/connectwise';
import { noteText } from '../../../service/src/connectwise/note-words.ts';
import { deriveCode } from '../../../service/src/verification/code.ts';
import type { Fault } from '../../support/connectwise-api/connectwise-api.ts';
import { exceptionFor } from '../store/connectwise-fixture.ts';
import { event } from '../store/fixture.ts';
import { codeKey } from '../verification/harness.ts';
import { openNotesHouse, projectTicket, serviceTicket, site } from './notes-house.ts';
import type { NotesHouse } from './notes-house.ts';

let house: NotesHouse;
beforeEach(async () => {
  house = await openNotesHouse();
});
afterEach(() => house.close());

/** What goes wrong with the first requests that write a note, one after the other. */
function failPosts(...faults: Fault[]): void {
  house.api.setFault(({ method }) => (method === 'POST' ? faults.shift() : undefined));
}

describe('the note of an ended verification', () => {
  test.each(['approve', 'deny'] as const)('stands on its ticket after %s: internal, and it alone', async (decision) => {
    const { id } = await house.end(serviceTicket, decision);
    house.start();
    expect(await house.attempted(id)).toMatchObject({ state: 'written', reason: null, doneAt: house.clock.now });
    const row = (await house.store.findVerification(house.tenant.id, id))!;
    const said = { text: noteText(row, null), internalAnalysisFlag: true, detailDescriptionFlag: false, resolutionFlag: false, processNotifications: false };
    expect(house.api.records.notes).toMatchObject([{ ticketId: serviceTicket, ...said }]);
    expect(said.text).toContain(row.receipt);
    expect((await house.find(id)).note).toEqual({ state: 'written', reason: null });
  });

  test('stands on a project ticket by the project module', async () => {
    const { id } = await house.end(projectTicket);
    house.start();
    await house.attempted(id);
    expect(house.api.notesOf(projectTicket)).toHaveLength(1);
    expect(house.posts().map(({ path }) => path)).toEqual([`/project/tickets/${projectTicket}/notes`]);
  });

  test('stands on its ticket also where ConnectWise is reached at a port, which tickets do not name', async () => {
    await house.connect(`${site}:8443`);
    const { id } = await house.end();
    house.start();
    expect(await house.attempted(id)).toMatchObject({ state: 'written', reason: null });
    expect(house.api.notesOf(serviceTicket)).toHaveLength(1);
  });

  test('holds no code, and of address and number no more than the panel shows', async () => {
    const { id, sendNumber } = await house.end();
    house.start();
    await house.attempted(id);
    const [note] = house.api.records.notes;
    expect(note!.text).toContain('•••• 0199');
    for (const secret of [deriveCode(codeKey, id, sendNumber), '2025550199', 'jo@acme.example']) expect(note!.text).not.toContain(secret);
  });

  test('names the second technician who confirmed going on in spite of doubts', async () => {
    const { id } = await house.end();
    const row = (await house.store.findVerification(house.tenant.id, id))!;
    const { technician, tenant } = house.alex;
    const exception = exceptionFor({ tenant, technician, accountId: row.accountId, customerId: row.customerId }, row.ticketNumber, { state: 'confirmed', secondName: 'Sam Roe' });
    await house.store.addException(exception, event('exception_asked'));
    house.start({ store: { ...house.store, findVerification: async () => ({ ...row, exceptionId: exception.id }) } });
    await house.attempted(id);
    expect(house.api.records.notes[0]!.text).toContain('Technician: Alex. Second technician: Sam Roe.');
  });
});

describe('there is exactly one', () => {
  test.each<[Fault, NoteReason]>([
    ['timeout', 'unreachable'], ['timeout after', 'unreachable'], ['reset', 'unreachable'], ['reset after', 'unreachable'], ['500', 'unreachable'], ['500 after', 'unreachable'],
  ])('when its request ends in "%s": nobody looks for a minute, then it is looked for before it is written again', async (fault, reason) => {
    failPosts(fault);
    const { id } = await house.end();
    house.start();
    const { state, nextAt } = await house.attempted(id);
    expect({ state, reason }).toEqual({ state: 'failed', reason });
    expect(nextAt).toBeGreaterThanOrEqual(house.clock.now + 60_000);
    expect((await house.find(id)).note).toEqual({ state: 'failed', reason });
    const before = house.api.requests.length;
    house.pass(59.9);
    await expect(stays(() => house.api.requests.length)).resolves.toBe(before);
    house.pass(0.1);
    expect(await house.attempted(id, 2)).toMatchObject({ state: 'written' });
    expect(house.api.records.notes).toHaveLength(1);
    expect(house.posts()).toHaveLength(fault.endsWith('after') ? 1 : 2);
  });

  test('when ConnectWise asks to wait: it is written as soon as that is over, and the wait for an attempt after it grows by none', async () => {
    failPosts('429', '429', '429', '500');
    const { id } = await house.end();
    house.start();
    for (let asked = 1; asked <= 3; asked += 1) {
      await vi.waitFor(async () => expect(await house.noteOf(id)).toMatchObject({ state: 'failed', reason: 'busy', attempts: 0, nextAt: house.clock.now + 1000 }));
      house.pass(1);
    }
    await vi.waitFor(async () => expect(await house.noteOf(id)).toMatchObject({ state: 'failed', reason: 'unreachable', attempts: 1, nextAt: house.clock.now + 60_000 }));
    house.pass(60);
    expect(await house.attempted(id, 2)).toMatchObject({ state: 'written' });
    expect(house.api.records.notes).toHaveLength(1);
  });

  test('when the search for it fails: nothing is written meanwhile', async () => {
    const faults: (Fault | undefined)[] = ['timeout after'];
    house.api.setFault(({ method, path }) => (method === 'POST' ? faults.shift() : path.endsWith('/notes') && faults.length < 1 && house.clock.now < begunAt + 200_000 ? '500' : undefined));
    const begunAt = house.clock.now;
    const { id } = await house.end();
    house.start();
    await house.attempted(id);
    house.pass(60);
    expect(await house.attempted(id, 2)).toMatchObject({ state: 'failed', reason: 'unreachable' });
    house.pass(240);
    expect(await house.attempted(id, 3)).toMatchObject({ state: 'written' });
    expect([house.posts().length, house.api.records.notes.length]).toEqual([1, 1]);
  });

  test('when the service died before it could note that it had written it', async () => {
    const { id } = await house.end();
    const dying = house.start({ store: { ...house.store, updateTicketNote: () => Promise.reject(new Error('killed')) } });
    await vi.waitFor(() => expect(house.api.records.notes).toHaveLength(1));
    await dying.stop();
    house.start();
    const before = house.api.requests.length;
    // a write that had just begun has a minute to arrive
    house.pass(159);
    await expect(stays(() => house.api.requests.length)).resolves.toBe(before);
    house.pass(1);
    expect(await house.attempted(id, 2)).toMatchObject({ state: 'written' });
    expect([house.posts().length, house.api.records.notes.length]).toEqual([1, 1]);
  });

  test('when two processes look for work at the same time', async () => {
    const ends = [];
    for (let count = 0; count < 5; count += 1) {
      ends.push(await house.end());
      house.pass(150);
    }
    house.start();
    house.start();
    for (const { id } of ends) await house.attempted(id);
    expect(house.api.records.notes).toHaveLength(5);
    expect(new Set(house.api.records.notes.map(({ text }) => text)).size).toBe(5);
  });

  test('when looking took so long that another process may soon take it up: nothing is written this time', async () => {
    house.api.setFault(({ path }) => {
      if (path === `/service/tickets/${serviceTicket}`) house.pass(61);
      return undefined;
    });
    const { id } = await house.end();
    house.start();
    expect(await house.attempted(id)).toMatchObject({ state: 'failed', reason: 'unreachable' });
    expect(house.posts()).toEqual([]);
  });

  test('when a process that slept over its time says afterwards what came of it', async () => {
    const { id } = await house.end();
    const readTicket: typeof house.connectwise.readTicket = async () => {
      house.pass(160);
      house.start();
      await vi.waitFor(async () => expect(await house.noteOf(id)).toMatchObject({ state: 'written', attempts: 2 }), { timeout: 10_000 });
      return { ok: false, problem: 'busy', retryAfterSeconds: 1 };
    };
    await house.start({ connectwise: { ...house.connectwise, readTicket }, pollMs: 60_000 }).stop();
    expect(await house.noteOf(id)).toMatchObject({ state: 'written', attempts: 2 });
    house.pass(60);
    await stays(() => undefined);
    expect(house.api.records.notes).toHaveLength(1);
  });
});

describe('what stands in the way', () => {
  const failing: [string, NoteReason, () => Promise<unknown> | unknown, () => Promise<unknown> | unknown][] = [
    ['a role that may not write notes', 'role_refused', () => house.api.forbidden.add('new notes'), () => house.api.forbidden.clear()],
    ['a role that may not read tickets', 'role_refused', () => house.api.forbidden.add('tickets'), () => house.api.forbidden.clear()],
    ['keys that were revoked', 'keys_refused', () => { house.api.credentials.publicKey = 'other'; }, () => { house.api.credentials.publicKey = 'pubPUB1234567890'; }],
    ['a connection that was removed', 'not_connected', () => house.disconnect(), () => house.connect()],
    ['a connection to another site', 'not_connected', () => house.connect('127.0.0.1'), () => house.connect()],
  ];
  test.each(failing)('%s: it is said, tried again, and written once it is gone', async (_, reason, break_, mend) => {
    const { id } = await house.end();
    await break_();
    house.start();
    expect(await house.attempted(id)).toMatchObject({ state: 'failed', reason, doneAt: null });
    expect(house.api.records.notes).toEqual([]);
    await mend();
    house.pass(60);
    expect(await house.attempted(id, 2)).toMatchObject({ state: 'written', reason: null });
    expect(house.api.records.notes).toHaveLength(1);
  });

  test('a connection to another site: not even its ticket of that number is read', async () => {
    await house.end();
    await house.connect('127.0.0.1');
    const before = house.api.requests.length;
    house.start();
    await vi.waitFor(() => expect(house.logLines.join()).toContain('not_connected'));
    expect(house.api.requests).toHaveLength(before);
  });

  test('a ticket that is gone: it is given up at once, and is an error in the log', async () => {
    const { id } = await house.end();
    house.api.records.tickets.delete(serviceTicket);
    house.start();
    expect(await house.attempted(id)).toMatchObject({ state: 'given_up', reason: 'ticket_gone', doneAt: house.clock.now });
    expect((await house.find(id)).note).toEqual({ state: 'given_up', reason: 'ticket_gone' });
    expect(house.logLines.join()).toContain('write it by hand');
    house.pass(3 * 24 * 3600);
    await expect(stays(async () => (await house.noteOf(id)).attempts)).resolves.toBe(1);
  });

  test('anything else for three days: it is given up with the last reason', async () => {
    const { id } = await house.end();
    house.api.forbidden.add('new notes');
    house.start();
    for (let attempts = 1; ; attempts += 1) {
      const note = await house.attempted(id, attempts);
      if (note.state !== 'failed') break;
      house.pass((note.nextAt - house.clock.now) / 1000);
    }
    expect(await house.noteOf(id)).toMatchObject({ state: 'given_up', reason: 'role_refused' });
    expect(house.clock.now - (await house.noteOf(id)).createdAt).toBeGreaterThan(2.5 * 24 * 3_600_000);
  });
});

test('a database that fails for a moment ends nothing', async () => {
  const { id } = await house.end();
  let failures = 2;
  const claimTicketNote: typeof house.store.claimTicketNote = (...given) => (failures-- > 0 ? Promise.reject(new Error('disk I/O error')) : house.store.claimTicketNote(...given));
  house.start({ store: { ...house.store, claimTicketNote } });
  expect(await house.attempted(id)).toMatchObject({ state: 'written' });
  expect(house.logLines.filter((line) => line.includes('ticket notes broke'))).toHaveLength(2);
});

/** What `read` says after thirty more looks of the worker. */
async function stays<T>(read: () => T | Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  return read();
}
