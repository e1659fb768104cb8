import { describe, expect, test } from 'vitest';
import type { ContactFacts, ContactPlan, Proposal, ReadContact } from '../../../service/src/store/connectwise-store.ts';
import type { Account } from '../../../service/src/store/types.ts';
import { proposalFor } from './connectwise-fixture.ts';
import { event, jo, newId, start, verifiedNotice } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();
const contact = (change: Partial<ReadContact> = {}): ReadContact => ({ contactId: 70, name: 'Nobody', email: null, mobile: null, ...change });
const place = <T>(of: ReadContact, decide: (facts: ContactFacts) => ContactPlan<T>, into = house.store) => into.placeContact(house.world.tenant.id, house.world.customerId, of, decide);
const factsOf = (of: ReadContact) => place(of, (facts) => ({ result: facts, audit: [] }));
const match = (accountId: string, contactId: number | null) => house.store.matchAccount(house.world.tenant.id, accountId, contactId, event('account_matched'));
const open = () => house.other.listProposals(house.world.tenant.id, '', 99);
const entries = async (type: string) => (await house.store.listAudit(house.world.tenant.id, 1, 999)).filter(({ body }) => body.includes(`"type":"${type}"`)).length;
const held = () => house.other.findAccount(house.world.tenant.id, house.world.accountId);

async function addAccount(change: Partial<typeof jo>): Promise<Account> {
  const { store, world } = house;
  await store.addAccount(world.tenant.id, { ...jo, ...change }, event('account_added'));
  const found = (await store.listAccounts(world.tenant.id, { email: change.email ?? jo.email }, '', 9)).find(({ customerName }) => customerName === (change.customerName ?? jo.customerName));
  if (!found) throw new Error('the account was not stored');
  return found;
}

function newAccount(change: Partial<Account> = {}): Account {
  const { tenant, customerId } = house.world;
  return { id: newId(), tenantId: tenant.id, customerId, customerName: 'Acme', name: 'Sam', email: 'sam@acme.example', mobile: null, emailChangedAt: null, mobileChangedAt: null, contactId: 70, ...change };
}

describe('a contact is placed by', () => {
  test('the account that it is matched to, of whichever customer', async () => {
    const elsewhere = await addAccount({ customerName: 'Beta', email: 'sam@beta.example' });
    await match(elsewhere.id, 70);
    expect(await factsOf(contact())).toEqual({ companyId: null, matched: { ...elsewhere, contactId: 70 }, byEmail: undefined, byName: [], open: undefined, refused: undefined });
    expect((await factsOf(contact({ contactId: 71 }))).matched).toBeUndefined();
  });

  test('the account of its own customer with its address, matched or not', async () => {
    const [same, elsewhere] = [await held(), await addAccount({ customerName: 'Beta' })];
    expect((await factsOf(contact({ email: ' JO@acme.example' }))).byEmail).toEqual(same);
    await match(house.world.accountId, 99);
    expect((await factsOf(contact({ email: jo.email }))).byEmail).toEqual({ ...same, contactId: 99 });
    expect(elsewhere.customerId).not.toBe(house.world.customerId);
    expect((await factsOf(contact({ email: 'other@acme.example' }))).byEmail).toBeUndefined();
  });

  test('the accounts of its own customer with its name that are matched to none, whatever case and spaces', async () => {
    await addAccount({ customerName: 'Beta', name: 'Zoë Roe', email: 'zoe@beta.example' });
    const namesakes = [await addAccount({ name: 'Zoë  Roe', email: 'zoe1@acme.example' }), await addAccount({ name: 'ZOË ROE', email: 'zoe2@acme.example' }), await addAccount({ name: 'zoë roe', email: 'zoe3@acme.example' })];
    await match(namesakes[2]?.id ?? '', 99);
    const { byName } = await factsOf(contact({ name: ' Zoë Roe' }));
    expect(byName.toSorted((a, b) => a.email.localeCompare(b.email))).toEqual(namesakes.slice(0, 2));
    await match(namesakes[2]?.id ?? '', null);
    expect((await factsOf(contact({ name: 'Zoë Roe' }))).byName).toHaveLength(3);
  });

  test('the company that its customer is mapped to by now', async () => {
    const { store, world } = house;
    await store.mapCompany(world.tenant.id, world.customerId, 7, event('company_mapped'));
    expect((await factsOf(contact())).companyId).toBe(7);
    await store.mapCompany(world.tenant.id, world.customerId, null, event('company_unmapped'));
    expect((await factsOf(contact())).companyId).toBeNull();
  });

  test('what was refused last, of its own', async () => {
    const { world } = house;
    const refuse = (contactId: number, change: Partial<Proposal>) => place(contact({ contactId }), () => ({ result: 0, proposal: proposalFor(world, contactId, { isAccepted: false, ...change }), audit: [] }));
    await refuse(70, { id: 'first', decidedAt: start });
    await refuse(70, { id: 'last', decidedAt: start + 2 });
    await refuse(70, { id: 'accepted', decidedAt: start + 3, isAccepted: true });
    await refuse(71, { id: 'another', decidedAt: start + 4 });
    expect((await factsOf(contact())).refused).toEqual(proposalFor(world, 70, { id: 'last', decidedAt: start + 2, isAccepted: false }));
    expect((await factsOf(contact())).open).toBeUndefined();
  });

  test('the name that an account has now', async () => {
    const { store, world } = house;
    await store.changeAccount(world.tenant.id, world.accountId, (account) => ({ result: 0, account: { ...account, name: 'Jo Roe' }, notices: [], audit: [] }));
    expect((await factsOf(contact({ name: 'Jo' }))).byName).toEqual([]);
    expect((await factsOf(contact({ name: 'jo roe' }))).byName).toMatchObject([{ id: world.accountId }]);
  });

  test('its own open proposal', async () => {
    const proposal = proposalFor(house.world, 70);
    await place(contact(), () => ({ result: 0, proposal, audit: [] }));
    expect((await factsOf(contact())).open).toEqual(proposal);
    expect((await factsOf(contact({ contactId: 71 }))).open).toBeUndefined();
  });
});

