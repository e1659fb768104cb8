import { gsmLength } from '../delivery/gsm7.ts';

/** How much one part of a text message holds: in septets of the GSM alphabet, or in UTF-16 units where a character is outside it. */
const gsm = { single: 160, joined: 153, lengthOf: (character: string): number => gsmLength(character) ?? 0 };
const ucs2 = { single: 70, joined: 67, lengthOf: (character: string): number => character.length };

/** How many parts a provider makes (and bills) of `text`: 3GPP TS 23.038 and 23.040 §9.2.3.24.1. No character is split between two. */
export function countParts(text: string): number {
  const { single, joined, lengthOf } = gsmLength(text) === undefined ? ucs2 : gsm;
  const lengths = [...text].map(lengthOf);
  if (lengths.reduce((sum, length) => sum + length, 0) <= single) return 1;
  let parts = 1;
  let used = 0;
  for (const length of lengths) {
    if (used + length > joined) {
      parts += 1;
      used = 0;
    }
    used += length;
  }
  return parts;
}
