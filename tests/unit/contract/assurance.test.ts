import { describe, expect, test } from 'vitest';
import { type AssuranceLabel, assuranceOf, phoneAssurance } from '#contract/assurance';
import { methods } from '#contract/words';

const phone: AssuranceLabel[] = ['device'];
const known = { isPageOnly: false, isException: false };

test('a technician who compared is named in the assurance, whatever the method', () => {
  for (const method of methods) expect(assuranceOf(method, 'compare', phone, known)).toEqual([...assuranceOf(method, 'typed', phone, known), 'technician-attested']);
});

test('a message is never more than its channel, whatever a phone has proved', () => {
  expect(assuranceOf('sms', 'typed', ['user-verified-device'], known)).toEqual(['restricted']);
  expect(assuranceOf('email', 'typed', ['user-verified-device'], known)).toEqual(['address-only']);
});

describe('a push', () => {
  test('proves what the phone proved, and says where its phone is new', () => {
    expect(assuranceOf('push', 'number', phoneAssurance({ userVerified: true, isNew: false }), known)).toEqual(['user-verified-device']);
    expect(assuranceOf('push', 'number', phoneAssurance({ userVerified: false, isNew: true }), known)).toEqual(['device', 'new-device']);
  });

  test('of Approve alone is reduced', () => {
    expect(assuranceOf('push', 'none', phoneAssurance({ userVerified: true, isNew: true }), known)).toEqual(['user-verified-device', 'reduced', 'new-device']);
  });
});

test('who is verified by the page alone, or in spite of doubts, is said beside what was proven, whatever the method', () => {
  for (const method of methods) {
    expect(assuranceOf(method, 'typed', phone, { isPageOnly: true, isException: false })).toEqual([...assuranceOf(method, 'typed', phone, known), 'page-only']);
    expect(assuranceOf(method, 'typed', phone, { isPageOnly: true, isException: true })).toEqual([...assuranceOf(method, 'typed', phone, known), 'page-only', 'exception']);
  }
});
