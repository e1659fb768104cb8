import { expect, test } from 'vitest';
import { deriveCode, deriveInvitationCode, sameCode } from '../../../service/src/verification/code.ts';
import { maskDestination } from '../../../service/src/verification/mask.ts';

const key = new Uint8Array(32).fill(1);
const id = '3b241101-e2bb-4255-8caf-4136c566a962';

test('a code is six digits, leading zeros kept, and the same for the same send', () => {
  const codes = Array.from({ length: 2000 }, (_, send) => deriveCode(key, id, send));
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  expect(deriveCode(key, id, 1)).toBe(deriveCode(key, id, 1));
});

test('a code is another one for another send, verification or key', () => {
  const code = deriveCode(key, id, 1);
  expect(deriveCode(key, id, 2)).not.toBe(code);
  expect(deriveCode(key, '3b241101-e2bb-4255-8caf-4136c566a963', 1)).not.toBe(code);
  expect(deriveCode(new Uint8Array(32).fill(2), id, 1)).not.toBe(code);
});

test('the code of an invitation is six digits, another one each time it is sent, and none of a verification with the same id', () => {
  const codes = [1, 2, 3].map((sent) => deriveInvitationCode(key, id, sent));
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  expect(new Set([...codes, ...[1, 2, 3].map((send) => deriveCode(key, id, send))]).size).toBe(6);
});

test('every digit is about equally likely at every place', () => {
  const count = 20_000;
  const seen = Array.from({ length: 6 }, () => new Array<number>(10).fill(0));
  for (let send = 0; send < count; send += 1) {
    [...deriveCode(key, id, send)].forEach((digit, place) => { seen[place]![Number(digit)]! += 1; });
  }
  // Chi-square with 9 degrees of freedom: above 33.7 once in 10,000. The key is fixed, so this never flickers.
  for (const digits of seen) {
    const expected = count / 10;
    expect(digits.reduce((sum, times) => sum + (times - expected) ** 2 / expected, 0)).toBeLessThan(33.7);
  }
});

test('codes are compared whole', () => {
  expect(sameCode('012345', '012345')).toBe(true);
  for (const other of ['012346', '112345', '12345', '0123456', '']) expect(sameCode('012345', other)).toBe(false);
});

test.each([
  ['email', 'jo@acme.example', 'j•••@a•••.example'],
  ['email', 'a@mail.acme.co.example', 'a•••@m•••.example'],
  ['sms', '+12025550199', '•••• 0199'],
] as const)('an %s destination is shown masked: %s as %s', (method, destination, masked) => {
  expect(maskDestination(method, destination)).toBe(masked);
});
