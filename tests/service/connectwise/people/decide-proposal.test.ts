import { describe, expect, test } from 'vitest';
import { planAcceptance, planRefusal } from '../../../../service/src/connectwise/people/decide-proposal.ts';
import type { Proposal } from '../../../../service/src/store/connectwise-store.ts';
import type { Account } from '../../../../service/src/store/types.ts';

const now = 1_800_000_000_000;
const deps = { now, newId: () => 'new', by: 'admin' };
const account: Account = {
  id: 'jo', tenantId: 't', customerId: 'acme', customerName: 'Acme', name: 'Jo Doe', email: 'jo@acme.example', mobile: '+12025550199', emailChangedAt: null, mobileChangedAt: null, contactId: 501,
};
const change: Proposal = {
  id: 'p', tenantId: 't', kind: 'change', contactId: 501, accountId: 'jo', customerId: 'acme', name: 'Jo Doe', email: 'new@acme.example', mobile: null, proposedAt: now - 1000, decidedAt: null, isAccepted: null,
};
const link: Proposal = { ...change, kind: 'link', email: null };
const types = (events: { type: string }[]) => events.map(({ type }) => type);

describe('an accepted change', () => {
  test('of the address is told at the old address and number, and the new one is not used for 72 hours', () => {
    const plan = planAcceptance(change, account, deps);
    expect(plan.account).toEqual({ ...account, email: 'new@acme.example', emailChangedAt: now });
    expect(plan.notices?.map(({ kind, method, destination }) => [kind, method, destination])).toEqual([['destination_changed', 'sms', '+12025550199'], ['destination_changed', 'email', 'jo@acme.example']]);
    expect(plan.result).toMatchObject({ outcome: 'changed', changed: { email: { from: 'j•••@a•••.example', to: 'n•••@a•••.example' } } });
    expect(plan.proposal).toEqual({ ...change, decidedAt: now, isAccepted: true });
  });

  test('is on record with who accepted it, and with no address', () => {
    const { audit } = planAcceptance(change, account, deps);
    expect(types(audit)).toEqual(['proposal_accepted', 'account_changed']);
    expect(audit.map(({ technicianId }) => technicianId)).toEqual(['admin', 'admin']);
    expect(JSON.stringify(audit)).not.toMatch(/jo@|new@|555/);
  });

  test('leaves a number alone that ConnectWise does not have', () => {
    expect(planAcceptance(change, account, deps).account?.mobile).toBe(account.mobile);
    expect(planAcceptance({ ...change, email: account.email, mobile: '+12025550123' }, account, deps).account).toMatchObject({ mobile: '+12025550123', mobileChangedAt: now, emailChangedAt: null });
  });

  test('is decided on the account as it is by then', () => {
    const meanwhile = { ...account, name: 'Jo Roe', mobile: '+12025550177' };
    const { account: next, result, notices } = planAcceptance({ ...change, mobile: '+12025550177' }, meanwhile, deps);
    expect(next).toMatchObject({ name: 'Jo Doe', email: 'new@acme.example', mobile: '+12025550177', mobileChangedAt: null });
    expect(result).toMatchObject({ outcome: 'changed', changed: { name: { from: 'Jo Roe', to: 'Jo Doe' } } });
    expect(notices?.map(({ destination }) => destination)).toEqual(['+12025550177', 'jo@acme.example']);
  });

  test('of an account that is so by then changes nothing and tells nobody', () => {
    const plan = planAcceptance(change, { ...account, email: 'new@acme.example' }, deps);
    expect(plan).toMatchObject({ result: { outcome: 'unchanged' }, proposal: { isAccepted: true } });
    expect([plan.account, plan.notices]).toEqual([undefined, undefined]);
    expect(types(plan.audit)).toEqual(['proposal_accepted']);
  });
});

test('an accepted match by name matches, and changes nothing else', () => {
  const plan = planAcceptance(link, { ...account, contactId: null }, deps);
  expect(plan).toMatchObject({ result: { outcome: 'linked' }, account: { ...account, contactId: 501 }, proposal: { isAccepted: true } });
  expect(types(plan.audit)).toEqual(['proposal_accepted', 'account_matched']);
  expect(plan.notices).toBeUndefined();
});

describe('what does not hold any more is not applied, and goes', () => {
  test.each([
    ['the account is gone', change, undefined, 'the account is not there any more'],
    ['the account was unmatched', change, { ...account, contactId: null }, 'the account is not matched to this contact any more'],
    ['the account was matched to somebody else', change, { ...account, contactId: 7 }, 'the account is not matched to this contact any more'],
    ['the account of the name has a contact by now', link, { ...account, contactId: 7 }, 'the account is matched to a contact already'],
    ['the account has another name by now', link, { ...account, contactId: null, name: 'Al Roe' }, 'the account has another name by now'],
  ])('%s', (_, proposal, held, reason) => {
    const plan = planAcceptance(proposal, held, deps);
    expect(plan).toEqual({ result: { outcome: 'not_applied', proposal, account: held, reason }, dropProposal: true, audit: [] });
  });
});

test('a refused one changes nothing, and is on record', () => {
  const plan = planRefusal(change, account, deps);
  expect(plan.account).toBeUndefined();
  expect(plan.proposal).toEqual({ ...change, decidedAt: now, isAccepted: false });
  expect(plan.audit).toMatchObject([{ type: 'proposal_refused', technicianId: 'admin', details: { proposalId: 'p', kind: 'change', contactId: 501, accountId: 'jo' } }]);
});
