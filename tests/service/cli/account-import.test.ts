import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Account } from '../../../service/src/store/types.ts';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';

let cli: TestCli;
beforeEach(async () => {
  cli = await createTestCli();
  await cli.run('tenant', 'add', 'Harbor IT');
});
afterEach(() => cli.remove());

const importCsv = async (text: string | Uint8Array, ...flags: string[]) => cli.run('account', 'import', await cli.writeCsv(text), ...flags);

/** Every account that holds this address. */
function accountsOf(email: string): Promise<Account[]> {
  return cli.withStore(async (store) => {
    const [tenant] = await store.listTenants();
    return (await store.readStart({ tenantId: tenant!.id, technicianId: 'none', ticketHost: 'h', ticketNumber: '1', email, contactId: null, now: Date.now() })).accounts;
  });
}

test('good lines are imported, and numbers are read in any common form', async () => {
  const said = await importCsv([
    'customer,name,email,mobile',
    'Acme,Jo Doe,Jo@Acme.example ,(202) 555-0199',
    'Acme,Sam Roe,sam@acme.example,',
    '"Globex, Inc.",Kim Poe,kim@globex.example,+44 7400 123456',
    'Acme,Ann Own,ann@acme.example,1.303.555.0123',
  ].join('\r\n'));
  expect(said).toEqual({ exit: 0, out: '4 added, 0 unchanged, 0 not imported.', err: '' });
  expect(await accountsOf('jo@acme.example')).toMatchObject([{ name: 'Jo Doe', customerName: 'Acme', mobile: '+12025550199' }]);
  expect(await accountsOf('kim@globex.example')).toMatchObject([{ customerName: 'Globex, Inc.', mobile: '+447400123456' }]);
  expect(await accountsOf('sam@acme.example')).toMatchObject([{ mobile: null }]);
  expect(await accountsOf('ann@acme.example')).toMatchObject([{ mobile: '+13035550123' }]);
});

test('the default country can be said', async () => {
  await importCsv('customer;name;email;mobile\nAcme;Jo;jo@acme.example;0151 23456789\n', '--country', 'de');
  expect(await accountsOf('jo@acme.example')).toMatchObject([{ mobile: '+4915123456789' }]);
  expect(await importCsv('customer,name,email,mobile\n', '--country', 'Narnia')).toMatchObject({ exit: 1, err: 'The country must be a two-letter code such as US, GB or DE.' });
});

test('each bad line is reported with its number and reason, no address is repeated, and the good ones are imported', async () => {
  const bad: [string, string][] = [
    ['Acme,Jo Doe,Jo <jo@acme.example>,', 'the e-mail address must stand alone, without a name or brackets'],
    ['Acme,Jo Doe,"jo@acme.example,al@acme.example",', 'more than one e-mail address'],
    ['Acme,Jo Doe,jo\u200b@acme.example,', 'the e-mail address contains invisible characters'],
    ['Acme,Jo Doe,j\u043e@acme.example,', 'the e-mail address mixes look-alike letters'],
    ['Acme,Jo Doe,jo.acme.example,', 'the e-mail address is malformed'],
    ['Acme,Jo Doe,,', 'the e-mail address is missing'],
    [',Jo Doe,jo@acme.example,', 'the customer is missing'],
    ['Acme,,jo@acme.example,', 'the name is missing'],
    ['Acme,Jo\u202eeoD,jo@acme.example,', 'the name contains invisible characters'],
    [`Acme,${'x'.repeat(201)},jo@acme.example,`, 'the name is longer than 200 characters'],
    ['Acme,Jo Doe,jo@acme.example,12', 'the mobile number is not valid'],
    ['Acme,Jo Doe,jo@acme.example,call me', 'the mobile number is not valid'],
    ['Acme,Jo Doe,jo@acme.example,800 555 0199', 'the number is not a mobile number'],
    ['Acme,Jo Doe,jo@acme.example,202 555 0199 ext. 5', 'the mobile number has an extension'],
    ['Acme,Jo Doe,jo@acme.example', 'the line has the wrong number of columns or a stray quote'],
    ['Acme,Jo Doe,jo@acme.example,,,', 'the line has the wrong number of columns or a stray quote'],
  ];
  const said = await importCsv(['customer,name,email,mobile', ...bad.map(([line]) => line), 'Acme,Good One,good@acme.example,'].join('\n'));
  expect(said.out.split('\n')).toEqual([...bad.map(([, reason], index) => `Line ${index + 2}: ${reason}.`), `1 added, 0 unchanged, ${bad.length} not imported.`]);
  expect(said).toMatchObject({ exit: 1, err: expect.stringContaining('import the file again') });
  expect(said.out).not.toMatch(/@|555/);
  expect(await accountsOf('jo@acme.example')).toEqual([]);
  expect(await accountsOf('good@acme.example')).toHaveLength(1);
});

test('the same file twice changes nothing, and writes nothing to the audit chain', async () => {
  const text = 'customer,name,email,mobile\nAcme,Jo,jo@acme.example,+12025550199\nGlobex,Jo,jo@acme.example,\n';
  const count = () => cli.withStore(async (store) => (await store.listAudit((await store.listTenants())[0]!.id, 1, 100)).length);
  expect((await importCsv(text)).out).toBe('2 added, 0 unchanged, 0 not imported.');
  const entries = await count();
  expect((await importCsv(text)).out).toBe('0 added, 2 unchanged, 0 not imported.');
  expect(await count()).toBe(entries);
});

test('an account that differs is reported and left as it is', async () => {
  await importCsv('customer,name,email,mobile\nAcme,Jo,jo@acme.example,+12025550199\n');
  const said = await importCsv('customer,name,email,mobile\nAcme,Jo,jo@acme.example,+12025550123\n');
  expect(said.out).toBe('Line 2: an account with this address is there already and differs; it was left as it is.\n0 added, 0 unchanged, 1 not imported.');
  expect(await accountsOf('jo@acme.example')).toMatchObject([{ mobile: '+12025550199' }]);
});

test('a file that is missing, not text, or without its columns is one plain sentence', async () => {
  expect(await cli.run('account', 'import', '/nowhere.csv')).toEqual({ exit: 1, out: '', err: 'The file cannot be read.' });
  expect((await importCsv(new Uint8Array([0xff, 0xfe, 0x41]))).err).toBe('The file is not text in UTF-8: save it as "CSV UTF-8".');
  expect((await importCsv('customer,name\nAcme,Jo\n')).err).toBe('The first line must name the columns customer, name, email, mobile; missing: email.');
  expect((await importCsv('')).err).toContain('The first line must name the columns');
});

test('a byte order mark and other spellings of the columns are understood', async () => {
  expect((await importCsv('\ufeffName,E-Mail,Customer,Mobile\nJo,jo@acme.example,Acme,\n')).out).toBe('1 added, 0 unchanged, 0 not imported.');
});
