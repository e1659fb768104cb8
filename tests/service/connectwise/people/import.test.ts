import { describe, expect, test } from 'vitest';
import { makeItem } from '../../../support/connectwise-api/records.ts';
import { aContact, companies, connectWords, createPeopleHouse, recordsWith } from './people-house.ts';
import type { PeopleHouse } from './people-house.ts';

/** One contact for each thing that may become of one. */
const everyone = () => recordsWith(
  aContact(501, 'Jo Doe', { email: 'jo@acme.example', cell: '2025550199' }),
  aContact(502, 'Al New', { email: ['al@acme.example', 'private@else.example'], cell: '2025550123' }),
  aContact(503, 'Kim Poe', { email: 'kim.new@acme.example' }),
  aContact(504, 'Lee Moe'),
  aContact(505, 'Pat Foe', { email: 'pat@acme.example', isInactive: true }),
  aContact(506, 'No Address'),
  aContact(507, 'Two Addresses', { email: 'a@acme.example; b@acme.example' }),
  aContact(508, 'Jo Again', { email: 'jo@acme.example' }),
  aContact(509, 'Far Away', { email: 'far@initech.example', companyId: 21 }),
  aContact(510, 'Bad Number', { email: 'bad@acme.example', cell: '12345' }),
);

async function createFilled(): Promise<PeopleHouse> {
  const house = await createPeopleHouse({ records: everyone() });
  await house.addAccount('Acme', 'Jo Doe', 'jo@acme.example', '+12025550177');
  await house.addAccount('Acme', 'Kim Poe', 'kim@acme.example');
  await house.addAccount('Acme', 'Lee Moe', 'lee@acme.example');
  await house.connect();
  await house.cw('map', '19', '--customer', 'Acme');
  return house;
}

const expected = [
  'Contact 501\tJo Doe\tAcme\tmatched to the account with its address; its account differs: connectwise proposals shows how',
  'Contact 502\tAl New\tAcme\tadded',
  'Contact 503\tKim Poe\tAcme\tnot matched: the account of this name has another address; if it is the same person, run connectwise match ADDRESS --contact ID',
  'Contact 504\tLee Moe\tAcme\tan account has its name: connectwise proposals shows it',
  'Contact 506\tNo Address\tAcme\tnot used: the contact has no e-mail address',
  'Contact 507\tTwo Addresses\tAcme\tnot used: more than one e-mail address; correct the contact in ConnectWise',
  'Contact 508\tJo Again\tAcme\tnot matched (account Jo Doe): another contact is matched to the account with this address; correct the address in ConnectWise or here',
  'Contact 510\tBad Number\tAcme\tadded: the mobile number is not valid',
];

test('a dry run says what would be done, and does nothing', async () => {
  const { cw, accounts, proposals, connection, audit } = await createFilled();
  const before = [await accounts(), await connection(), await audit()];
  const { exit, out } = await cw('import');
  expect(exit).toBe(0);
  expect(out).toContain('Contact 502\tAl New\tAcme\twould be added');
  expect(out).toContain('Contact 501\tJo Doe\tAcme\twould be matched to the account with its address; its account differs: the change would be proposed');
  expect(out).toContain('It would be: ');
  expect(out).toContain('Nothing was changed: connectwise import --apply does it.');
  expect(out).not.toMatch(/@|555/);
  expect([await accounts(), await connection(), await audit()]).toEqual(before);
  expect(await proposals()).toEqual([]);
});

test('what a name holds that moves the cursor or breaks a line is not printed: anybody who writes a contact could forge what an administrator reads', async () => {
  const forged = 'Poe\u001b[2J\nContact 1\tKim\u202e';
  const hostile = { ...aContact(501, 'Jo Doe', { email: 'jo@acme.example' }), lastName: forged };
  const house = await createPeopleHouse({ records: { ...recordsWith(hostile), companies: companies.map((one) => (one.id === 20 ? { ...one, name: forged } : one)) } });
  await house.connect();
  await house.cw('map', '19', '--new');
  const said = await Promise.all([house.cw('import'), house.cw('contacts', 'Jo', '--customer', 'Acme'), house.cw('companies')]);
  for (const { out } of said) {
    expect(out).toContain('Poe[2JContact 1Kim');
    expect(out).not.toMatch(/[\u001b\u202e]|^Contact 1\t/m);
  }
});

