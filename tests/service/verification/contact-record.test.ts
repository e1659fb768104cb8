import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AskException } from '#contract/requests';
import type { ApiContact, ApiTicket } from '../../support/connectwise-api/records.ts';
import { makeItem } from '../../support/connectwise-api/records.ts';
import { confirmed, createConnected, jo, number, sam } from './connected.ts';
import type { About, Connected } from './connected.ts';
import { host, refusal, value } from './harness.ts';

/** What ConnectWise has of the ticket's contact decides, not what the page shows. */

let house: Connected;
beforeEach(async () => { house = await createConnected(); });
afterEach(() => house.close());

const beta = { id: 8, identifier: 'Beta', name: 'Beta' };
const entries = async (type: string) => (await house.audit()).filter((entry) => entry.type === type);
const editContact = (changes: Partial<ApiContact>) => house.api.records.editContact(jo, changes);
const editTicket = (changes: Partial<ApiTicket>) => house.api.records.editTicket(Number(number), changes);

describe('a contact that page, ticket and record agree on', () => {
  test('is shown as ConnectWise has it, its address masked', async () => {
    expect(value(await house.resolve({ page: { contact: ' JO doe', email: 'JO@acme.example' } }))).toMatchObject({
      ticket: { host, number }, record: { contactId: jo, name: 'Jo Doe', company: 'Acme', email: 'j•••@a•••.example', isTicketContact: true }, doubts: [], exception: null, account: { name: 'Jo Doe' },
    });
  });

  test('is verified without a word about the page, and its contact stands on record from SEND to the end', async () => {
    const { id } = value(await house.press());
    await house.deliver();
    expect(value(await house.verifications.decide(house.alex, id, 'approve')).assurance).toEqual(['address-only', 'technician-attested']);
    expect(await house.store.findVerification(house.tenant.id, id)).toMatchObject({ contactId: jo, isPageOnly: false, exceptionId: null, notePolicy: 'all' });
    for (const type of ['send_queued', 'approved']) expect((await entries(type))[0]).toMatchObject({ details: { contactId: jo, exceptionId: null } });
  });

  test('gets the ticket note that policy wants at SEND', async () => {
    await house.setPolicy({ ticketNote: 'successes' });
    const { id } = value(await house.press());
    await house.setPolicy({ ticketNote: 'off' });
    expect(await house.store.findVerification(house.tenant.id, id)).toMatchObject({ notePolicy: 'successes' });
  });
});

/** Whatever the technician presses: every method, with any customer named, for as long as they like. */
async function pressEverything(about: About): Promise<string[]> {
  const customers = await house.store.listCustomers(house.tenant.id);
  const answers = [refusal(await house.press(about)), refusal(await house.press(about, { method: 'sms' })), refusal(await house.press(about, { method: 'push', check: 'none' }))];
  for (const { id } of customers) answers.push(refusal(await house.press(about, { customerId: id })));
  return [...new Set(answers)];
}

