import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { viewOf } from '../../../utils/background/tabs';
import type { FieldReading, Reading } from '../../../utils/connectwise/reading';
import { notTicketReasons } from '../../../utils/workflow/snapshot';
import { goodNames, hostileAddresses, hostileNames, makeAddress } from '../../support/reader/values';

const host = 'na.myconnectwise.net';
const ticket = (company: string, contact: string, email: string): Reading => ({ kind: 'ticket', number: '4711', company: field(company), contact: field(contact), email: field(email) });
const field = (value: string): FieldReading => ({ state: 'read', value });
const missing = (reading: Reading) => {
  const view = viewOf(host, reading);
  return view.kind === 'incomplete' ? view.missing : view;
};

test.each(notTicketReasons)('%s stays the reason', (why) => {
  expect(viewOf(host, { kind: 'not_ticket', why })).toEqual({ kind: 'not_ticket', why });
});

test.each(['empty', 'not_found', 'no_pod', 'differs', 'too_long'] as const)('a field that is %s is named with that', (state) => {
  expect(missing({ ...ticket('Acme', 'Jo', 'jo@acme.example'), contact: { state } } as Reading)).toEqual([{ field: 'contact', problem: state }]);
});

describe('a name', () => {
  test.each([
    ['201 characters', 'a'.repeat(201), 'too_long'],
    ['a NUL', 'Jo\0Sample', 'hidden_characters'],
    ['half a character', 'Jo \ud800', 'hidden_characters'],
    ['a line feed', 'Jo\nSample', 'hidden_characters'],
    ['a right-to-left override', 'Jo \u202Eelpmas', 'hidden_characters'],
    ['an isolate', '\u2067Jo Sample', 'hidden_characters'],
    ['nothing but hidden blanks', '\u00A0\uFEFF', 'empty'],
  ])('with %s is refused', (_, contact, problem) => expect(missing(ticket('Acme', contact, 'jo@acme.example'))).toEqual([{ field: 'contact', problem }]));

  test.each(['Zoë Ångström', '山田太郎', 'محمد', '<b>Jo</b>', "O'Neil, Jo (IT)"])('%j is taken as it is', (contact) => {
    expect(viewOf(host, ticket('Acme', contact, 'jo@acme.example'))).toMatchObject({ kind: 'ticket', contact: { contact } });
  });
});

test.each(['\uFEFFjo@acme.example', 'jo@acme.example\u00A0', '\u2028jo@acme.example', 'jo@acme.example\u200B'])('a hidden character around an address is seen and refused, not tidied away: %j', (email) => {
  expect(viewOf(host, ticket('Acme', 'Jo', email))).toMatchObject({ kind: 'bad_address', problem: 'hidden_characters' });
});

test('10,000 hostile contacts: each is taken as it stands or refused, with a reason', () => {
  const name = fc.oneof(...[goodNames, hostileNames].map((names) => fc.constantFrom(...names)), fc.string({ unit: 'binary', maxLength: 300 }));
  const email = fc.oneof(fc.nat(999).map(makeAddress), fc.constantFrom(...hostileAddresses), fc.string({ unit: 'binary', maxLength: 300 }), fc.emailAddress());
  let taken = 0;
  const property = fc.property(name, name, email, (company, contact, address) => {
    const view = viewOf(host, ticket(company, contact, address));
    if (view.kind === 'incomplete') return view.missing.length > 0;
    if (view.kind !== 'ticket') return view.kind === 'bad_address';
    taken += 1;
    const { contact: read } = view;
    return read.email === address.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '').toLowerCase() && read.contact === contact.trim() && read.company === company.trim() && !hostileAddresses.includes(address);
  });
  fc.assert(property, { numRuns: 10_000, seed: Number(process.env['COUNTERSIGN_SEED'] ?? 20_261) });
  expect(taken).toBeGreaterThan(500);
});
