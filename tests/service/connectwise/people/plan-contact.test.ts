import { describe, expect, test } from 'vitest';
import type { Placement } from '#contract/connectwise-admin';
import { planContact } from '../../../../service/src/connectwise/people/plan-contact.ts';
import type { PlaceMode } from '../../../../service/src/connectwise/people/plan-contact.ts';
import type { Flaw, Reading } from '../../../../service/src/connectwise/people/read-contact.ts';
import type { ContactFacts, Proposal, ReadContact } from '../../../../service/src/store/connectwise-store.ts';
import type { Account } from '../../../../service/src/store/types.ts';

const now = 1_800_000_000_000;
const modes = ['dry', 'import', 'sync'] as const;
const jo: Account = {
  id: 'jo', tenantId: 't', customerId: 'acme', customerName: 'Acme', name: 'Jo Doe', email: 'jo@acme.example', mobile: '+12025550199', emailChangedAt: null, mobileChangedAt: null, contactId: null,
};
const matchedJo = { ...jo, contactId: 501 };
const other: Account = { ...jo, id: 'other', name: 'Sam Roe', email: 'sam@acme.example', mobile: null };
const says = (more: Partial<ReadContact> = {}): ReadContact => ({ contactId: 501, name: 'Jo Doe', email: 'jo@acme.example', mobile: '+12025550199', ...more });
const nothing: ContactFacts = { companyId: 19, matched: undefined, byEmail: undefined, byName: [], open: undefined, refused: undefined };
const flaws: Record<Flaw['kind'], Flaw> = {
  inactive: { kind: 'inactive', reason: 'the contact is inactive' },
  no_address: { kind: 'no_address', reason: 'the contact has no e-mail address' },
  unreadable: { kind: 'unreadable', reason: 'more than one e-mail address' },
};

function plan(facts: Partial<ContactFacts>, contact: ReadContact, mode: PlaceMode = 'import', flaw: Flaw | null = null) {
  const reading: Reading = { contact, flaw, numberReason: null };
  return planContact({ ...nothing, ...facts }, reading, { mode, tenantId: 't', customer: { id: 'acme', name: 'Acme', companyId: 19 }, now, newId: () => 'new' });
}

type Case = [what: string, facts: Partial<ContactFacts>, contact: ReadContact, flaw: Flaw | null, import_: Placement[], sync?: Placement[]];
const noAddress = says({ email: null });
const twoOfTheName = [{ ...jo, email: 'a@acme.example' }, { ...jo, id: 'jo2', email: 'b@acme.example' }];
const table: Case[] = [
  ['has its account', { matched: matchedJo }, says(), null, ['unchanged']],
  ['differs in case and spaces of the name alone', { matched: matchedJo }, says({ name: 'JO  doe' }), null, ['unchanged']],
  ['has no number, which says nothing about the account’s', { matched: matchedJo }, says({ mobile: null }), null, ['unchanged']],
  ['has its account, with another address', { matched: matchedJo }, says({ email: 'new@acme.example' }), null, ['change_proposed']],
  ['has its account, with another number', { matched: matchedJo }, says({ mobile: '+12025550123' }), null, ['change_proposed']],
  ['has its account, with another name', { matched: matchedJo }, says({ name: 'Jo Roe' }), null, ['change_proposed']],
  ['has its account, and an address that another account has', { matched: matchedJo, byEmail: other }, says({ email: other.email }), null, ['address_taken']],
  ['has its account, in another customer', { matched: { ...matchedJo, customerId: 'globex' } }, says(), null, ['other_customer']],
  ['has its account, and is inactive', { matched: matchedJo }, says(), flaws.inactive, ['inactive']],
  ['has its account, and no address', { matched: matchedJo }, noAddress, flaws.no_address, ['no_address']],
  ['has its account, and an address that is none', { matched: matchedJo }, noAddress, flaws.unreadable, ['unreadable']],
  ['has the address of an account', { byEmail: jo }, says(), null, ['linked']],
  ['has the address of an account, and another number', { byEmail: jo }, says({ mobile: '+12025550123' }), null, ['linked', 'change_proposed']],
  ['has the address of an account of another name', { byEmail: jo }, says({ name: 'Joanna Doe' }), null, ['linked', 'change_proposed']],
  ['has the address of an account that another contact has', { byEmail: { ...jo, contactId: 7 } }, says(), null, ['address_taken']],
  ['has neither', {}, says(), null, ['added'], ['add_proposed']],
  ['has neither and no number', {}, says({ mobile: null }), null, ['added'], ['add_proposed']],
  ['has the name of somebody who has a contact', { byName: [{ ...jo, email: 'a@acme.example', contactId: 7 }] }, says(), null, ['added'], ['add_proposed']],
  ['has the name of an account with another address', { byName: [{ ...jo, email: 'a@acme.example' }] }, says(), null, ['name_differs']],
  ['has the name of two accounts', { byName: twoOfTheName }, says(), null, ['several_of_name']],
  ['has the name of an account, and no address', { byName: [jo] }, noAddress, flaws.no_address, ['link_proposed']],
  ['has the name of two accounts, and no address', { byName: twoOfTheName }, noAddress, flaws.no_address, ['several_of_name']],
  ['has the name of an account, and an address that is none', { byName: [jo] }, noAddress, flaws.unreadable, ['unreadable']],
  ['has the name of an account, and is inactive', { byName: [jo] }, noAddress, flaws.inactive, ['inactive']],
  ['has nothing', {}, noAddress, flaws.no_address, ['no_address']],
  ['is inactive', {}, says(), flaws.inactive, ['inactive']],
  ['is of a company whose mapping was taken away meanwhile', { companyId: null, byEmail: jo }, says(), null, ['not_mapped']],
  ['is of a company that another customer has by now', { companyId: 20 }, says(), null, ['not_mapped']],
];

