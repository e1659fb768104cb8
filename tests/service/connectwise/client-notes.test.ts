import { describe, expect, test } from 'vitest';
import type { TicketRecord } from '../../../service/src/connectwise/types.ts';
import type { Fault } from '../../support/connectwise-api/connectwise-api.ts';
import { connect } from './house.ts';

const ticket: TicketRecord = { id: 1234567, kind: 'service', company: null, contactId: null, copiedName: null, copiedEmail: null };
const mark = 'cs1.0198f000-7f3a';

describe('a note', () => {
  test('is internal only, and is found by its mark', async () => {
    const { api, connectwise, connection } = await connect();
    const added = await connectwise.addNote(connection, ticket, `Verified. "Receipt" \\ ${mark}`);
    expect(api.notesOf(1234567)).toMatchObject([{ text: `Verified. "Receipt" \\ ${mark}`, internalAnalysisFlag: true, detailDescriptionFlag: false, resolutionFlag: false, processNotifications: false }]);
    expect(added).toEqual({ ok: true, value: api.notesOf(1234567)[0]!.id });
    expect(await connectwise.findNote(connection, ticket, mark)).toEqual(added);
    expect(await connectwise.findNote(connection, ticket, 'cs1.other')).toEqual({ ok: true, value: undefined });
    expect(await connectwise.findNote(connection, { ...ticket, id: 1234568 }, mark)).toEqual({ ok: true, value: undefined });
  });

  test('of a project ticket is written and found in the project module', async () => {
    const { api, connectwise, connection } = await connect();
    api.records.editTicket(1234568, { recordType: 'ProjectTicket' });
    const read = await connectwise.readTicket(connection, '1234568', 'work');
    if (!read.ok) throw new Error(read.problem);
    const added = await connectwise.addNote(connection, read.value, mark);
    expect(await connectwise.findNote(connection, read.value, mark)).toEqual(added);
    expect(api.requests.at(-1)!.path).toBe('/project/tickets/1234568/notes');
  });

  test('is found below many newer ones', async () => {
    const { connectwise, connection, api } = await connect();
    const added = await connectwise.addNote(connection, ticket, mark);
    for (let at = 0; at < 130; at += 1) api.records.notes.push({ ...api.records.notes[0]!, id: 20_000 + at, text: `Another ${at}` });
    expect(await connectwise.findNote(connection, ticket, mark)).toEqual(added);
    expect(api.requests.filter(({ method }) => method === 'GET')).toHaveLength(3);
  });

  test.each<[Fault, object]>([
    ['timeout', { problem: 'unreachable', maybeDone: true }],
    ['timeout after', { problem: 'unreachable', maybeDone: true }],
    ['reset', { problem: 'unreachable', maybeDone: true }],
    ['reset after', { problem: 'unreachable', maybeDone: true }],
    ['500', { problem: 'unreachable', maybeDone: true }],
    ['500 after', { problem: 'unreachable', maybeDone: true }],
    ['429', { problem: 'busy', retryAfterSeconds: 1 }],
  ])('on "%s" says whether it may stand there all the same, and is posted once', async (fault, outcome) => {
    const { api, connectwise, connection } = await connect();
    api.setFault(({ method }) => (method === 'POST' ? fault : undefined));
    expect(await connectwise.addNote(connection, ticket, mark)).toEqual({ ok: false, ...outcome });
    expect(api.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    const found = await connectwise.findNote(connection, ticket, mark);
    expect(found).toMatchObject({ ok: true, value: fault.endsWith('after') ? expect.any(Number) : undefined });
  });

  test('that nothing of can have left is certainly not there', async () => {
    const { api, connectwise, connection } = await connect();
    await api.close();
    expect(await connectwise.addNote(connection, ticket, mark)).toEqual({ ok: false, problem: 'unreachable' });
  });

  test('of a ticket that is gone, by a role that may not, or without text, is refused', async () => {
    const { api, connectwise, connection } = await connect();
    expect(await connectwise.addNote(connection, { ...ticket, id: 7 }, mark)).toEqual({ ok: false, problem: 'not_found' });
    expect(await connectwise.addNote(connection, ticket, '')).toEqual({ ok: false, problem: 'refused' });
    api.forbidden.add('new notes');
    expect(await connectwise.addNote(connection, ticket, mark)).toEqual({ ok: false, problem: 'role_refused' });
    expect(api.records.notes).toEqual([]);
  });

  test('a lost answer to a question is no doubt: nothing was written', async () => {
    const { api, connectwise, connection } = await connect();
    api.setFault(() => 'reset after');
    expect(await connectwise.findNote(connection, ticket, mark)).toEqual({ ok: false, problem: 'unreachable' });
  });
});
