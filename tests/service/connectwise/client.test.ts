import { describe, expect, test } from 'vitest';
import type { ConnectwiseProblem } from '../../../service/src/connectwise/types.ts';
import { makeItem } from '../../support/connectwise-api/records.ts';
import { connect, connectionTo, createClient } from './house.ts';

const failed = (problem: ConnectwiseProblem) => ({ ok: false, problem });

describe('discovery', () => {
  test.each([false, 'False'])('a site that is not the cloud (%s) is called where it is', async (isCloud) => {
    const { api, connectwise } = await connect({ isCloud });
    expect(await connectwise.discover(` ${api.site.toUpperCase()} `, 'northwind')).toEqual({ ok: true, value: { apiOrigin: api.origin, codebase: 'v2025_1/', companyName: 'Northwind IT' } });
    expect(api.requests).toMatchObject([{ path: '/login/companyinfo/northwind', isAuthorised: false }]);
  });

  test('a company that the site does not know is not discovered', async () => {
    const { api, connectwise } = await connect();
    expect(await connectwise.discover(api.site, 'southwind')).toEqual(failed('site_wrong'));
  });

  test.each(['', 'na.myconnectwise.net/v4', 'https://na.myconnectwise.net', 'user@na.myconnectwise.net', 'two words', '127.0.0.1:1@evil.example'])('"%s" is no site, and nothing is asked', async (site) => {
    const asked: unknown[] = [];
    const { connectwise } = await createClient({ fetch: async (url) => (asked.push(url), Response.json(null)) });
    expect(await connectwise.discover(site, 'northwind')).toEqual(failed('site_wrong'));
    expect(asked).toEqual([]);
  });

  test.each([
    ['na.myconnectwise.net', 'https://api-na.myconnectwise.net'],
    ['eu.myconnectwise.net', 'https://api-eu.myconnectwise.net'],
    ['au.myconnectwise.net', 'https://api-au.myconnectwise.net'],
    ['aus.myconnectwise.net', 'https://api-aus.myconnectwise.net'],
    ['za.myconnectwise.net', 'https://api-za.myconnectwise.net'],
    ['sandbox-eu.myconnectwise.net', 'https://api-sandbox-eu.myconnectwise.net'],
    ['staging.connectwisedev.com', 'https://api-staging.connectwisedev.com'],
  ])('%s is asked itself, without keys, and is then called at %s', async (site, apiOrigin) => {
    const asked: unknown[] = [];
    const info = { CompanyName: 'Northwind IT', Codebase: 'v2025_1/', IsCloud: 'True' };
    const { connectwise } = await createClient({ fetch: async (url, init) => (asked.push([url, Object.keys(init?.headers ?? {})]), Response.json(info)) });
    expect(await connectwise.discover(site, 'north wind')).toMatchObject({ ok: true, value: { apiOrigin } });
    expect(asked).toEqual([[`https://${site}/login/companyinfo/north%20wind`, ['accept']]]);
  });

  test.each([
    ['says that it is the cloud, and is not', { IsCloud: true }],
    ['names a codebase that is a way elsewhere', { Codebase: '../../elsewhere/' }],
    ['names none', { Codebase: undefined }],
  ])('a site that %s is not called', async (_, changes) => {
    const info = { CompanyName: 'Northwind IT', Codebase: 'v2025_1/', IsCloud: false, ...changes };
    const { connectwise } = await createClient({ fetch: async () => Response.json(info) });
    expect(await connectwise.discover('connect.msp.example', 'northwind')).toEqual(failed('site_wrong'));
  });

  test('a site of one\'s own is called by https where it is', async () => {
    const { connectwise } = await createClient({ fetch: async () => Response.json({ CompanyName: 'Northwind IT', Codebase: 'v4_6_release', IsCloud: false }) });
    expect(await connectwise.discover('connect.msp.example', 'northwind')).toMatchObject({ ok: true, value: { apiOrigin: 'https://connect.msp.example', codebase: 'v4_6_release/' } });
  });
});

