import { expect, test } from 'vitest';
import { countParts } from '../../../service/src/verification/text-parts.ts';

test.each<[string, string, number]>([
  ['160 letters', 'a'.repeat(160), 1],
  ['161 letters', 'a'.repeat(161), 2],
  ['306 letters', 'a'.repeat(306), 2],
  ['307 letters', 'a'.repeat(307), 3],
  ['80 euro signs, which take two places each', '€'.repeat(80), 1],
  ['one more', '€'.repeat(80) + 'a', 2],
  ['a euro sign that would be split between two parts', 'a'.repeat(152) + '€' + 'a'.repeat(152), 3],
  ['70 characters of another script', '数'.repeat(70), 1],
  ['71 of them', '数'.repeat(71), 2],
  ['134 of them', '数'.repeat(134), 2],
  ['135 of them', '数'.repeat(135), 3],
  ['letters with one character outside the alphabet', 'a'.repeat(70) + '数', 2],
  ['35 characters of two units', '😀'.repeat(35), 1],
  ['one that would be split between two parts', 'a'.repeat(66) + '😀' + '数'.repeat(66), 3],
])('%s', (_, text, parts) => {
  expect(countParts(text)).toBe(parts);
});
