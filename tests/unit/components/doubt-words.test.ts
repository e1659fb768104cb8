import { describe, expect, test } from 'vitest';
import { type ContactRecord, doubts } from '#contract/connectwise';
import { doubtWords } from '../../../components/doubt-words';
import { contact as page } from '../../support/gallery/samples';
import { maskDestination } from '../../../service/src/verification/mask';

const record: ContactRecord = { contactId: 7, name: 'Jo Doe', company: 'Acme Corporation', email: 'j•••@a•••.example', isTicketContact: true };

describe('a page that differs from the record', () => {
  test('in the address: both sides, the record’s masked', () => {
    const words = doubtWords(['page_differs'], { page: { ...page, email: 'mallory@evil.example' }, record });
    expect(words).toEqual(['The page shows mallory@evil.example. ConnectWise’s contact record says j•••@a•••.example.']);
  });

  test('in an address that looks the same behind its mask', () => {
    const words = doubtWords(['page_differs'], { page: { ...page, email: 'jim@attacker.example' }, record });
    expect(words).toEqual(['The page shows jim@attacker.example. ConnectWise’s contact record says j•••@a•••.example.']);
  });

  test('in names alone: the address that fits is not blamed', () => {
    const words = doubtWords(['page_differs'], { page: { ...page, contact: 'Mallory', company: 'Acme Holding' }, record });
    expect(words).toEqual(['The page shows Mallory. ConnectWise’s contact record says Jo Doe.', 'The page shows Acme Holding. ConnectWise’s contact record says Acme Corporation.']);
  });

  test('in everything: one sentence pair for each', () => {
    expect(doubtWords(['page_differs'], { page: { ...page, contact: 'Mallory', company: 'Evil', email: 'm@evil.example' }, record })).toHaveLength(3);
  });

  test('in letters’ case alone is not blamed on the name', () => {
    const words = doubtWords(['page_differs'], { page: { ...page, contact: 'JO DOE', email: 'm@evil.example' }, record });
    expect(words.join()).not.toContain('JO DOE');
  });

  test('where the record has no address, says so', () => {
    expect(doubtWords(['page_differs'], { page, record: { ...record, email: null } })).toEqual(['The page shows jo@acme.example. ConnectWise’s contact record says no address.']);
  });

  test('in the company, where another contact is the caller: nobody is blamed for not being the ticket’s contact', () => {
    const other = { ...record, name: 'Sam Roe', email: 's•••@a•••.example', isTicketContact: false };
    expect(doubtWords(['page_differs'], { page: { ...page, company: 'Acme Holding' }, record: other })).toEqual(['The page shows Acme Holding. ConnectWise’s contact record says Acme Corporation.']);
  });

  test('in the company: said once, by what is worse', () => {
    const words = doubtWords(['page_differs', 'company_differs'], { page, record: { ...record, company: 'Evil' } });
    expect(words).toEqual(['The ticket belongs to Acme Corporation. The contact belongs to Evil.']);
  });
});

test('every doubt has words of its own, whatever is known', () => {
  for (const sides of [{ page, record }, { page, record: null }, { record }, { record: null }]) {
    const words = doubts.map((doubt) => doubtWords([doubt], sides).join(' '));
    expect(new Set(words).size).toBe(doubts.length);
    for (const sentence of words) expect(sentence).toMatch(/^[A-Z].*\.$/);
  }
});

test.each(['jo@acme.example', 'j@mail.acme.example', 'zoë@münchen.example', '\u{1F600}x@a.b.example', 'x@localhost'])('%s is recognised behind the mask that the service writes', (email) => {
  const masked = maskDestination('email', email);
  const words = doubtWords(['page_differs'], { page: { ...page, contact: 'Somebody else', email }, record: { ...record, email: masked } });
  expect(words).toEqual(['The page shows Somebody else. ConnectWise’s contact record says Jo Doe.']);
});
