import { describe, expect, test } from 'vitest';
import type { PersonRecord } from '../../../../service/src/connectwise/types.ts';
import { readContact } from '../../../../service/src/connectwise/people/read-contact.ts';

const rule = { mobileTypes: ['mobile', 'cell'], country: 'US' as const };
const phone = (type: string, value: string, more: Partial<PersonRecord['phones'][number]> = {}) => ({ type, value, extension: null, isDefault: false, ...more });
const person = (more: Partial<PersonRecord> = {}): PersonRecord => ({
  id: 501, name: 'Jo Doe', firstName: 'Jo', lastName: 'Doe', company: { id: 19, name: 'Acme' }, isInactive: false, emails: ['Jo@Acme.example'], phones: [phone('Cell', '(202) 555-0199')], ...more,
});

test('the default address and the number of a mobile type are taken, as accounts keep them', () => {
  expect(readContact(person({ emails: ['Jo@Acme.example', 'private@else.example'] }), rule)).toEqual({
    contact: { contactId: 501, name: 'Jo Doe', email: 'jo@acme.example', mobile: '+12025550199' }, flaw: null, numberReason: null,
  });
});

describe('an address', () => {
  test.each([
    ['none', [], 'no_address', 'the contact has no e-mail address'],
    ['a blank one', ['  '], 'no_address', 'the contact has no e-mail address'],
    ['two in one', ['jo@acme.example; sam@acme.example'], 'unreadable', 'more than one e-mail address'],
    ['one with a name', ['Jo <jo@acme.example>'], 'unreadable', 'the e-mail address must stand alone, without a name or brackets'],
    ['one with look-alike letters', ['jо@acme.example'], 'unreadable', 'the e-mail address mixes look-alike letters'],
    ['a bad default beside a good one, which would be a guess', ['jo at acme', 'jo@acme.example'], 'unreadable', 'the e-mail address is malformed'],
  ])('%s is none', (_, emails, kind, reason) => {
    expect(readContact(person({ emails }), rule)).toMatchObject({ contact: { email: null }, flaw: { kind, reason } });
  });
});

describe('a number', () => {
  test.each([
    ['of another type is none', [phone('Direct', '2025550199')], null, null],
    ['of the first type that has one counts', [phone('Cell', '2025550123'), phone('MOBILE ', '2025550199')], '+12025550199', null],
    ['that is the default counts before others of its type', [phone('Cell', '2025550123'), phone('Cell', '2025550199', { isDefault: true })], '+12025550199', null],
    ['that stands twice is one', [phone('Cell', '2025550199'), phone('Cell', '+1 202 555 0199')], '+12025550199', null],
    ['beside another, none of them the default, is a guess', [phone('Cell', '2025550199'), phone('Cell', '2025550123')], null, 'there are several mobile numbers and none of them is the default'],
    ['with its country code is of that country', [phone('Cell', '+44 7400 123456')], '+447400123456', null],
    ['that is blank is not there', [phone('Mobile', ' '), phone('Cell', '2025550199')], '+12025550199', null],
    ['that is none is left out, and so is the address of the reason', [phone('Cell', '12345')], null, 'the mobile number is not valid'],
    ['with an extension is none', [phone('Cell', '2025550199', { extension: '12' })], null, 'the mobile number has an extension'],
    ['that takes no text messages is none', [phone('Cell', '8005550199')], null, 'the number is not a mobile number'],
  ])('%s', (_, phones, mobile, numberReason) => {
    expect(readContact(person({ phones }), rule)).toMatchObject({ contact: { mobile }, flaw: null, numberReason });
  });

  test('without a country code belongs to the tenant’s country', () => {
    expect(readContact(person({ phones: [phone('Cell', '07400 123456')] }), { ...rule, country: 'GB' }).contact.mobile).toBe('+447400123456');
  });
});

test('an inactive contact is nobody, whatever else it has', () => {
  expect(readContact(person({ isInactive: true, emails: [] }), rule).flaw).toEqual({ kind: 'inactive', reason: 'the contact is inactive' });
});

test.each([['', 'the name is missing'], ['Jo\u202EDoe', 'the name contains invisible characters'], ['x'.repeat(201), 'the name is longer than 200 characters']])('a name that is none is said to be: %j', (name, reason) => {
  expect(readContact(person({ name }), rule).flaw).toEqual({ kind: 'unreadable', reason });
});

test('no reason repeats an address or a number', () => {
  const records = [person({ emails: ['x"secret"@acme.example'] }), person({ phones: [phone('Cell', '99 secret 99')] }), person({ phones: [phone('Cell', '2025550199'), phone('Cell', '2025550123')] })];
  for (const record of records) {
    const { flaw, numberReason } = readContact(record, rule);
    expect(`${flaw?.reason}${numberReason}`).not.toMatch(/secret|acme|\d{2}/);
    expect(flaw ?? numberReason).not.toBeNull();
  }
});
