import { describe, expect, test } from 'vitest';
import type { Doubt } from '#contract/connectwise';
import type { ExceptionRow } from '../../../service/src/store/connectwise-store.ts';
import { changeAllowedBy, findCover, shownException } from '../../../service/src/verification/exceptions.ts';
import { pageHash } from '../../../service/src/verification/page-hash.ts';

const contact = { ticket: { host: 'na.myconnectwise.net', number: '4711' }, company: 'Acme', contact: 'Jo Doe', email: 'jo@acme.example' };
const key = { technicianId: 'alex', accountId: 'jo', contact, now: 1000 };

function row(change: Partial<ExceptionRow> = {}): ExceptionRow {
  return {
    id: 'newest', tenantId: 'tenant', ticketHost: contact.ticket.host, ticketNumber: '4711', accountId: 'jo', pageHash: pageHash(contact), doubts: ['page_differs'], reason: 'Known by voice', technicianId: 'alex',
    technicianName: 'Alex', state: 'confirmed', secondId: 'sam', secondName: 'Sam', askedAt: 0, expiresAt: 2000, decidedAt: 500, ...change,
  };
}

describe('a confirmed wish lets its technician go on', () => {
  test.each<[string, ExceptionRow[], Doubt[]]>([
    ['in spite of what it names', [row()], ['page_differs']],
    ['in spite of less than it names', [row({ doubts: ['page_differs', 'ticket_differs'] })], ['ticket_differs']],
    ['until its last millisecond', [row({ expiresAt: 1001 })], ['page_differs']],
    ['whatever others asked for later', [row({ id: 'later', technicianId: 'sam', state: 'refused' }), row()], ['page_differs']],
  ])('%s', (_, rows, doubts) => expect(findCover(rows, key, doubts)?.id).toBe('newest'));

  test.each<[string, ExceptionRow[], Doubt[]]>([
    ['in spite of more than it names', [row()], ['page_differs', 'contact_inactive']],
    ['once it is over', [row({ expiresAt: 1000 })], ['page_differs']],
    ['while nobody confirmed it', [row({ state: 'asked' })], ['page_differs']],
    ['once it was refused', [row({ state: 'refused' })], ['page_differs']],
    ['with another account', [row({ accountId: 'sam' })], ['page_differs']],
    ['for another technician', [row({ technicianId: 'sam' })], ['page_differs']],
    ['after the contact changed', [row({ pageHash: pageHash({ ...contact, contact: 'Joe' }) })], ['page_differs']],
    ['after a newer one was refused', [row({ id: 'later', state: 'refused' }), row()], ['page_differs']],
    ['after a newer one was asked for', [row({ id: 'later', state: 'asked' }), row()], ['page_differs']],
    ['where there is none', [], []],
  ])('but not %s', (_, rows, doubts) => expect(findCover(rows, key, doubts)).toBeUndefined());

  test('past a change of the address only where it names that, and the change was there when it was asked for', () => {
    expect(changeAllowedBy(row({ doubts: ['page_differs', 'changed_recently'], askedAt: 300 }))).toBe(300);
    expect(changeAllowedBy(row())).toBe(0);
    expect(changeAllowedBy(undefined)).toBe(0);
  });
});

describe('the technician sees', () => {
  test.each<[string, ExceptionRow[], string | undefined]>([
    ['what lets them go on, before what others ask for later', [row({ id: 'theirs', technicianId: 'sam', state: 'asked' }), row()], 'newest'],
    ['what somebody else asks for, to confirm it, before their own open one', [row({ id: 'theirs', technicianId: 'sam', state: 'asked' }), row({ state: 'asked' })], 'theirs'],
    ['their own open one', [row({ state: 'asked' }), row({ id: 'theirs', technicianId: 'sam', state: 'asked' })], 'newest'],
    ['what somebody else asks for, however their page named the contact', [row({ technicianId: 'sam', pageHash: 'other' })], 'newest'],
    ['not their own about what the page said before', [row({ pageHash: 'other' })], undefined],
    ['not what is over', [row({ expiresAt: 1000 }), row({ technicianId: 'sam', expiresAt: 1000 })], undefined],
    ['not what is about another account', [row({ technicianId: 'sam', accountId: 'sam' })], undefined],
  ])('%s', (_, rows, id) => expect(shownException(rows, key)?.id).toBe(id));

  test('who asked, why, and who is second; not the tenant or the account', () => {
    expect(shownException([row()], key)).toEqual({ id: 'newest', doubts: ['page_differs'], reason: 'Known by voice', state: 'confirmed', yours: true, askedBy: 'Alex', secondBy: 'Sam', askedAt: 0, expiresAt: 2000 });
  });
});
