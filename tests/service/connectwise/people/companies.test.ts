import { expect, test } from 'vitest';
import { createPeopleHouse, recordsWith } from './people-house.ts';

test('companies are listed with their customers, and mapped by number or name', async () => {
  const { connect, cw, addAccount, audit } = await createPeopleHouse({ records: recordsWith() });
  await addAccount('Acme Corp', 'Jo Doe', 'jo@acme.example');
  await connect();
  expect((await cw('companies')).out).toBe('19\tAcme\t-\n20\tGlobex\t-\n21\tInitech\t-\n3 companies. connectwise map COMPANY makes one a customer.');
  expect((await cw('map', 'ACME', '--customer', 'acme corp')).out).toBe('Acme (19) is the customer Acme Corp. Run connectwise import to look at its contacts.');
  expect((await cw('map', '20', '--new')).out).toBe('Globex (20) is the customer Globex. Run connectwise import to look at its contacts.');
  expect((await cw('companies')).out).toContain('19\tAcme\tAcme Corp\n20\tGlobex\tGlobex\n21\tInitech\t-');
  expect((await audit()).slice(-2)).toMatchObject([{ type: 'company_mapped', details: { customer: 'Acme Corp', companyId: 19 } }, { type: 'company_mapped', details: { customer: 'Globex', companyId: 20 } }]);
});

test('--new takes the customer of that name where there is one', async () => {
  const { connect, cw, addAccount, inTenant } = await createPeopleHouse({ records: recordsWith() });
  await addAccount('acme', 'Jo Doe', 'jo@acme.example');
  await connect();
  expect((await cw('map', '19', '--new')).out).toContain('Acme (19) is the customer acme.');
  expect(await inTenant((store, tenantId) => store.listCustomers(tenantId))).toMatchObject([{ name: 'acme', companyId: 19 }]);
});

test('a company has one customer and a customer one company; --none takes a mapping away and leaves the accounts', async () => {
  const { connect, cw, addAccount, accounts } = await createPeopleHouse({ records: recordsWith() });
  await addAccount('Acme', 'Jo Doe', 'jo@acme.example');
  await addAccount('Globex', 'Sam Roe', 'sam@globex.example');
  await connect();
  await cw('map', '19', '--customer', 'Acme');
  expect((await cw('map', '19', '--customer', 'Globex')).err).toBe('Acme is the customer Acme already: run connectwise map 19 --none first. Nothing was changed.');
  expect((await cw('map', '20', '--customer', 'Acme')).err).toBe('The customer Acme is mapped to another company (19) already: run connectwise map 19 --none first. Nothing was changed.');
  expect((await cw('map', '19', '--customer', 'Acme')).exit).toBe(0);
  expect((await cw('map', '19', '--none')).out).toBe('The customer Acme has no company in ConnectWise any more. Its accounts stay.');
  expect((await cw('map', '19', '--none')).err).toBe('No customer is mapped to this company: connectwise companies shows the mappings.');
  expect((await cw('map', '20', '--customer', 'Acme')).exit).toBe(0);
  expect(await accounts()).toHaveLength(2);
});

test('what is not there, or not clear, is said with the next step', async () => {
  const records = recordsWith();
  const { connect, cw, addAccount } = await createPeopleHouse({ records: { ...records, companies: [...records.companies, { id: 22, identifier: 'Acme2', name: 'acme', deletedFlag: false }] } });
  await addAccount('Acme', 'Jo Doe', 'jo@acme.example');
  await connect();
  expect((await cw('map', '99', '--new')).err).toBe('ConnectWise has no company 99: connectwise companies lists them.');
  expect((await cw('map', 'Umbrella', '--new')).err).toBe('ConnectWise has no company of this name: connectwise companies lists them.');
  expect((await cw('map', 'Acme', '--new')).err).toBe('ConnectWise has several companies of this name: give the number (19, 22).');
  expect((await cw('map', '19', '--customer', 'Umbrella')).err).toBe('There is no customer of this name: account list shows the customers.');
  expect(await cw('map', '19')).toMatchObject({ exit: 2 });
  expect(await cw('map', '19', '--new', '--customer', 'Acme')).toMatchObject({ exit: 2 });
  expect((await cw('import')).err).toBe('No company is mapped to a customer yet: run connectwise companies, then connectwise map COMPANY --new.');
});
