import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { testCredentials } from '../../../support/connectwise-api/connectwise-api.ts';
import { aContact, connectWords, createPeopleHouse, recordsWith } from './people-house.ts';

const { privateKey, publicKey } = testCredentials;
const records = () => recordsWith(aContact(501, 'Jo Doe', { email: 'jo@acme.example' }));

test('connecting says as whom, which types there are, and what comes next; the key is sealed', async () => {
  const { connect, cw, connection, api, audit } = await createPeopleHouse({ records: records() });
  const said = await connect('--country', 'GB');
  expect(said).toMatchObject({ exit: 0, err: '' });
  expect(said.out).toContain(`Harbor IT is connected to ConnectWise as Northwind IT (${api.site}).`);
  expect(said.out).toContain('ConnectWise knows the types Direct, Cell.');
  expect(said.out).toContain('ConnectWise does not know mobile: connect again with --mobile-types.');
  const kept = await connection();
  expect(kept).toMatchObject({ site: api.site, apiOrigin: api.origin, companyId: 'northwind', mobileTypes: ['mobile', 'cell'], country: 'GB', nextSyncAt: null, cursor: null });
  expect(JSON.stringify(kept)).not.toContain(privateKey);
  expect((await cw('test')).out).toContain('ConnectWise answers, and lets companies and contacts be read.');
  expect((await audit()).at(-1)).toMatchObject({ type: 'connectwise_connected', details: { site: api.site, companyId: 'northwind' } });
});

test.each([
  ['the private key is wrong', 'key', /^ConnectWise refused the API keys\. .+ Nothing was changed\.$/],
  ['the company is unknown', 'company', /^What answers at this site is not the ConnectWise of this company\. .+ Nothing was changed\.$/],
  ['the role may not read contacts', 'role', /^The API member's security role does not allow this\. .+ Nothing was changed\.$/],
  ['nobody answers', 'closed', /^ConnectWise did not answer\. .+ Nothing was changed\.$/],
] as const)('nothing is kept where %s, and it is said what to do', async (_, what, err) => {
  const { api, cw, keyFile } = await createPeopleHouse({ records: records() });
  if (what === 'key') await writeFile(keyFile, 'wrongKEY');
  if (what === 'role') api.forbidden.add('contacts');
  const words = connectWords(what === 'closed' ? '127.0.0.1:1' : api.site, keyFile).map((word) => (what === 'company' && word === testCredentials.companyId ? 'southwind' : word));
  const said = await cw('connect', ...words);
  expect(said).toMatchObject({ exit: 1, out: '' });
  expect(said.err).toMatch(err);
  expect((await cw('show')).err).toBe('Harbor IT is not connected to ConnectWise: run connectwise connect first.');
});

test('new keys replace the old ones, and mappings, matches and the sync go on', async () => {
  const { api, connect, cw, connection, accounts } = await createPeopleHouse({ records: records() });
  await connect();
  await cw('map', 'Acme', '--new');
  await cw('import', '--apply');
  const before = await connection();
  expect((await connect('--country', 'DE')).exit).toBe(0);
  expect(await connection()).toMatchObject({ syncedTo: before.syncedTo, nextSyncAt: before.nextSyncAt, mobileTypes: before.mobileTypes, country: 'DE' });
  expect(await accounts()).toMatchObject([{ email: 'jo@acme.example', contactId: 501 }]);
  expect((await cw('companies')).out).toContain('19\tAcme\tAcme');
  expect(api.requests.length).toBeGreaterThan(0);
});

test('another site or company is refused until the old one is disconnected, which keeps the accounts and forgets what the numbers meant', async () => {
  const { api, connect, cw, keyFile, accounts, proposals } = await createPeopleHouse({ records: records() });
  await connect();
  await cw('map', 'Acme', '--new');
  await cw('import', '--apply');
  const other = connectWords(api.site.replace('127.0.0.1', 'localhost'), keyFile);
  expect((await cw('connect', ...other)).err).toBe('Another site or company of ConnectWise is connected: run connectwise disconnect first. Mappings and matches are forgotten then, accounts stay. Nothing was changed.');
  expect((await cw('disconnect')).out).toContain('Its accounts stay');
  expect(await accounts()).toMatchObject([{ email: 'jo@acme.example', contactId: null }]);
  expect(await proposals()).toEqual([]);
  await connect();
  expect((await cw('companies')).out).toContain('19\tAcme\t-');
});

test('no command and no answer shows a key, and a copy of the database does not have it', async () => {
  const house = await createPeopleHouse({ records: records() });
  const said = [await house.connect(), await house.cw('show'), await house.cw('test'), await house.cw('connect', ...connectWords(house.api.site, '/nowhere')), await house.cw('map', 'Acme', '--new'), await house.cw('import', '--apply')];
  for (const { out, err } of said) for (const key of [privateKey, publicKey]) expect(out + err).not.toContain(key);
  const rows: unknown[] = [];
  await house.cli.withStore(async (store) => {
    for await (const row of store.backup()) rows.push(row);
  });
  expect(JSON.stringify(rows)).toContain('sealed_key');
  expect(JSON.stringify(rows)).not.toContain(privateKey);
  expect(JSON.stringify(await house.audit())).not.toContain(publicKey);
});

test('the private key is read from the standard input where no file is named, and is nothing that other users of the computer see', async () => {
  const { api, cli, connection } = await createPeopleHouse({ records: records() });
  const words = connectWords(api.site, '').slice(0, -2);
  const entry = fileURLToPath(new URL('../../../../service/src/cli.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, 'connectwise', 'connect', ...words], { env: { PATH: process.env['PATH'] ?? '', ...cli.env }, stdio: ['pipe', 'pipe', 'inherit'] });
  expect(child.spawnargs.join(' ')).not.toContain(privateKey);
  child.stdin.end(`${privateKey}\n`);
  expect(await text(child.stdout)).toContain('Harbor IT is connected to ConnectWise as Northwind IT');
  expect(await connection()).toMatchObject({ site: api.site });
});

test('what is missing is said with the next step', async () => {
  const { cw, keyFile, api, connect } = await createPeopleHouse({ records: records() });
  expect(await cw('connect', '--site', api.site)).toMatchObject({ exit: 2 });
  expect((await cw('companies')).err).toBe('Harbor IT is not connected to ConnectWise: run connectwise connect first.');
  expect((await cw('connect', ...connectWords(api.site, '/nowhere'))).err).toBe('The file with the private key cannot be read.');
  await writeFile(keyFile, '\n');
  expect((await connect()).err).toBe('The private key is missing: give it on the standard input, or in a file with --key-file FILE.');
  expect((await cw('help')).err).toContain('connectwise connect --site HOST');
});
