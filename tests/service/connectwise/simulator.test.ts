import { describe, expect, test } from 'vitest';
import { defaultTickets } from '../../support/connectwise/tickets.ts';
import { manyRecords, recordsOf } from '../../support/connectwise-api/build-records.ts';
import { startConnectwiseApi } from '../../support/connectwise-api/connectwise-api.ts';
import type { ConnectwiseApiOptions } from '../../support/connectwise-api/connectwise-api.ts';
import { closeLater } from './house.ts';

/** What the simulated ConnectWise refuses: a mistake here would let a mistake of ours through. */

async function start(options: ConnectwiseApiOptions = {}) {
  const api = await startConnectwiseApi(options);
  closeLater(api.close);
  const { companyId, publicKey, privateKey, clientId } = api.credentials;
  const right = { authorization: `Basic ${Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64')}`, clientId, accept: 'application/vnd.connectwise.com+json; version=2025.8' };
  const ask = async (path: string, { headers = {}, base = 'v2025_1/apis/3.0', body }: { headers?: Record<string, string>; base?: string; body?: object } = {}) => {
    const response = await fetch(`${api.origin}/${base}${path}`, { headers: { ...right, ...headers }, ...(body && { method: 'POST', body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, text, link: response.headers.get('link'), body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined };
  };
  const list = async (query: Record<string, string>, headers = {}) => ask(`/company/contacts?${new URLSearchParams(query)}`, { headers });
  return { api, ask, list };
}

test.each([
  ['other keys', { authorization: 'Basic bm9ydGh3aW5kK3B1YjpwcnY=' }, 401],
  ['another client id', { clientId: 'other' }, 401],
  ['no pinned version', { accept: 'application/json' }, 406],
])('%s are refused, and counted as not authorised', async (_, headers, status) => {
  const { api, ask } = await start();
  expect((await ask('/company/contacts/501', { headers })).status).toBe(status);
  expect(api.requests).toMatchObject([{ isAuthorised: false, status }]);
});

test('another codebase cannot be routed, in plain text', async () => {
  const { ask } = await start();
  expect(await ask('/company/contacts/501', { base: 'v2024_1/apis/3.0' })).toMatchObject({ status: 404, text: 'Cannot route. Codebase/company is invalid', body: undefined });
});

describe('conditions', () => {
  test.each([
    ['id=501 AND inactiveFlag=false', [501]],
    ['firstName contains "J" AND lastName like "sam%"', [501]],
    ['firstName like "o%"', []],
    ['(id=501 OR id=502) AND company/name="Acme Example"', [501]],
    ['id>502 AND lastUpdated>[2026-01-01T00:00:00Z]', [503, 504]],
    ['lastUpdated>[2026-06-01T00:00:00Z]', []],
  ])('%s', async (conditions, ids) => {
    const { list } = await start();
    expect((await list({ conditions })).body.map(({ id }: { id: number }) => id)).toEqual(ids);
  });

  test.each(['nonsense', 'shoeSize=3', 'id', 'id=', 'firstName="a" firstName="b"', 'firstName="a', 'id~3', '(id=1', 'firstName=Jo', 'communicationItems/value="x"'])('%s is refused', async (conditions) => {
    const { list } = await start();
    expect(await list({ conditions })).toMatchObject({ status: 400, body: { code: 'ApiFindCondition' } });
  });

  test('terms on communication items may be true of two different ones', async () => {
    const { list } = await start();
    expect((await list({ childConditions: 'communicationItems/value="(555) 010-0199" AND communicationItems/communicationType="Email"' })).body).toHaveLength(1);
  });
});

describe('pages', () => {
  test('hold 25 records, at most 1000, and link to the next', async () => {
    const { list } = await start({ records: manyRecords(1_100) });
    const first = await list({});
    expect(first.body).toHaveLength(25);
    expect(first.link).toMatch(/page=2>; rel="next", <.*page=44>; rel="last"$/);
    expect((await list({ page: '2', pageSize: '1000' })).body).toHaveLength(100);
    expect((await list({ pageSize: '1001' })).status).toBe(400);
    expect((await list({ orderBy: 'shoeSize asc' })).status).toBe(400);
  });

  test('can be read forward only', async () => {
    const { list } = await start({ records: manyRecords(30) });
    const headers = { 'pagination-type': 'forward-only' };
    const first = await list({ pageSize: '20' }, headers);
    const pageId = /pageId=(\d+)>; rel="next"/.exec(first.link ?? '')![1]!;
    expect(await list({ pageSize: '20', pageId }, headers)).toMatchObject({ body: { length: 10 }, link: null });
  });
});

test('a note needs a place, and the one that customers read is recorded as such', async () => {
  const { api, ask } = await start();
  const post = (body: object) => ask('/service/tickets/1234567/notes', { body });
  const refused = await post({ text: 'x' });
  expect(refused).toMatchObject({ status: 400, body: { code: 'InvalidObject' } });
  expect(refused.text).toContain('Please choose where to display the notes in order to save this record.');
  expect((await post({ text: 'x', internalAnalysisFlag: true, detailDescriptionFlag: true })).status).toBe(201);
  expect(api.notesOf(1234567)).toMatchObject([{ detailDescriptionFlag: true }]);
});

test('more than it takes in a minute is refused, until a minute has passed', async () => {
  let time = 0;
  const { ask } = await start({ perMinute: 2, now: () => time });
  const statuses = [];
  for (const at of [0, 10_000, 20_000, 60_000]) {
    time = at;
    statuses.push((await ask('/company/contacts/501')).status);
  }
  expect(statuses).toEqual([200, 200, 429, 200]);
});

test('the records behind a list of tickets are one for each name, and a later ticket can be poisoned', () => {
  const poisoned = { ...defaultTickets[0]!, number: '7654321', email: 'attacker@evil.example' };
  const { contacts, tickets, companies } = recordsOf([...defaultTickets, poisoned]);
  expect(companies.map(({ name }) => name)).toEqual(['Acme Example', 'Globex Example', 'Initech Example']);
  expect(contacts).toHaveLength(4);
  expect(tickets.at(-1)).toMatchObject({ contact: { id: 501 }, contactEmailAddress: 'attacker@evil.example' });
  expect(contacts[0]!.communicationItems[0]!.value).toBe('jo@acme.example');
});

test('a value that ConnectWise has no room for is no test', async () => {
  const { api } = await start();
  expect(() => api.records.editTicket(1234567, { contactName: 'x'.repeat(63) })).toThrow('longer than 62');
});
