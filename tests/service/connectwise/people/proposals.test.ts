import { expect, test } from 'vitest';
import type { Said } from '../../../support/cli.ts';
import { makeItem } from '../../../support/connectwise-api/records.ts';
import { aContact, createPeopleHouse, recordsWith } from './people-house.ts';
import type { PeopleHouse } from './people-house.ts';

/** Jo and Al have their accounts; then ConnectWise has a new address for Jo. */
async function createChanged(): Promise<PeopleHouse> {
  const house = await createPeopleHouse({ records: recordsWith(aContact(501, 'Jo Doe', { email: 'jo@acme.example', cell: '2025550199' }), aContact(502, 'Al Roe', { email: 'al@acme.example' })) });
  await house.connect();
  await house.cw('map', '19', '--new');
  await house.cw('import', '--apply');
  house.api.records.editContact(501, { communicationItems: [makeItem(1, 'Email', 'jo@new.example'), makeItem(2, 'Cell', '2025550123')] });
  await house.sync();
  return house;
}

/** All that `connectwise proposals` lists, by the words that it ends with. */
async function acceptAll({ cw }: PeopleHouse): Promise<Said> {
  const [, until = ''] = /--until (\S+)/.exec((await cw('proposals')).out) ?? [];
  return cw('accept', 'all', '--until', until);
}

const jo = async ({ accounts }: PeopleHouse) => (await accounts()).find(({ name }) => name === 'Jo Doe')!;

test('a changed address and number are applied only when they are accepted; then the old ones are told, and the new ones wait 72 hours', async () => {
  const house = await createChanged();
  const { cw, cli, proposals, notices, audit } = house;
  expect(await jo(house)).toMatchObject({ email: 'jo@acme.example', mobile: '+12025550199', emailChangedAt: null });
  const [proposal] = await proposals();
  expect((await cw('proposals')).out.split('\n')).toEqual([
    `${proposal!.id}\tAcme\tcontact 501 differs\tJo Doe\tj•••@a•••.example -> j•••@n•••.example\t•••• 0199 -> •••• 0123`,
    expect.stringMatching(/^1 wait: connectwise accept ID or connectwise refuse ID\|all decides\. connectwise accept all --until \S+Z accepts what is listed here, and nothing that comes later\.$/),
  ]);
  expect((await cw('proposals', '--full')).out).toContain('jo@acme.example -> jo@new.example');
  const said = await cw('accept', proposal!.id);
  expect(said.out).toMatch(/^Changed Jo Doe of Acme:\n {2}e-mail address: j•••@a•••\.example -> j•••@n•••\.example\n {2}mobile number: •••• 0199 -> •••• 0123\nThe owner is being told at what the account had before: .*\nUntil \S+ the new e-mail address is not used for verification\.\nUntil/);
  expect(await jo(house)).toMatchObject({ email: 'jo@new.example', mobile: '+12025550123', emailChangedAt: expect.any(Number), mobileChangedAt: expect.any(Number), contactId: 501 });
  expect((await cli.run('account', 'list')).out).toMatch(/sms changed \S+, email changed \S+/);
  expect((await notices()).sort()).toEqual([
    ['destination_changed', 'email', 'jo@acme.example', 'email'], ['destination_changed', 'email', 'jo@acme.example', 'sms'],
    ['destination_changed', 'sms', '+12025550199', 'email'], ['destination_changed', 'sms', '+12025550199', 'sms'],
  ]);
  const entries = (await audit()).slice(-2);
  expect(entries).toMatchObject([{ type: 'proposal_accepted', details: { contactId: 501, kind: 'change' } }, { type: 'account_changed', details: { name: 'Jo Doe' } }]);
  expect(JSON.stringify(entries)).not.toMatch(/jo@|555/);
  expect((await cw('proposals')).out).toBe('Nothing waits for a decision.');
});

test('a refused one changes nothing, and is not proposed again until ConnectWise says something else', async () => {
  const house = await createChanged();
  const { cw, proposals, notices, audit } = house;
  expect((await cw('refuse', 'all')).out).toBe('Refused for Jo Doe of Acme.\n1 decided.');
  expect(await jo(house)).toMatchObject({ email: 'jo@acme.example' });
  expect(await notices()).toEqual([]);
  expect((await audit()).at(-1)).toMatchObject({ type: 'proposal_refused', details: { contactId: 501 } });
  await house.sync();
  await cw('import', '--apply');
  expect(await proposals()).toEqual([]);
  house.api.records.editContact(501, { communicationItems: [makeItem(1, 'Email', 'jo@other.example')] });
  await house.sync();
  expect((await proposals()).map(({ email }) => email)).toEqual(['jo@other.example']);
});

test('what ConnectWise changes again meanwhile is another proposal: the one that was seen cannot be accepted any more', async () => {
  const house = await createChanged();
  const [seen] = await house.proposals();
  house.api.records.editContact(501, { communicationItems: [makeItem(1, 'Email', 'jo@evil.example')] });
  await house.sync();
  expect((await house.cw('accept', seen!.id)).err).toBe('There is no such open proposal: connectwise proposals shows all.');
  expect(await jo(house)).toMatchObject({ email: 'jo@acme.example' });
  expect((await house.proposals()).map(({ email }) => email)).toEqual(['jo@evil.example']);
});