describe('a poisoned ticket: nothing is sent, whatever is pressed, and the audit log says why', () => {
  const strangers = 'eve@beta.example';
  test.each<[string, () => void, About, AskException['doubts']]>([
    ['the page has another address', () => undefined, { page: { email: strangers } }, ['page_differs']],
    ['the page has the address of another account', () => undefined, { page: { email: 'sam@acme.example' } }, ['page_differs']],
    ['the page has another name', () => undefined, { page: { contact: 'Sam Roe' } }, ['page_differs']],
    ['the page has another company', () => undefined, { page: { company: 'Beta' } }, ['page_differs']],
    ['the ticket’s own copy has another address', () => editTicket({ contactEmailAddress: strangers }), {}, ['ticket_differs']],
    ['the ticket’s own copy has another name', () => editTicket({ contactName: 'Eve Moe' }), {}, ['ticket_differs']],
    ['page and copy agree against the record', () => editTicket({ contactEmailAddress: strangers }), { page: { email: strangers } }, ['page_differs', 'ticket_differs']],
    ['the copy is poisoned and no page was read', () => editTicket({ contactEmailAddress: strangers }), { page: null }, ['ticket_differs']],
    ['the contact is of another company', () => editContact({ company: beta }), {}, ['company_differs']],
    ['the contact is inactive', () => editContact({ inactiveFlag: true }), {}, ['contact_inactive']],
  ])('%s', async (_, poison, about, doubts) => {
    poison();
    expect(value(await house.resolve(about))).toMatchObject({ account: { name: 'Jo Doe' }, doubts, record: { contactId: jo } });
    expect(await pressEverything(about)).toEqual(['contact_doubted']);
    expect(await house.press(about)).toEqual({ ok: false, refusal: { code: 'contact_doubted', doubts } });
    expect(await house.waiting()).toBe(0);
    const refused = await entries('refused');
    expect(refused).toHaveLength(5);
    for (const entry of refused) expect(entry).toMatchObject({ technicianId: house.alex.technician.id, details: { intent: 'send', code: 'contact_doubted', doubts, ticketHost: host, ticketNumber: number } });
  });

  test('a record that was changed between looking and pressing is noticed, since it is read again', async () => {
    expect(value(await house.resolve()).doubts).toEqual([]);
    editTicket({ contactEmailAddress: strangers });
    expect(refusal(await house.press())).toBe('contact_doubted');
  });

  test('a record without an account says what else is wrong: the page’s address may have one', async () => {
    editContact({ communicationItems: [makeItem(1, 'Email', strangers)] });
    const poisoned = { ok: false, refusal: { code: 'account_not_found', doubts: ['page_differs', 'ticket_differs'] } };
    expect(await house.resolve()).toEqual(poisoned);
    expect(await house.press()).toEqual(poisoned);
    expect(await house.waiting()).toBe(0);
  });

  test('where nobody was found and nothing speaks against the contact, says just that: only a connected service can', async () => {
    const about = { page: { email: strangers } };
    editContact({ communicationItems: [makeItem(1, 'Email', strangers)] });
    editTicket({ contactEmailAddress: strangers });
    expect(await house.resolve(about)).toEqual({ ok: false, refusal: { code: 'account_not_found', doubts: [] } });
    await house.store.writeConnection(house.tenant.id, null, { type: 'connectwise_disconnected', at: 0, technicianId: null, verificationId: null, details: {} });
    expect(await house.resolve(about)).toEqual({ ok: false, refusal: { code: 'account_not_found' } });
  });

  test('no address or number stands in the log or in the audit log', async () => {
    editTicket({ contactEmailAddress: strangers, contactPhoneNumber: '+12025550166' });
    await pressEverything({ page: { email: strangers } });
    await confirmed(house, ['page_differs', 'ticket_differs'], { page: { email: strangers } });
    value(await house.press({ page: { email: strangers } }));
    house.breakDown();
    await pressEverything({ page: null });
    const text = `${JSON.stringify(await house.audit())}${house.logLines.join('')}`;
    expect(text).toContain('unreachable');
    for (const secret of [strangers, 'jo@acme', '2025550166', '2025550199', 'prvPRV4567890abc', 'pubPUB1234567890']) expect(text).not.toContain(secret);
  });
});