test('an import adds and matches at once, proposes what changes an account, and says of every other contact why not', async () => {
  const { cw, accounts, proposals, connection, notices } = await createFilled();
  const { out } = await cw('import', '--apply');
  expect(out.split('\n').filter((line) => line.startsWith('Contact '))).toEqual(expected);
  expect(out).toContain('Done: 1 matched by address, 2 added, 1 changes proposed, 1 matches by name proposed, 1 inactive, 1 without an address, 1 with a name or an address that is none, 1 whose address somebody else has, 1 whose name stands with another address, 1 of companies that are mapped to no customer.');
  expect(out).toContain('Proposals wait for a decision: connectwise proposals shows them.');
  expect(out).not.toMatch(/@|555/);
  const held = (await accounts()).map(({ name, email, mobile, contactId, emailChangedAt }) => [name, email, mobile, contactId, emailChangedAt]).sort();
  expect(held).toEqual([
    ['Al New', 'al@acme.example', '+12025550123', 502, null],
    ['Bad Number', 'bad@acme.example', null, 510, null],
    ['Jo Doe', 'jo@acme.example', '+12025550177', 501, null],
    ['Kim Poe', 'kim@acme.example', null, null, null],
    ['Lee Moe', 'lee@acme.example', null, null, null],
  ]);
  expect((await proposals()).map(({ kind, contactId }) => [kind, contactId]).sort()).toEqual([['change', 501], ['link', 504]]);
  expect(await connection()).toMatchObject({ cursor: null, roundKind: 'import', syncProblem: null, syncedTo: expect.any(Number), nextSyncAt: expect.any(Number) });
  expect(await notices()).toEqual([]);
});

test('a second import changes nothing more, and proposes nothing twice', async () => {
  const { cw, accounts, proposals } = await createFilled();
  await cw('import', '--apply');
  const before = [await accounts(), await proposals()];
  expect((await cw('import', '--apply')).out).toContain('2 have their accounts');
  expect([await accounts(), await proposals()]).toEqual(before);
  expect((await cw('show')).out).toMatch(/The import that began \S+ is done: 2 have their accounts/);
});

test('without ConnectWise it stops with the reason, and goes on where it was', async () => {
  const { api, cw, accounts, connection } = await createFilled();
  api.setFault(({ query }) => (query.includes('id>510') ? '500' : undefined));
  expect((await cw('import', '--apply')).err).toBe('ConnectWise did not answer. Check that this computer reaches the site by https, then try again. Run connectwise import --apply again then: it goes on where it stopped. The running service does so by itself.');
  expect(await connection()).toMatchObject({ cursor: 510, syncProblem: 'unreachable', syncedTo: null });
  expect((await cw('show')).out).toContain('is under way, at contact 510');
  expect((await cw('show')).out).toContain('It stopped: ConnectWise did not answer.');
  api.setFault(() => undefined);
  const { out } = await cw('import', '--apply');
  expect(out).toContain('An import is under way: it goes on after contact 510.');
  expect(out).toContain('Done: 1 matched by address, 2 added');
  expect(await accounts()).toHaveLength(5);
});

test('where ConnectWise asks to wait, or loses an answer, it waits and asks again', async () => {
  const { api, cw, accounts } = await createFilled();
  const faults = ['429', 'reset', undefined] as const;
  let asked = 0;
  api.setFault(({ path }) => (path === '/company/contacts' ? faults[asked++] : undefined));
  expect((await cw('import', '--apply')).out).toContain('Done: 1 matched by address, 2 added');
  expect(asked).toBe(4);
  expect(await accounts()).toHaveLength(5);
});

