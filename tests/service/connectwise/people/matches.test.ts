import { expect, test } from 'vitest';
import { aContact, createPeopleHouse, recordsWith } from './people-house.ts';

const records = () => recordsWith(
  aContact(501, 'Jo Doe', { email: 'jo.doe@acme.example' }), aContact(502, 'Joan Poe', { email: 'joan@acme.example' }), aContact(503, 'Joe Far', { email: 'joe@globex.example', companyId: 20 }),
  ...Array.from({ length: 60 }, (_, at) => aContact(600 + at, `Many ${at}`, { email: `many${at}@acme.example` })),
);

async function createMapped() {
  const house = await createPeopleHouse({ records: records() });
  await house.addAccount('Acme', 'Jo Doe', 'jo@acme.example');
  await house.addAccount('Acme', 'Joan Poe', 'joan@acme.example');
  await house.connect();
  await house.cw('map', '19', '--customer', 'Acme');
  return house;
}

test('contacts of a customer’s company are found by name and address, and "No Matches Found" stands where there are none', async () => {
  const { cw } = await createMapped();
  expect((await cw('contacts', 'jo', '--customer', 'Acme')).out).toBe('501\tJo Doe\tj•••@a•••.example\n502\tJoan Poe\tj•••@a•••.example');
  expect((await cw('contacts', 'joan@', '--customer', 'Acme', '--full')).out).toBe('502\tJoan Poe\tjoan@acme.example');
  expect(await cw('contacts', 'zoe', '--customer', 'Acme')).toEqual({ exit: 0, out: 'No Matches Found', err: '' });
  const many = (await cw('contacts', 'many', '--customer', 'Acme')).out.split('\n');
  expect(many).toHaveLength(51);
  expect(many.at(-1)).toBe('There are more: search for more of the name.');
});

test('a match by hand takes any address, and proposes what differs', async () => {
  const { cw, accounts, proposals, audit } = await createMapped();
  const said = await cw('match', 'jo@acme.example', '--contact', '501');
  expect(said.out).toBe('Jo Doe of Acme is matched to contact 501 (Jo Doe).\nThe contact has another name, address or number: connectwise proposals shows it. Until that is decided a technician is told that they differ.');
  expect((await accounts()).find(({ name }) => name === 'Jo Doe')).toMatchObject({ contactId: 501, email: 'jo@acme.example', emailChangedAt: null });
  expect(await proposals()).toMatchObject([{ kind: 'change', contactId: 501, email: 'jo.doe@acme.example' }]);
  expect((await audit()).at(-1)).toMatchObject({ type: 'account_matched', details: { contactId: 501 } });
  expect((await cw('match', 'joan@acme.example', '--contact', '502')).out).toBe('Joan Poe of Acme is matched to contact 502 (Joan Poe).');
});

test('a contact has one account, of its own company, and what cannot be is said with the next step', async () => {
  const { cw, accounts } = await createMapped();
  await cw('match', 'jo@acme.example', '--contact', '501');
  expect((await cw('match', 'joan@acme.example', '--contact', '501')).err).toBe('Another account is matched to this contact: run connectwise unmatch for that one first.');
  expect((await cw('match', 'joan@acme.example', '--contact', '503')).err).toBe("The contact belongs to another company than the account's customer: connectwise companies shows which company is which customer.");
  expect((await cw('match', 'joan@acme.example', '--contact', '999')).err).toBe('ConnectWise has no such contact: connectwise contacts TEXT --customer NAME shows them.');
  expect((await cw('match', 'joan@acme.example', '--contact', 'x')).err).toBe('A contact has a number: connectwise contacts TEXT --customer NAME shows it.');
  expect((await cw('match', 'zoe@acme.example', '--contact', '502')).err).toBe('There is no account with this address: account list shows all.');
  expect((await accounts()).find(({ name }) => name === 'Joan Poe')).toMatchObject({ contactId: null });
});

test('a match is taken away, and the account stays', async () => {
  const { cw, accounts, audit } = await createMapped();
  await cw('match', 'joan@acme.example', '--contact', '502');
  expect((await cw('unmatch', 'joan@acme.example')).out).toBe('Joan Poe of Acme is matched to no contact any more. The account stays.');
  expect((await cw('unmatch', 'joan@acme.example')).out).toBe('Joan Poe of Acme is matched to no contact: nothing was changed.');
  expect((await accounts()).find(({ name }) => name === 'Joan Poe')).toMatchObject({ contactId: null });
  expect((await audit()).at(-1)).toMatchObject({ type: 'account_unmatched', details: { contactId: 502 } });
});

test('one contact is made an account, once, and only of its own company', async () => {
  const { cw, accounts, audit } = await createMapped();
  expect((await cw('add', '600', '--customer', 'Acme')).out).toBe('Contact 600\tMany 0\tAcme\tadded');
  expect((await accounts()).find(({ name }) => name === 'Many 0')).toMatchObject({ contactId: 600, email: 'many0@acme.example', customerName: 'Acme' });
  expect((await audit()).at(-1)).toMatchObject({ type: 'account_added', details: { contactId: 600 } });
  expect((await cw('add', '600', '--customer', 'Acme')).out).toBe('Contact 600\tMany 0\tAcme\thas its account');
  expect((await cw('add', '501', '--customer', 'Acme')).out).toContain('not matched: the account of this name has another address');
  expect((await cw('add', '503', '--customer', 'Acme')).err).toBe("The contact belongs to another company than this customer's: connectwise companies shows which company is which customer.");
  expect((await cw('add', '999', '--customer', 'Acme')).err).toBe('ConnectWise has no such contact: connectwise contacts TEXT --customer NAME shows them.');
});