describe('the account that a contact is matched to', () => {
  test('is the one, where the record has another address, and that is a doubt', async () => {
    await house.match(jo);
    editContact({ communicationItems: [makeItem(1, 'Email', 'doe@acme.example')] });
    editTicket({ contactEmailAddress: 'doe@acme.example' });
    const about = { page: { email: 'doe@acme.example' } };
    expect(value(await house.resolve(about))).toMatchObject({ account: { name: 'Jo Doe' }, doubts: ['record_differs'] });
    expect(refusal(await house.press(about))).toBe('contact_doubted');
    await confirmed(house, ['record_differs'], about);
    expect(value(await house.press(about)).destination).toBe('j•••@a•••.example');
    const { verificationId } = await house.deliver();
    expect((await house.store.readLetter(house.tenant.id, verificationId))?.account.email).toBe('jo@acme.example');
  });

  test('is not led to by another contact whose record was given its address, unless a second technician says so', async () => {
    await house.match(sam, 'sam@acme.example');
    editContact({ communicationItems: [makeItem(1, 'Email', 'sam@acme.example')] });
    editTicket({ contactEmailAddress: 'sam@acme.example' });
    const about = { page: { email: 'sam@acme.example' } };
    expect(value(await house.resolve(about))).toMatchObject({ record: { contactId: jo }, account: { name: 'Sam Roe' }, doubts: ['other_contact'] });
    expect(refusal(await house.press(about))).toBe('contact_doubted');
    expect(await house.waiting()).toBe(0);
    expect(value(await house.resolve({ page: null, caller: { contactId: sam, reason: 'it is Sam' } })).doubts).toEqual([]);
  });

  test('and another one with the record’s address stop everything: nobody may pass that', async () => {
    await house.match(jo, 'sam@acme.example');
    for (const result of [await house.resolve(), await house.press(), await house.press({ page: null }), await house.ask(['record_differs'])]) expect(refusal(result)).toBe('match_differs');
    expect(await house.waiting()).toBe(0);
    expect((await entries('refused')).map(({ details }) => details['code'])).toEqual(['match_differs', 'match_differs']);
  });

  test('is found by the ticket’s contact also where the record does not answer', async () => {
    await house.match(jo, 'sam@acme.example');
    house.api.setFault(({ path }) => (path.startsWith('/company/contacts') ? 'reset' : undefined));
    expect(refusal(await house.resolve())).toBe('match_differs');
  });
});

describe('the ticket’s company', () => {
  const map = async (companyId: number) => {
    const acme = (await house.store.listCustomers(house.tenant.id)).find(({ name }) => name === 'Acme')!;
    await house.store.mapCompany(house.tenant.id, acme.id, companyId, { type: 'company_mapped', at: house.clock.now, technicianId: null, verificationId: null, details: {} });
  };

  test('is known by its number once it is mapped, whatever it is called now', async () => {
    const renamed = { id: 7, identifier: 'Acme', name: 'Acme Holding' };
    editContact({ company: renamed });
    editTicket({ company: renamed });
    const about = { page: { company: 'Acme Holding' } };
    expect(refusal(await house.press(about))).toBe('company_mismatch');
    await map(7);
    expect(value(await house.press(about)).company).toBe('Acme Holding');
  });

  test('is another one with another number, though it has the name', async () => {
    await map(70);
    expect(refusal(await house.resolve())).toBe('company_mismatch');
    expect(refusal(await house.press())).toBe('company_mismatch');
  });
});

describe('where ConnectWise does not answer', () => {
  test('the page’s contact is shown with that doubt, and nothing is sent', async () => {
    house.breakDown();
    expect(value(await house.resolve())).toMatchObject({ record: null, doubts: ['record_unread'], account: { name: 'Jo Doe' } });
    expect(await pressEverything({})).toEqual(['contact_doubted']);
    expect(await house.waiting()).toBe(0);
  });

  test('a second technician may let it go on, and the result says that the page alone was seen, in spite of doubts', async () => {
    house.breakDown();
    await confirmed(house, ['record_unread']);
    const { id } = value(await house.press());
    await house.deliver();
    expect(value(await house.verifications.decide(house.alex, id, 'approve')).assurance).toEqual(['address-only', 'technician-attested', 'page-only', 'exception']);
  });

  test.each(['reset', 'timeout', '500', '429'] as const)('%s at the contact alone is no reason to believe the page', async (fault) => {
    house.api.setFault(({ path }) => (path.startsWith('/company/contacts') ? fault : undefined));
    expect(value(await house.resolve())).toMatchObject({ record: null, doubts: ['record_unread'] });
    expect(value(await house.resolve({ page: { company: 'Beta' } }))).toMatchObject({ account: { name: 'Jo Doe' }, doubts: ['page_differs', 'record_unread'] });
    expect(refusal(await house.press())).toBe('contact_doubted');
  });

  test('what was sent is still the answer to the same press, and a typed number is no new one', async () => {
    const key = crypto.randomUUID();
    for (const about of [{}, { page: null, number: '4712' }] satisfies About[]) {
      const first = value(await house.press(about, {}, { key: key + about.page }));
      house.breakDown();
      expect(value(await house.press(about, {}, { key: key + about.page })).id).toBe(first.id);
      house.api.setFault(() => undefined);
      house.pass(60);
    }
    expect(await house.waiting()).toBe(2);
  });
});