test('an account whose contact ConnectWise does not list any more is reported, wherever it stood, and stays as it is', async () => {
  const { api, cw, accounts, connection } = await createFilled();
  await cw('import', '--apply');
  const before = await accounts();
  for (const id of [501, 510]) api.records.contacts.delete(id);
  const gone = (who: string) => `${who}\tAcme\tits account stays as it is: ConnectWise does not list this contact any more; connectwise unmatch takes the match away`;
  for (const words of [['import'], ['import', '--apply']]) {
    const { out } = await cw(...words);
    expect(out).toContain(gone('Contact 501\tJo Doe'));
    expect(out).toContain(gone('Contact 510\tBad Number'));
    expect(out).not.toContain(gone('Contact 502\tAl New'));
  }
  expect((await connection()).counts).toMatchObject({ gone: 2 });
  expect(await accounts()).toEqual(before);
});

test('two tenants have companies, contacts and proposals of their own', async () => {
  const { api, keyFile, cw, cli, accounts, proposals } = await createFilled();
  await cli.run('tenant', 'add', 'Second');
  await cw('connect', ...connectWords(api.site, keyFile), '--tenant', 'Second');
  await cw('map', '19', '--new', '--tenant', 'Second');
  await cw('import', '--apply', '--tenant', 'Harbor IT');
  expect(await accounts('Second')).toEqual([]);
  expect(await proposals('Second')).toEqual([]);
  expect((await cw('show', '--tenant', 'Second')).out).toContain('Nothing was imported yet');
  await cw('import', '--apply', '--tenant', 'Second');
  expect((await accounts('Second')).map(({ name }) => name).sort()).toEqual(['Al New', 'Bad Number', 'Jo Doe', 'Kim Poe']);
  const [theirs] = await proposals('Harbor IT');
  expect((await cw('accept', theirs!.id, '--tenant', 'Second')).err).toBe('There is no such open proposal: connectwise proposals shows all.');
  expect(await proposals('Harbor IT')).toHaveLength(2);
  await cw('disconnect', '--tenant', 'Second');
  expect((await accounts('Harbor IT')).filter(({ contactId }) => contactId !== null)).toHaveLength(3);
});

describe('the sync proposes', () => {
  test('what is new and what is changed, and applies nothing but a match by address', async () => {
    const { api, cw, sync, accounts, proposals, addAccount } = await createFilled();
    await cw('import', '--apply');
    await cw('refuse', 'all');
    const before = await accounts();
    await addAccount('Acme', 'Ann Own', 'ann@acme.example');
    api.records.addContact(aContact(520, 'Ann Own', { email: 'ann@acme.example' }));
    api.records.addContact(aContact(521, 'Ned New', { email: 'ned@acme.example' }));
    api.records.editContact(502, { communicationItems: [makeItem(1, 'Email', 'al.new@evil.example')] });
    expect(await sync()).toEqual({ end: 'over' });
    expect((await accounts()).filter(({ name }) => name !== 'Ann Own')).toEqual(before);
    expect((await accounts()).find(({ name }) => name === 'Ann Own')).toMatchObject({ contactId: 520, email: 'ann@acme.example' });
    expect((await proposals()).map(({ kind, contactId, email }) => [kind, contactId, email]).sort()).toEqual([['add', 521, 'ned@acme.example'], ['change', 502, 'al.new@evil.example']]);
  });

  test('only what was changed since, and keeps accounts whose contacts were deleted or made inactive', async () => {
    const { api, cw, sync, accounts, connection } = await createFilled();
    await cw('import', '--apply');
    await cw('refuse', 'all');
    const before = await accounts();
    api.records.contacts.delete(502);
    api.records.editContact(501, { inactiveFlag: true });
    await sync();
    expect(await accounts()).toEqual(before);
    expect((await connection()).counts).toEqual({ inactive: 1 });
    expect(api.requests.at(-1)?.query).toContain('lastUpdated>[');
  });
});