test('accepting all accepts what was listed: what came since then waits until it was seen', async () => {
  const house = await createChanged();
  const [, until = ''] = /--until (\S+)/.exec((await house.cw('proposals')).out) ?? [];
  house.api.records.editContact(502, { communicationItems: [makeItem(1, 'Email', 'al@evil.example')] });
  await house.sync();
  const { out } = await house.cw('accept', 'all', '--until', until);
  expect(out).toContain('Changed Jo Doe of Acme');
  expect(out).toMatch(/\n1 decided\. 1 came later: connectwise proposals shows it\.$/);
  expect((await house.accounts()).map(({ email }) => email).sort()).toEqual(['al@acme.example', 'jo@new.example']);
  expect((await house.cw('accept', 'all')).err).toContain('connectwise accept');
  expect((await house.cw('accept', 'all', '--until', 'yesterday')).err).toContain('connectwise accept');
  expect((await house.proposals()).map(({ contactId }) => contactId)).toEqual([502]);
});

test('what ConnectWise takes back is no proposal any more', async () => {
  const house = await createChanged();
  house.api.records.editContact(501, { communicationItems: [makeItem(1, 'Email', 'jo@acme.example')] });
  await house.sync();
  expect(await house.proposals()).toEqual([]);
});

test('an accepted one is decided on the account as it is by then', async () => {
  const house = await createChanged();
  await house.cli.run('account', 'change', 'jo@acme.example', '--mobile', '+12025550123');
  await house.notices();
  expect((await acceptAll(house)).out).not.toContain('mobile number');
  expect(await jo(house)).toMatchObject({ email: 'jo@new.example', mobile: '+12025550123' });
  expect((await house.notices()).map(([, method, destination]) => [method, destination]).sort()).toEqual([['email', 'jo@acme.example'], ['sms', '+12025550123']]);
});

test('an account that was unmatched meanwhile is left as it is, and so is one whose new address somebody else has by now', async () => {
  const house = await createChanged();
  await house.cli.run('account', 'change', 'al@acme.example', '--email', 'jo@new.example');
  const taken = await acceptAll(house);
  expect(taken.out).toContain('Not applied to Jo Doe: Al Roe of Acme has this address already: give that account another address first.');
  await house.cw('unmatch', 'jo@acme.example');
  expect((await acceptAll(house)).out).toContain('Not applied to Jo Doe of Acme: the account is not matched to this contact any more.');
  expect(await jo(house)).toMatchObject({ email: 'jo@acme.example', contactId: null });
});

test('a new contact becomes an account when it is accepted, unless somebody has its address by then', async () => {
  const house = await createChanged();
  await house.cw('refuse', 'all');
  house.api.records.addContact(aContact(510, 'Ned New', { email: 'ned@acme.example', cell: '2025550177' }));
  house.api.records.addContact(aContact(511, 'Nell New', { email: 'nell@acme.example' }));
  await house.sync();
  await house.addAccount('Acme', 'Nell Other', 'nell@acme.example');
  await house.cli.run('account', 'change', 'nell@acme.example', '--name', 'Nell Other');
  expect(await house.proposals()).toMatchObject(expect.arrayContaining([expect.objectContaining({ kind: 'add', contactId: 510 }), expect.objectContaining({ kind: 'add', contactId: 511 })]));
  const { out } = await acceptAll(house);
  expect(out).toContain('Added Ned New of Acme.');
  expect(out).toContain('Nell Other of Acme is matched to contact 511.');
  expect((await house.accounts()).map(({ name, email, contactId }) => [name, email, contactId]).sort()).toEqual([
    ['Al Roe', 'al@acme.example', 502], ['Jo Doe', 'jo@acme.example', 501], ['Ned New', 'ned@acme.example', 510], ['Nell Other', 'nell@acme.example', 511],
  ]);
  expect((await house.proposals()).map(({ kind, contactId }) => [kind, contactId])).toEqual([['change', 511]]);
});

test('a contact that only has an account’s name is matched when that is accepted', async () => {
  const house = await createChanged();
  await house.cw('refuse', 'all');
  await house.addAccount('Acme', 'Lee Moe', 'lee@acme.example');
  house.api.records.addContact(aContact(512, 'Lee Moe'));
  await house.sync();
  expect((await house.cw('proposals')).out).toContain('contact 512 has the name of an account\tLee Moe');
  expect((await acceptAll(house)).out).toContain('Lee Moe of Acme is matched to contact 512.');
  expect((await house.accounts()).find(({ name }) => name === 'Lee Moe')).toMatchObject({ contactId: 512, email: 'lee@acme.example' });
});

test('a new contact of a company that its customer is not mapped to any more becomes nobody’s account', async () => {
  const house = await createChanged();
  house.api.records.addContact(aContact(510, 'Ned New', { email: 'ned@acme.example' }));
  await house.sync();
  const seen = (await house.proposals()).find(({ contactId }) => contactId === 510)!;
  await house.cw('map', '19', '--none');
  await house.cw('map', '20', '--customer', 'Acme');
  expect((await house.cw('accept', seen.id)).err).toBe('There is no such open proposal: connectwise proposals shows all.');
  expect((await house.accounts()).map(({ name }) => name).sort()).toEqual(['Al Roe', 'Jo Doe']);
  expect((await house.audit()).filter(({ type }) => type === 'proposal_accepted')).toEqual([]);
});

test('a new contact who cannot be added by then is not noted as accepted', async () => {
  const house = await createChanged();
  house.api.records.addContact(aContact(510, 'Ned New', { email: 'ned@acme.example' }));
  await house.sync();
  const seen = (await house.proposals()).find(({ contactId }) => contactId === 510)!;
  await house.addAccount('Acme', 'Ned New', 'ned@other.example');
  expect((await house.cw('accept', seen.id)).out).toBe('Not applied to Ned New of Acme: the account of this name has another address.');
  expect((await house.audit()).filter(({ type }) => type === 'proposal_accepted')).toEqual([]);
});
