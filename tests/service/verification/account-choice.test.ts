import { describe, expect, test } from 'vitest';
import { chooseAccount } from '../../../service/src/verification/account-choice.ts';
import type { LookUp } from '../../../service/src/verification/evidence.ts';
import { accountFor } from './accounts.ts';

const jo = accountFor({ id: 'jo' });
const matched = accountFor({ id: 'jo', contactId: 42 });
const atGlobex = accountFor({ id: 'jo-globex', customerId: 'customer-globex', customerName: 'Globex' });
const sam = accountFor({ id: 'sam', email: 'sam@acme.example' });
const acme = { id: 7, name: 'Acme' };

const email = 'jo@acme.example';
function choose(accounts: Parameters<typeof chooseAccount>[0]['accounts'], lookUp: Partial<LookUp> = {}, more: { companyIds?: Record<string, number>; customerId?: string } = {}): string {
  const choice = chooseAccount({ accounts, companyIds: more.companyIds ?? {} }, { email, contactId: null, company: acme, ...lookUp }, more.customerId);
  return choice.ok ? `${choice.value.account.id}${choice.value.chosen ? ', chosen' : ''}` : choice.refusal.code;
}

describe('the match decides', () => {
  test('where the record has another address than the account', () => expect(choose([{ ...matched, email: 'old@acme.example' }], { contactId: 42 })).toBe('jo'));
  test('where it and the address are one account', () => expect(choose([matched], { contactId: 42 })).toBe('jo'));
  test('never against the company', () => {
    expect(choose([{ ...matched, email: 'old@acme.example' }], { contactId: 42, company: { id: 8, name: 'Globex' } })).toBe('company_mismatch');
    expect(choose([matched], { contactId: 42, company: { id: 8, name: 'Globex' } })).toBe('company_mismatch');
  });
  test('for its own contact only', () => {
    expect(choose([{ ...matched, email: 'old@acme.example' }], { contactId: 43 })).toBe('account_not_found');
    expect(choose([{ ...matched, email: 'old@acme.example' }])).toBe('account_not_found');
  });
});

describe('match and address that point to two accounts', () => {
  test('stop everything', () => expect(choose([jo, { ...sam, contactId: 42 }], { contactId: 42 })).toBe('match_differs'));
  test('also where they are of two customers', () => {
    expect(choose([{ ...matched, email: 'old@acme.example' }, atGlobex], { contactId: 42 })).toBe('match_differs');
    expect(choose([matched, atGlobex], { contactId: 42, company: { id: 8, name: 'Globex' } })).toBe('match_differs');
  });
  test('whatever the technician chooses', () => {
    const neither = { contactId: 42, company: { id: 9, name: 'Neither' } };
    expect(choose([matched, atGlobex], neither)).toBe('customer_ambiguous');
    expect(choose([matched, atGlobex], neither, { customerId: 'customer-globex' })).toBe('match_differs');
    expect(choose([matched, atGlobex], neither, { customerId: 'customer-acme' })).toBe('jo, chosen');
  });
});

describe('a company', () => {
  const companyIds = { 'customer-acme': 7 };
  test('is known by its number where its customer is mapped, whatever it is called', () => expect(choose([jo], { company: { id: 7, name: 'Acme Holding' } }, { companyIds })).toBe('jo'));
  test('is another one with another number, though it has the name', () => expect(choose([jo], { company: { id: 8, name: 'Acme' } }, { companyIds })).toBe('company_mismatch'));
  test('is known by its name where its customer is not mapped, or the page alone was seen', () => {
    expect(choose([jo], { company: { id: 8, name: ' ACME ' } })).toBe('jo');
    expect(choose([jo], { company: { id: null, name: 'Acme' } }, { companyIds })).toBe('jo');
  });
  test('that has a customer is not that of another customer who only has its name', () => {
    const mapped = { ...atGlobex, customerName: 'Acme Holding' };
    for (const both of [[jo, mapped], [mapped, jo]]) expect(choose(both, { company: { id: 8, name: 'Acme' } }, { companyIds: { 'customer-globex': 8 } })).toBe('jo-globex');
  });
  test('decides by its number between two customers with the address', () => expect(choose([jo, atGlobex], { company: { id: 8, name: 'Acme' } }, { companyIds: { ...companyIds, 'customer-globex': 8 } })).toBe('jo-globex'));
});
