import { describe, expect, test } from 'vitest';
import type { Asked, PersonRecord } from '../../../service/src/connectwise/types.ts';
import { manyRecords } from '../../support/connectwise-api/build-records.ts';
import { makeItem } from '../../support/connectwise-api/records.ts';
import type { ApiContact } from '../../support/connectwise-api/records.ts';
import { connect } from './house.ts';

const acme = { id: 19, name: 'Acme Example', identifier: 'AcmeExample' };
const person = (id: number, firstName: string, lastName: string, changes: Partial<ApiContact> = {}) =>
  ({ id, firstName, lastName, company: acme, inactiveFlag: false, communicationItems: [makeItem(10 * id, 'Email', `${firstName}@acme.example`.toLowerCase())], ...changes });
const namesIn = (asked: Asked<PersonRecord[]>) => (asked.ok ? asked.value.map(({ name }) => name) : asked.problem);

describe('a search', () => {
  async function search(text: string, contacts: Omit<ApiContact, 'lastUpdated'>[] = [], limit = 5) {
    const { api, connectwise, connection } = await connect();
    for (const contact of contacts) api.records.addContact(contact);
    return { api, names: namesIn(await connectwise.searchContacts(connection, { companyId: 19, text, limit })) };
  }

  test.each([
    ['sample', ['Jo Sample']],
    ['JO SAM', ['Jo Sample']],
    ['sample jo', ['Jo Sample']],
    ['kim@acme', ['Kim Third']],
    ['', ['Jo Sample', 'Kim Third']],
    ['other', []],
    ['%', []],
  ])('for "%s" finds %j among the contacts of the company', async (text, names) => {
    expect((await search(text)).names).toEqual(names);
  });

  test.each(['"', '\\', '" OR id>0 OR firstName="', 'O"Neil', 'a\\" OR id>0'])('for %s asks for these letters and nothing else', async (text) => {
    const { api, names } = await search(text, [person(900, 'O"Neil', 'Back\\slash')]);
    expect(api.requests.map(({ status }) => status)).not.toContain(400);
    expect(names).toEqual(['"', '\\', 'O"Neil'].includes(text) ? ['O"Neil Back\\slash'] : []);
  });

  test('leaves out who is inactive, who is of another company, and whom only another item matched', async () => {
    const cell = { ...makeItem(7, 'Cell', 'zed-1'), communicationType: 'Phone' as const };
    const { names } = await search('zed', [
      person(900, 'Zed', 'Active'),
      person(901, 'Zed', 'Gone', { inactiveFlag: true }),
      person(902, 'Zed', 'Elsewhere', { company: { id: 20, name: 'Globex Example' } }),
      person(903, 'Pat', 'Number', { communicationItems: [cell, makeItem(8, 'Email', 'pat@acme.example')] }),
    ]);
    expect(names).toEqual(['Zed Active']);
  });

  test('answers one more than asked for where there are more', async () => {
    const contacts = Array.from({ length: 9 }, (_, at) => person(900 + at, 'Zed', `Number ${at}`));
    expect((await search('zed', contacts, 3)).names).toHaveLength(4);
    expect((await search('zed', contacts, 9)).names).toHaveLength(9);
  });

  test('that ConnectWise answers only in part is no result', async () => {
    const { api, connectwise, connection } = await connect();
    api.setFault(({ query }) => (query.includes('childConditions') ? '500' : undefined));
    expect(await connectwise.searchContacts(connection, { companyId: 19, text: 'jo', limit: 5 })).toEqual({ ok: false, problem: 'unreachable' });
  });
});

describe('lists', () => {
  test('give all contacts, each once, by id, also while some are added', async () => {
    const { api, connectwise, connection } = await connect({ records: manyRecords(2_500) });
    const ids: number[] = [];
    for (let afterId = 0; ;) {
      const page = await connectwise.listContacts(connection, { afterId, changedAfter: null, size: 1000 });
      if (!page.ok) throw new Error(page.problem);
      if (page.value.length === 0) break;
      ids.push(...page.value.map(({ id }) => id));
      afterId = ids.at(-1)!;
      if (ids.length === 1000) api.records.addContact({ ...api.records.contacts.get(1_000)!, id: 9_000 });
    }
    expect(ids).toEqual([...api.records.contacts.keys()].toSorted((a, b) => a - b));
    expect(api.requests).toHaveLength(4);
  });

  test('hold inactive contacts, and those without an address', async () => {
    const { api, connectwise, connection } = await connect();
    api.records.editContact(501, { inactiveFlag: true, communicationItems: [] });
    expect(await connectwise.listContacts(connection, { afterId: 0, changedAfter: null, size: 1 })).toMatchObject({ ok: true, value: [{ id: 501, isInactive: true, emails: [], phones: [] }] });
  });

  test('can be of what was changed since', async () => {
    const { api, connectwise, connection } = await connect();
    const since = Date.now() - 5_000;
    api.records.editContact(503, { firstName: 'Kimberly' });
    expect(namesIn(await connectwise.listContacts(connection, { afterId: 0, changedAfter: since, size: 1000 }))).toEqual(['Kimberly Third']);
    expect(namesIn(await connectwise.listContacts(connection, { afterId: 503, changedAfter: since, size: 1000 }))).toEqual([]);
  });

  test('of companies leave out those that were deleted', async () => {
    const { api, connectwise, connection } = await connect();
    api.records.companies.get(20)!.deletedFlag = true;
    expect(await connectwise.listCompanies(connection, { afterId: 0, size: 1000 })).toEqual({ ok: true, value: [{ id: 19, name: 'Acme Example' }, { id: 21, name: 'Initech Example' }] });
  });

  test('of communication types hold those of phone numbers', async () => {
    const { connectwise, connection } = await connect();
    expect(await connectwise.listCommunicationTypes(connection)).toEqual({ ok: true, value: ['Direct', 'Cell'] });
  });
});
