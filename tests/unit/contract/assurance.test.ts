import { describe, expect, test } from 'vitest';
import { type AssuranceLabel, assuranceOf, phoneAssurance } from '#contract/assurance';
import { methods } from '#contract/words';

const phone: AssuranceLabel[] = ['device'];

test('a technician who compared is named in the assurance, whatever the method', () => {
  for (const method of methods) expect(assuranceOf(method, 'compare', phone)).toEqual([...assuranceOf(method, 'typed', phone), 'technician-attested']);
});

test('a message is never more than its channel, whatever a phone has proved', () => {
  expect(assuranceOf('sms', 'typed', ['user-verified-device'])).toEqual(['restricted']);
  expect(assuranceOf('email', 'typed', ['user-verified-device'])).toEqual(['address-only']);
});

describe('a push', () => {
  test('proves what the phone proved, and says where its phone is new', () => {
    expect(assuranceOf('push', 'number', phoneAssurance({ userVerified: true, isNew: false }))).toEqual(['user-verified-device']);
    expect(assuranceOf('push', 'number', phoneAssurance({ userVerified: false, isNew: true }))).toEqual(['device', 'new-device']);
  });

  test('of Approve alone is reduced', () => {
    expect(assuranceOf('push', 'none', phoneAssurance({ userVerified: true, isNew: true }))).toEqual(['user-verified-device', 'reduced', 'new-device']);
  });
});