describe.each(modes)('%s: a contact that', (mode) => {
  test.each(table)('%s', (_, facts, contact, flaw, imported, synced = imported) => {
    const { result, account, proposal, audit, notices } = plan(facts, contact, mode, flaw);
    const expected = mode === 'sync' ? synced : imported;
    expect(result.placements).toEqual(expected);
    expect(notices).toBeUndefined();
    const writes = mode !== 'dry';
    expect(account !== undefined).toBe(writes && (expected.includes('linked') || expected.includes('added')));
    expect(proposal !== undefined).toBe(writes && expected.some((placement) => placement.endsWith('_proposed')));
    expect(audit.map(({ type }) => type)).toEqual(!account ? [] : [expected.includes('added') ? 'account_added' : 'account_matched']);
  });

  test('is matched changes nothing but the match', () => {
    const { account } = plan({ byEmail: jo }, says({ name: 'Joanna Doe', mobile: '+12025550123' }), mode);
    expect(account).toEqual(mode === 'dry' ? undefined : { ...jo, contactId: 501 });
  });
});

describe('what is proposed', () => {
  test('is what ConnectWise has, about the account that it is', () => {
    expect(plan({ matched: matchedJo }, says({ name: 'Jo Roe', email: 'new@acme.example', mobile: null })).proposal).toEqual({
      id: 'new', tenantId: 't', kind: 'change', contactId: 501, accountId: 'jo', customerId: 'acme', name: 'Jo Roe', email: 'new@acme.example', mobile: null, proposedAt: now, decidedAt: null, isAccepted: null,
    });
    expect(plan({}, says(), 'sync').proposal).toMatchObject({ kind: 'add', accountId: null, name: 'Jo Doe', email: 'jo@acme.example', mobile: '+12025550199' });
    expect(plan({ byName: [jo] }, noAddress, 'sync', flaws.no_address).proposal).toMatchObject({ kind: 'link', accountId: 'jo', email: null });
  });

  const open: Proposal = plan({ matched: matchedJo }, says({ email: 'new@acme.example' })).proposal!;
  const before: Proposal = { ...open, id: 'before', proposedAt: now - 1 };

  test('already stays as it is', () => {
    const { proposal, dropProposal } = plan({ matched: matchedJo, open: before }, says({ email: 'new@acme.example' }));
    expect([proposal, dropProposal]).toEqual([undefined, undefined]);
  });

  test('is replaced by what ConnectWise says now, under another id: nobody accepts what they have not seen', () => {
    expect(plan({ matched: matchedJo, open: before }, says({ email: 'newer@acme.example' })).proposal).toMatchObject({ id: 'new', email: 'newer@acme.example' });
  });

  test.each([
    ['the account is so by now', { matched: { ...matchedJo, email: 'new@acme.example' } }, says({ email: 'new@acme.example' }), null],
    ['ConnectWise took it back', { matched: matchedJo }, says(), null],
    ['the contact is inactive', { matched: matchedJo }, says(), flaws.inactive],
    ['somebody else has the address', { matched: matchedJo, byEmail: other }, says({ email: other.email }), null],
  ])('goes where %s', (_, facts, contact, flaw) => {
    const planned = plan({ ...facts, open: before }, contact, 'sync', flaw);
    expect(planned).toMatchObject({ dropProposal: true });
    expect(planned.proposal).toBeUndefined();
    expect(plan({ ...facts, open: before }, contact, 'dry', flaw).dropProposal).toBeUndefined();
  });

  test('to add somebody goes when an import adds them', () => {
    const proposed = plan({}, says(), 'sync').proposal!;
    expect(plan({ open: proposed }, says(), 'import')).toMatchObject({ dropProposal: true, account: { contactId: 501, email: 'jo@acme.example', customerName: 'Acme', emailChangedAt: null } });
  });
});

describe('what was refused', () => {
  const refusedChange: Proposal = { ...plan({ matched: matchedJo }, says({ email: 'new@acme.example' })).proposal!, isAccepted: false, decidedAt: now - 1 };
  const refusedAdd: Proposal = { ...plan({}, says(), 'sync').proposal!, isAccepted: false, decidedAt: now - 1 };

  test.each(['import', 'sync'] as const)('is neither proposed nor done again by the %s', (mode) => {
    expect(plan({ matched: matchedJo, refused: refusedChange }, says({ email: 'new@acme.example' }), mode)).toEqual({ result: { placements: ['refused_before'], account: matchedJo, reason: null }, audit: [] });
    expect(plan({ refused: refusedAdd }, says(), mode)).toEqual({ result: { placements: ['refused_before'], account: undefined, reason: null }, audit: [] });
  });

  test('does not stand in the way of what ConnectWise says now', () => {
    expect(plan({ matched: matchedJo, refused: refusedChange }, says({ email: 'newer@acme.example' }), 'sync').proposal).toMatchObject({ kind: 'change', email: 'newer@acme.example' });
    expect(plan({ refused: refusedAdd }, says({ email: 'other@acme.example' })).result.placements).toEqual(['added']);
    expect(plan({ byEmail: jo, refused: refusedAdd }, says()).result.placements).toEqual(['linked']);
  });
});

test('no audit entry and no reason repeats an address or a number', () => {
  for (const [, facts, contact, flaw] of table) {
    const { audit, result } = plan(facts, contact, 'import', flaw);
    expect(JSON.stringify([audit, result.reason])).not.toMatch(/@|555/);
  }
});