describe('what was decided of a contact', () => {
  test('adds an account that is matched, with its entry', async () => {
    const account = newAccount();
    expect(await place(contact({ email: account.email }), () => ({ result: 'added', account, audit: [event('account_imported')] }))).toBe('added');
    expect(await house.other.findAccount(account.tenantId, account.id)).toEqual(account);
    expect((await factsOf(contact({ name: 'SAM', email: account.email }))).matched).toEqual(account);
    expect(await entries('account_imported')).toBe(1);
  });

  test('replaces an account that it saw, tells of it, and matches it', async () => {
    const before = await held();
    const change = { email: 'new@acme.example', emailChangedAt: start, name: 'Jo Roe', mobile: null, mobileChangedAt: start + 1, contactId: 70 };
    await place(contact({ email: jo.email }), ({ byEmail }) => ({ result: 0, account: { ...byEmail!, ...change }, notices: [verifiedNotice(house.world)], audit: [event('account_changed')] }));
    expect(await held()).toEqual({ ...before, ...change });
    expect(await house.other.claimNotice(start, 1)).toMatchObject({ accountId: house.world.accountId });
  });

  test('is written whole or not at all', async () => {
    const account = newAccount({ email: jo.email });
    const proposal = proposalFor(house.world, 70);
    await expect(place(contact(), () => ({ result: 0, account, proposal, notices: [verifiedNotice(house.world)], audit: [event('account_imported')] }))).rejects.toThrow();
    await expect(place(contact(), () => ({ result: 0, account: newAccount(), proposal: { ...proposal, accountId: 'nobody' }, audit: [event('account_imported')] }))).rejects.toThrow();
    await expect(place(contact(), () => { throw new Error('broken'); })).rejects.toThrow('broken');
    expect([await open(), await entries('account_imported'), await house.store.claimNotice(start, 1)]).toEqual([[], 0, undefined]);
    expect(await house.store.listAccounts(house.world.tenant.id, {}, '', 9)).toHaveLength(1);
  });

  test('cannot reach another customer, contact or tenant', async () => {
    const { world, stranger, store } = house;
    const beta = await addAccount({ customerName: 'Beta', email: 'sam@beta.example' });
    const none = { result: 0, audit: [] };
    await expect(place(contact(), () => ({ ...none, account: newAccount({ customerId: beta.customerId }) }))).rejects.toThrow('with its customer');
    await expect(place(contact({ email: jo.email }), ({ byEmail }) => ({ ...none, account: { ...byEmail!, customerId: beta.customerId } }))).rejects.toThrow('with its customer');
    await expect(place(contact(), () => ({ ...none, account: { ...beta, customerId: world.customerId } }))).rejects.toThrow();
    await expect(place(contact(), () => ({ ...none, account: newAccount({ tenantId: stranger.tenant.id }) }))).rejects.toThrow('within its tenant');
    await expect(place(contact(), () => ({ ...none, account: newAccount({ id: stranger.accountId }) }))).rejects.toThrow();
    await expect(place(contact(), () => ({ ...none, proposal: proposalFor(world, 71) }))).rejects.toThrow('with its contact');
    await expect(place(contact(), () => ({ ...none, proposal: proposalFor(stranger, 70) }))).rejects.toThrow('within its tenant');
    await expect(place(contact(), () => ({ ...none, notices: [verifiedNotice(stranger)] }))).rejects.toThrow('within its tenant');
    await expect(store.placeContact(world.tenant.id, stranger.customerId, contact(), () => none)).rejects.toThrow('No such customer');
    expect(await store.findAccount(world.tenant.id, beta.id)).toEqual(beta);
  });

  test('is one account for a contact and one proposal, however many place it at once on two connections', async () => {
    const placed = await Promise.all(Array.from({ length: 12 }, (_, index) => place(contact({ email: 'sam@acme.example' }), ({ matched }): ContactPlan<string> =>
      matched ? { result: 'known', proposal: proposalFor(house.world, 70), audit: [] } : { result: 'added', account: newAccount(), audit: [event('account_imported')] }, index % 2 ? house.store : house.other)));
    expect(placed.filter((result) => result === 'added')).toHaveLength(1);
    expect([(await open()).length, await entries('account_imported')]).toEqual([1, 1]);
  });
});

