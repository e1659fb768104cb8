import { expect, test } from 'vitest';
import { connect, connectionTo } from './house.ts';

test('after an upgrade of the site the codebase is read again once, kept, and the request repeated', async () => {
  const { api, connectwise, connection, kept } = await connect();
  api.state.codebase = 'v2026_2/';
  expect(await connectwise.readContact(connection, 501, 'caller')).toMatchObject({ ok: true });
  expect(kept).toEqual(['v2026_2/']);
  expect(api.requests.map(({ path, status }) => [path, status])).toEqual([['/company/contacts/501', 404], ['/login/companyinfo/northwind', 200], ['/company/contacts/501', 200]]);
});

test('upgrades and the way back cost one reading each, for who holds the connection of before and for who has the new one', async () => {
  const { api, connectwise, connection, kept } = await connect();
  let current = connection;
  for (const codebase of ['v2026_1/', 'v2026_2/', 'v2025_1/']) {
    api.state.codebase = codebase;
    await connectwise.readContact(current, 501, 'caller');
    api.requests.length = 0;
    for (const held of [{ ...current, codebase }, current, connection]) expect(await connectwise.readContact(held, 502, 'caller')).toMatchObject({ ok: true });
    expect(api.requests).toHaveLength(3);
    current = { ...current, codebase };
  }
  expect(kept).toEqual(['v2026_1/', 'v2026_2/', 'v2025_1/']);
});

test('a note is repeated on the new codebase, and is there once', async () => {
  const { api, connectwise, connection } = await connect();
  const ticket = await connectwise.readTicket(connection, '1234567', 'work');
  api.state.codebase = 'v2026_2/';
  expect(ticket.ok && (await connectwise.addNote(connection, ticket.value, 'Verified.'))).toMatchObject({ ok: true });
  expect(api.notesOf(1234567)).toHaveLength(1);
});

test('a connection that was made anew says for itself what its codebase is', async () => {
  const { api, connectwise, connection } = await connect();
  api.state.codebase = 'v2026_2/';
  await connectwise.readContact(connection, 501, 'caller');
  api.state.codebase = 'v2027_1/';
  api.requests.length = 0;
  expect(await connectwise.readContact({ ...connection, createdAt: 2, codebase: 'v2027_1/' }, 501, 'caller')).toMatchObject({ ok: true });
  expect(api.requests).toHaveLength(1);
});

test('a record that is missing on a codebase that has not changed is missing', async () => {
  const { api, connectwise, connection, kept } = await connect();
  expect(await connectwise.readContact(connection, 999, 'caller')).toEqual({ ok: false, problem: 'not_found' });
  expect(kept).toEqual([]);
  expect(api.requests).toHaveLength(2);
});

test('a company that the site no longer knows is asked for once, not for ever', async () => {
  const { api, connectwise } = await connect();
  expect(await connectwise.readContact(connectionTo(api.origin, { companyId: 'southwind' }), 501, 'caller')).toEqual({ ok: false, problem: 'site_wrong' });
  expect(api.requests).toHaveLength(2);
});
