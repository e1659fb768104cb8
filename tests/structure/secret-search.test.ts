import { expect, test } from 'vitest';
import type { PlaceKind, SecretKind } from '../support/secrets/record.ts';
import { search } from '../support/secrets/search.ts';

const secrets: Record<SecretKind, string> = {
  code: '042917',
  token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLWEtdG9rZW4',
  proof: 'eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiJiIn0.c2lnbmF0dXJlLW9mLWEtcHJvb2Y',
  'pairing code': '7K3QD-9XW2M',
  key: 'q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng=',
  password: 'correct-horse-battery',
  destination: 'jo@acme.example',
};
const everySecret = Object.entries(secrets).map(([secret, value]) => ({ secret: secret as SecretKind, value }));
const lookIn = (text: string, place: PlaceKind = 'log', name = 'service') => search([{ secrets: everySecret, places: [{ place, name, text }] }]);

test.each(Object.entries(secrets))('a planted %s is found, wherever it is planted', (secret, value) => {
  for (const place of ['log', 'error', 'export', 'dump'] as const) {
    for (const text of [value, `{"level":30,"msg":"${value}"}`, `refused: ${value}.`]) expect(lookIn(text, place, 'audit')).toEqual([{ secret, place, name: 'audit' }]);
  }
});

test('so is any address at all, a known number with its country or without, a pairing code as it may be typed, and the end of a token alone', () => {
  const numbers = { secrets: [{ secret: 'destination' as const, value: '+12025550143' }] };
  for (const text of ['to +12025550143', '"2025550143"', '12025550143']) expect(search([{ ...numbers, places: [{ place: 'log', name: '', text }] }])).toHaveLength(1);
  expect(lookIn('stranger@elsewhere.example')).toEqual([{ secret: 'destination', place: 'log', name: 'service' }]);
  expect(lookIn('7k3qd9xw2m')).toHaveLength(1);
  expect(lookIn('c2lnbmF0dXJlLW9mLWEtdG9rZW4')).toHaveLength(1);
});

test.each([
  ['a longer number', '1042917', '1700000042917', '0.042917'], ['an id or a hash', 'a042917', '042917f0', '042917-0000'],
  ['a masked address or number', 'j•••@a•••.example', '•••• 0143'], ['a number that is nobody\'s', '"at":1700000000000', '12025550199'],
])('%s is no finding', (_, ...texts) => {
  for (const text of texts) expect(lookIn(text)).toEqual([]);
});

test('an address is at home in the tables of the directory, of notices and of policies, and nowhere else', () => {
  for (const table of ['accounts', 'technicians', 'notices', 'policies']) expect(lookIn('jo@acme.example', 'dump', table)).toEqual([]);
  for (const table of ['verifications', 'messages', 'audit', 'customers']) expect(lookIn('jo@acme.example', 'dump', table)).toHaveLength(1);
  expect(lookIn('042917 jo@acme.example', 'dump', 'accounts').map(({ secret }) => secret)).toEqual(['code']);
});

test('six digits are no code among the sums of a day', () => {
  expect(lookIn('042917', 'dump', 'daily_sends')).toEqual([]);
  expect(lookIn('042917', 'dump', 'wrong_codes')).toHaveLength(1);
});

test('a code is looked for in the places of its own tests', () => {
  const place = { place: 'log' as const, name: '', text: '042917' };
  expect(search([{ secrets: everySecret, places: [] }, { secrets: [], places: [place] }])).toEqual([]);
});