test('a ticket on another site is one of which ConnectWise was not asked: a doubt, and no note', async () => {
  const about = { site: 'eu.myconnectwise.net' };
  expect(value(await house.resolve(about))).toMatchObject({ record: null, doubts: ['other_site'] });
  expect(await house.press(about)).toEqual({ ok: false, refusal: { code: 'contact_doubted', doubts: ['other_site'] } });
  expect(refusal(await house.press({ ...about, caller: { contactId: sam, reason: 'x' } }))).toBe('not_connected');
  const { id: exceptionId } = await confirmed(house, ['other_site'], about);
  const { id } = value(await house.press(about));
  expect(await house.store.findVerification(house.tenant.id, id)).toMatchObject({ isPageOnly: true, exceptionId, notePolicy: 'off', contactId: null });
  expect(house.api.requests).toEqual([]);
});

describe('a ticket that was named by its number alone', () => {
  const typed = { page: null } satisfies About;
  test('is that of its contact, as ConnectWise has it', async () => {
    expect(value(await house.resolve(typed))).toMatchObject({ ticket: { host, number }, record: { contactId: jo, isTicketContact: true }, doubts: [], account: { name: 'Jo Doe' } });
    expect(value(await house.press(typed))).toMatchObject({ ticket: { host, number }, contact: 'Jo Doe', company: 'Acme', status: 'pending' });
  });

  test('has a success that counts for the page of the same ticket too', async () => {
    const { id } = value(await house.press(typed));
    await house.deliver();
    value(await house.verifications.decide(house.alex, id, 'approve'));
    expect(value(await house.resolve()).verified).toMatchObject({ id });
  });

  test.each<[string, About, string]>([['4999', { page: null, number: '4999' }, 'ticket_unknown'], ['04711', { page: null, number: '04711' }, 'ticket_unknown'], ['4713', { page: null, number: '4713' }, 'ticket_without_contact']])('%s is refused: %s', async (_, about, code) => {
    expect(refusal(await house.resolve(about))).toBe(code);
    expect(refusal(await house.press(about))).toBe(code);
    expect((await entries('refused'))[0]).toMatchObject({ details: { code, ticketNumber: about.number } });
  });

  test('of which the page shows a contact that ConnectWise has not is refused as well', async () => {
    expect(refusal(await house.press({ number: '4713' }))).toBe('ticket_without_contact');
    expect(refusal(await house.press({ number: '4999' }))).toBe('ticket_unknown');
  });

  test('cannot be looked up while ConnectWise does not answer, and why is said in a word', async () => {
    house.breakDown();
    const expected = { ok: false, refusal: { code: 'connectwise_unavailable', detail: 'unreachable' } };
    expect(await house.resolve(typed)).toEqual(expected);
    expect(await house.press(typed)).toEqual(expected);
    house.api.setFault(() => '429');
    expect(await house.resolve(typed)).toEqual({ ok: false, refusal: { code: 'connectwise_unavailable', detail: 'busy', retryAfterSeconds: 1 } });
  });
});