describe('proposals', () => {
  const propose = (proposal: Proposal) => place(contact({ contactId: proposal.contactId }), () => ({ result: 0, proposal, audit: [] }));
  const decide = (id: string, plan: (proposal: Proposal, account: Account | undefined) => ContactPlan<unknown>) => house.store.decideProposal(house.world.tenant.id, id, plan);
  const decided = (proposal: Proposal, isAccepted: boolean): Proposal => ({ ...proposal, decidedAt: start + 1, isAccepted });

  test('are one for each contact: a new one takes the place of the open one, or only takes it away', async () => {
    const [first, second, another] = [proposalFor(house.world, 70), proposalFor(house.world, 70, { kind: 'link', mobile: '+12025550111' }), proposalFor(house.world, 71, { kind: 'add', accountId: null, email: null })];
    for (const one of [first, another, second]) await propose(one);
    expect(await open()).toEqual([another, second].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
    await place(contact(), () => ({ result: 0, dropProposal: true, audit: [] }));
    expect(await open()).toEqual([another]);
  });

  test('are listed in pages', async () => {
    const all = Array.from({ length: 5 }, (_, index) => proposalFor(house.world, 80 + index)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    for (const one of all) await propose(one);
    const page = (afterId: string) => house.other.listProposals(house.world.tenant.id, afterId, 3);
    const first = await page('');
    expect([...first, ...(await page(first.at(-1)?.id ?? ''))]).toEqual(all);
    expect(first).toHaveLength(3);
  });

  test('are decided once, with the account that they are about', async () => {
    const proposal = proposalFor(house.world, 70);
    await propose(proposal);
    const accept = () => decide(proposal.id, (seen, account) => ({
      result: [seen, account], account: { ...account!, email: seen.email ?? '', emailChangedAt: start }, proposal: decided(seen, true), notices: [verifiedNotice(house.world)], audit: [event('account_changed')],
    }));
    const before = await held();
    expect(await accept()).toEqual([proposal, before]);
    expect(await held()).toMatchObject({ email: 'new@acme.example', emailChangedAt: start });
    expect([await open(), await accept(), await entries('account_changed')]).toEqual([[], undefined, 1]);
    expect(await house.store.claimNotice(start, 1)).toBeDefined();
  });

  test('that were refused stay as they were, and make room for the next', async () => {
    const [proposal, next] = [proposalFor(house.world, 70, { kind: 'add', accountId: null }), proposalFor(house.world, 70)];
    await propose(proposal);
    expect(await decide(proposal.id, (seen, account) => ({ result: [account], proposal: decided(seen, false), audit: [event('refused')] }))).toEqual([undefined]);
    await propose(next);
    expect(await open()).toEqual([next]);
    await expect(propose({ ...proposal, name: 'Again' })).rejects.toThrow();
    expect(await open()).toEqual([next]);
  });

  test('are left open by a decision that cannot be written', async () => {
    await addAccount({ name: 'Sam', email: 'new@acme.example' });
    const proposal = proposalFor(house.world, 70);
    await propose(proposal);
    await expect(decide(proposal.id, (seen, account) => ({ result: 0, account: { ...account!, email: seen.email ?? '' }, proposal: decided(seen, true), audit: [event('account_changed')] }))).rejects.toThrow();
    await expect(decide(proposal.id, () => ({ result: 0, proposal: proposalFor(house.world, 71), audit: [] }))).rejects.toThrow('with its contact');
    expect([await open(), await entries('account_changed')]).toEqual([[proposal], 0]);
  });
});

describe('by hand', () => {
  test('the accounts that are matched to contacts of a range are listed by contact, in pages', async () => {
    const [sam, kim] = [await addAccount({ email: 'sam@acme.example' }), await addAccount({ email: 'kim@acme.example' })];
    for (const [id, contactId] of [[sam.id, 70], [house.world.accountId, 71], [kim.id, 80]] as const) await match(id, contactId);
    const list = async (after: number, upTo: number, limit = 9) => (await house.other.listMatched(house.world.tenant.id, { after, upTo }, limit)).map(({ contactId }) => contactId);
    expect(await list(0, 2_147_483_647)).toEqual([70, 71, 80]);
    expect(await list(70, 80)).toEqual([71, 80]);
    expect(await list(70, 79)).toEqual([71]);
    expect(await list(0, 80, 2)).toEqual([70, 71]);
  });

  test('an account is matched to one contact and a contact to one account, until the match is taken away', async () => {
    const sam = await addAccount({ name: 'Sam', email: 'sam@acme.example' });
    expect(await match(house.world.accountId, 70)).toBe(true);
    await expect(match(sam.id, 70)).rejects.toThrow();
    expect((await held())?.contactId).toBe(70);
    expect(await match(house.world.accountId, null)).toBe(true);
    expect(await match(sam.id, 70)).toBe(true);
    expect((await factsOf(contact())).matched?.id).toBe(sam.id);
    expect(await match('nobody', 71)).toBe(false);
    expect(await entries('account_matched')).toBe(3);
  });

  test('a company is mapped to one customer, until the mapping is taken away', async () => {
    const { store, other, world } = house;
    const beta = await store.ensureCustomer(world.tenant.id, 'Beta');
    const map = (customerId: string, companyId: number | null) => store.mapCompany(world.tenant.id, customerId, companyId, event('company_mapped'));
    const mapped = async () => Object.fromEntries((await other.listCustomers(world.tenant.id)).map(({ name, companyId }) => [name, companyId]));
    await map(world.customerId, 7);
    await expect(map(beta, 7)).rejects.toThrow();
    expect(await mapped()).toEqual({ Acme: 7, Beta: null });
    await map(world.customerId, null);
    await map(beta, 7);
    expect(await mapped()).toEqual({ Acme: null, Beta: 7 });
    await expect(map('nobody', 8)).rejects.toThrow('No such customer');
    expect(await entries('company_mapped')).toBe(3);
  });

  test('a mapping that changes takes what was proposed for its customer with it, and nothing else', async () => {
    const { store, world } = house;
    const beta = await store.ensureCustomer(world.tenant.id, 'Beta');
    const propose = (contactId: number, change: Partial<Proposal>, customerId = world.customerId) =>
      store.placeContact(world.tenant.id, customerId, contact({ contactId }), () => ({ result: 0, proposal: proposalFor(world, contactId, { customerId, ...change }), audit: [] }));
    await propose(70, { kind: 'add', accountId: null });
    await propose(71, { id: 'refused', isAccepted: false, decidedAt: start });
    await propose(72, { id: 'beta', kind: 'add', accountId: null }, beta);
    await store.mapCompany(world.tenant.id, world.customerId, 7, event('company_mapped'));
    expect((await open()).map(({ id }) => id)).toEqual(['beta']);
    expect((await factsOf(contact({ contactId: 71 }))).refused).toMatchObject({ id: 'refused' });
  });

  test('another tenant may have the same contact and the same company', async () => {
    const { store, world, stranger } = house;
    for (const { tenant, accountId, customerId } of [world, stranger]) {
      expect(await store.matchAccount(tenant.id, accountId, 70, event('account_matched'))).toBe(true);
      await store.mapCompany(tenant.id, customerId, 7, event('company_mapped'));
    }
    expect((await store.listCustomers(stranger.tenant.id))[0]?.companyId).toBe(7);
  });

  test('a customer is added once, whatever case and spaces, however many ask at once', async () => {
    const { store, other, world, stranger } = house;
    expect(await store.ensureCustomer(world.tenant.id, ' ACME ')).toBe(world.customerId);
    const names = ['Gamma  Ltd', 'gamma ltd', ' GAMMA LTD'];
    const ids = await Promise.all(Array.from({ length: 9 }, (_, index) => (index % 2 ? store : other).ensureCustomer(world.tenant.id, names[index % 3] ?? '')));
    expect(new Set(ids).size).toBe(1);
    const customers = await store.listCustomers(world.tenant.id);
    expect(customers.map(({ name }) => name.toLowerCase())).toEqual(['acme', 'gamma ltd']);
    expect(await store.ensureCustomer(stranger.tenant.id, 'gamma ltd')).not.toBe(ids[0]);
  });
});