describe('a ticket', () => {
  test('is read with its company, its contact and its own copy of them', async () => {
    const { api, connectwise, connection } = await connect();
    api.records.editTicket(1234567, { contactEmailAddress: 'attacker@evil.example' });
    expect(await connectwise.readTicket(connection, '1234567', 'caller')).toEqual({
      ok: true,
      value: { id: 1234567, kind: 'service', company: { id: 19, name: 'Acme Example' }, contactId: 501, copiedName: 'Jo Sample', copiedEmail: 'attacker@evil.example' },
    });
    expect(api.requests).toMatchObject([{ method: 'GET', path: '/service/tickets/1234567', isAuthorised: true }]);
  });

  test('may have no contact', async () => {
    const { connectwise, connection } = await connect();
    expect(await connectwise.readTicket(connection, '1234571', 'caller')).toMatchObject({ ok: true, value: { contactId: null, copiedName: null, copiedEmail: null } });
  });

  test.each([false, true])('of a project is one, also where only the project module knows it (%s)', async (hidesProjectTickets) => {
    const { api, connectwise, connection } = await connect({ hidesProjectTickets });
    api.records.editTicket(1234568, { recordType: 'ProjectIssue' });
    expect(await connectwise.readTicket(connection, '1234568', 'caller')).toMatchObject({ ok: true, value: { id: 1234568, kind: 'project' } });
  });

  test.each(['7', '0', '007', '1e6', '99999999999', '../contacts', ''])('"%s" is not found', async (number) => {
    const { connectwise, connection } = await connect();
    expect(await connectwise.readTicket(connection, number, 'caller')).toEqual(failed('not_found'));
  });
});

describe('a contact', () => {
  test('is read with its addresses, the default first, and its numbers under the names of the tenant', async () => {
    const { api, connectwise, connection } = await connect();
    const items = [makeItem(1, 'Email', 'old@acme.example', false), makeItem(2, 'Email', ' jo@acme.example '), makeItem(3, 'Cell', '+12025550199', false), { ...makeItem(4, 'Direct', '(202) 555-0100'), extension: '12' }, makeItem(5, 'Fax', '+12025550111')];
    api.records.editContact(501, { communicationItems: items });
    expect(await connectwise.readContact(connection, 501, 'caller')).toEqual({
      ok: true,
      value: {
        id: 501, name: 'Jo Sample', firstName: 'Jo', lastName: 'Sample', company: { id: 19, name: 'Acme Example' }, isInactive: false,
        emails: ['jo@acme.example', 'old@acme.example'],
        phones: [{ type: 'Direct', value: '(202) 555-0100', extension: '12', isDefault: true }, { type: 'Cell', value: '+12025550199', extension: null, isDefault: false }],
      },
    });
  });

  test('that is inactive says so, and one that is not there is not found', async () => {
    const { api, connectwise, connection } = await connect();
    api.records.editContact(501, { inactiveFlag: true });
    expect(await connectwise.readContact(connection, 501, 'caller')).toMatchObject({ value: { isInactive: true } });
    expect(await connectwise.readContact(connection, 999, 'caller')).toEqual(failed('not_found'));
  });
});

describe('refusals', () => {
  test.each<[string, Parameters<typeof connectionTo>[1], ConnectwiseProblem]>([
    ['a wrong public key', { publicKey: 'other' }, 'keys_refused'],
    ['a client id that ConnectWise does not know', { clientId: '00000000-9c1e-4a57-8f3a-0d7f2f7e6a11' }, 'keys_refused'],
    ['a client id that is none', { clientId: 'x\ny' }, 'keys_refused'],
    ['a private key that was sealed for somebody else', { sealedKey: connectionTo('http://127.0.0.1:1').sealedKey }, 'keys_refused'],
    ['another company', { companyId: 'southwind' }, 'site_wrong'],
    ['an API host in the clear', { apiOrigin: 'http://api.example' }, 'site_wrong'],
  ])('%s', async (_, changes, problem) => {
    const { api, connectwise } = await connect();
    expect(await connectwise.readContact(connectionTo(api.origin, changes), 501, 'caller')).toEqual(failed(problem));
  });

  test('what the role of the API member does not allow', async () => {
    const { api, connectwise, connection } = await connect();
    api.forbidden.add('contacts');
    expect(await connectwise.readContact(connection, 501, 'caller')).toEqual(failed('role_refused'));
    expect(await connectwise.readTicket(connection, '1234567', 'caller')).toMatchObject({ ok: true });
  });
});