describe('another caller than the ticket’s contact', () => {
  const caller = { contactId: sam, reason: 'Jo is on leave' };
  test('is verified as themself, with the reason on record', async () => {
    expect(value(await house.resolve({ caller }))).toMatchObject({ record: { contactId: sam, name: 'Sam Roe', isTicketContact: false }, account: { name: 'Sam Roe' }, doubts: [] });
    const { id, destination } = value(await house.press({ caller }));
    expect(destination).toBe('s•••@a•••.example');
    await house.deliver();
    value(await house.verifications.decide(house.alex, id, 'approve'));
    for (const type of ['send_queued', 'approved']) expect((await entries(type))[0]).toMatchObject({ details: { contactId: sam, callerReason: 'Jo is on leave' } });
  });

  test('has a success of their own, which counts for nobody else on the ticket', async () => {
    const { id } = value(await house.press({ caller }));
    await house.deliver();
    value(await house.verifications.decide(house.alex, id, 'approve'));
    expect(value(await house.resolve({ caller })).verified).toMatchObject({ id });
    expect(value(await house.resolve()).verified).toBeNull();
  });

  test.each([['of another company', 503], ['that there is none', 999]])('%s is refused', async (_, contactId) => {
    for (const about of [{ caller: { ...caller, contactId } }, { page: null, caller: { ...caller, contactId } }] satisfies About[]) {
      expect(refusal(await house.resolve(about))).toBe('caller_not_found');
      expect(refusal(await house.press(about))).toBe('caller_not_found');
    }
    expect((await entries('refused'))[0]).toMatchObject({ details: { code: 'caller_not_found', callerContactId: contactId } });
    expect(await house.waiting()).toBe(0);
  });

  test('cannot be taken from the page while ConnectWise does not answer', async () => {
    house.breakDown();
    expect(refusal(await house.press({ caller }))).toBe('connectwise_unavailable');
  });

  test('is looked for among the company’s contacts, by name or address, and who has an account is said', async () => {
    expect(value(await house.search('sam'))).toEqual({ company: 'Acme', contacts: [{ contactId: sam, name: 'Sam Roe', email: 's•••@a•••.example', hasAccount: true }], isComplete: true });
    expect(value(await house.search('moe')).contacts).toEqual([]);
    house.api.records.addContact({ id: 600, firstName: 'Samira', lastName: 'Poe', company: { id: 7, identifier: 'Acme', name: 'Acme' }, inactiveFlag: false, communicationItems: [makeItem(9, 'Email', 'samira@acme.example')] });
    expect(value(await house.search('sam', { page: null })).contacts.map(({ name, hasAccount }) => [name, hasAccount])).toEqual([['Sam Roe', true], ['Samira Poe', false]]);
  });

  test('is one of many, of whom the first twenty are listed', async () => {
    for (let id = 700; id < 721; id += 1) house.api.records.addContact({ id, firstName: 'Pat', lastName: `N${id}`, company: { id: 7, identifier: 'Acme', name: 'Acme' }, inactiveFlag: false, communicationItems: [] });
    const found = value(await house.search('pat'));
    expect(found).toMatchObject({ isComplete: false });
    expect(found.contacts).toHaveLength(20);
    expect(found.contacts[0]).toMatchObject({ email: null, hasAccount: false });
  });
});

describe('without a connection', () => {
  beforeEach(() => house.store.writeConnection(house.tenant.id, null, { type: 'connectwise_removed', at: house.clock.now, technicianId: null, verificationId: null, details: {} }));

  test('the page’s address decides as before, and the result says so', async () => {
    expect(value(await house.resolve())).toMatchObject({ record: null, doubts: [], exception: null });
    const { id } = value(await house.press());
    await house.deliver();
    expect(value(await house.verifications.decide(house.alex, id, 'approve')).assurance).toEqual(['address-only', 'technician-attested', 'page-only']);
    expect(await house.store.findVerification(house.tenant.id, id)).toMatchObject({ contactId: null, isPageOnly: true, notePolicy: 'off' });
    expect(house.api.requests).toEqual([]);
  });

  test('a number alone, another caller and a search have nothing to go by', async () => {
    for (const result of [await house.resolve({ page: null }), await house.press({ page: null }), await house.press({ caller: { contactId: sam, reason: 'x' } }), await house.search('sam')]) expect(refusal(result)).toBe('not_connected');
  });
});
