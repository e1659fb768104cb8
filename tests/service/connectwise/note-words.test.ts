import { describe, expect, test } from 'vitest';
import { assuranceOf } from '#contract/assurance';
import { checks, endedStatuses, endReasons } from '#contract/lifecycle';
import { actions, deliveryReasons, directions, methods } from '#contract/words';
import { noteText } from '../../../service/src/connectwise/note-words.ts';
import type { VerificationRow } from '../../../service/src/store/types.ts';
import { at, hostileName } from '../delivery/letters.ts';
import { keyFor, rowFor } from '../store/fixture.ts';
import type { World } from '../store/fixture.ts';

const world: World = {
  tenant: { id: 't', name: 'Northwind IT' }, technician: { id: 'x', tenantId: 't', name: 'Alex Kim', email: 'alex@northwind.example', role: 'technician', revokedAt: null }, accountId: 'a', customerId: 'c',
};
const receipt = `CS-4711-${'0f'.repeat(16)}`;
const destinations = { push: 'Pixel 9', sms: '•••• 0199', email: 'j•••@a•••.example' } as const;

/** Approved by a compared code in a text message, unless changed. */
function ended(changes: Partial<VerificationRow> = {}): VerificationRow {
  const method = changes.method ?? 'sms';
  const row: VerificationRow = {
    ...rowFor(world, keyFor(world, '104217')), contact: 'Jo Doe', technicianName: 'Alex Kim', method, maskedDestination: destinations[method], status: 'approved',
    assurance: assuranceOf(method, changes.codeCheck ?? 'compare', ['device'], { isPageOnly: false, isException: false }), endedAt: at, receipt, ...changes,
  };
  return row.status === 'approved' ? row : { ...row, assurance: [] };
}
const text = (changes: Partial<VerificationRow> = {}, second: string | null = null) => noteText(ended(changes), second);
const failed = (changes: Partial<VerificationRow>) => text(changes).split(' Method:')[0];

const tail = `Purpose: password reset (call from the user). Technician: Alex Kim. 25 Nov 2026, 10:14 UTC. Receipt: ${receipt}`;

describe('the note of a success says how, and what that proved', () => {
  test.each<[Partial<VerificationRow>, string]>([
    [{}, 'Method: code by text message to •••• 0199, technician compares by eye. Assurance: access to the phone number only.'],
    [{ codeCheck: 'typed' }, 'Method: code by text message to •••• 0199, service compares. Assurance: access to the phone number only.'],
    [{ method: 'email' }, 'Method: code by e-mail to j•••@a•••.example, technician compares by eye. Assurance: access to the mailbox only.'],
    [{ method: 'email', codeCheck: 'typed' }, 'Method: code by e-mail to j•••@a•••.example, service compares. Assurance: access to the mailbox only.'],
    [{ method: 'push', codeCheck: 'none' }, 'Method: push to Pixel 9, nothing compared. Assurance: phone of the account, its holder not checked.'],
    [{ method: 'push' }, 'Method: push + code to Pixel 9, technician compares by eye. Assurance: phone of the account, its holder not checked.'],
    [{ method: 'push', codeCheck: 'typed' }, 'Method: push + code to Pixel 9, service compares. Assurance: phone of the account, its holder not checked.'],
    [{ method: 'push', codeCheck: 'number' }, 'Method: push + number to Pixel 9, service compares. Assurance: phone of the account, its holder not checked.'],
    [
      { method: 'push', codeCheck: 'number', assurance: ['user-verified-device', 'new-device', 'page-only'] },
      'Method: push + number to Pixel 9, service compares. Assurance: phone of the account, unlocked by fingerprint, face or PIN; new within 72 hours; contact record not read.',
    ],
  ])('%o', (changes, words) => {
    expect(text(changes)).toBe(`User identity verified: Jo Doe. ${words} ${tail}`);
  });

  test('and for what, by whose call, and who confirmed going on in spite of doubts', () => {
    expect(text({ action: null, direction: 'outbound', assurance: ['restricted', 'technician-attested', 'exception'] }, 'Sam Roe')).toBe(
      'User identity verified: Jo Doe. Method: code by text message to •••• 0199, technician compares by eye. Assurance: access to the phone number only; in spite of doubts. '
      + `Purpose: not stated (call to the user). Technician: Alex Kim. Second technician: Sam Roe. 25 Nov 2026, 10:14 UTC. Receipt: ${receipt}`,
    );
  });
});

describe('the note of a failure says why', () => {
  test.each<[Partial<VerificationRow>, string]>([
    [{ status: 'denied' }, 'denied by the technician'],
    [{ status: 'denied', endReason: 'too_many_attempts', codeCheck: 'typed' }, 'too many wrong codes'],
    [{ status: 'denied', endReason: 'too_many_attempts', method: 'push', codeCheck: 'number' }, 'too many wrong numbers'],
    [{ status: 'denied', endReason: 'phone_denied', method: 'push' }, 'denied on the phone'],
    [{ status: 'denied', endReason: 'not_requested', method: 'push' }, '“I did not ask for this” on the phone'],
    [{ status: 'denied', endReason: 'phone_removed', method: 'push', answeredAt: at }, 'the phone that approved was removed'],
    [{ status: 'expired' }, 'time ran out'],
    [{ status: 'expired', method: 'push' }, 'nobody answered on the phone in time'],
    [{ status: 'expired', method: 'push', answeredAt: at }, 'time ran out'],
    [{ status: 'cancelled' }, 'cancelled by the technician'],
    [{ status: 'failed', endReason: 'delivery_failed', deliveryReason: 'opted_out' }, 'the text message did not arrive (opted out by STOP)'],
    [{ status: 'failed', endReason: 'delivery_failed', deliveryReason: null, method: 'email' }, 'the e-mail did not arrive'],
    [{ status: 'failed', endReason: 'delivery_failed', deliveryReason: 'subscription_gone', method: 'push' }, 'the push did not arrive (no phone takes notifications)'],
  ])('%o', (changes, why) => {
    expect(failed(changes)).toBe(`User identity NOT verified: Jo Doe, ${why}.`);
  });

  test('and claims to have proven nothing', () => {
    for (const status of endedStatuses) expect(text({ status }).includes('Assurance:')).toBe(status === 'approved');
  });
});

/** All that a row can be, whether or not it can become so. */
function* everyNote(changes: Partial<VerificationRow>, second: string | null): Generator<string> {
  const assurance = assuranceOf('push', 'none', ['user-verified-device', 'new-device', 'technician-attested'], { isPageOnly: true, isException: true });
  for (const status of endedStatuses) for (const endReason of [null, ...endReasons]) for (const method of methods) for (const codeCheck of checks) {
    for (const action of [null, ...actions]) for (const direction of directions) yield text({ ...changes, status, endReason, method, codeCheck, action, direction, assurance }, second);
  }
  for (const deliveryReason of deliveryReasons) yield text({ ...changes, status: 'failed', endReason: 'delivery_failed', deliveryReason }, second);
}

test('every note is one short line that ends with its receipt', () => {
  for (const note of everyNote({ contact: 'J'.repeat(200), technicianName: 'A'.repeat(200) }, 'S'.repeat(200))) {
    expect(note).toMatch(/^User identity (?:NOT )?verified: [^\n]+ Receipt: CS-4711-[0-9a-f]{32}$/);
    expect(note).not.toMatch(/undefined|null|_|\s\s|\.\./);
    expect(note.length).toBeLessThanOrEqual(500);
  }
});

test('a name that somebody made up breaks no line, and passes for no code', () => {
  const note = text({ contact: hostileName, technicianName: hostileName }, hostileName);
  expect(note).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>"]/u);
  expect(note.replace(receipt, '')).not.toMatch(/\d{6}/);
  expect(note.split(' ').at(-1)).toBe(receipt);
  expect(text({ contact: '\n', technicianName: '\u200B' })).toContain('verified: the contact. ');
});
