import { gsmLength, longestTextMessage, towardsGsm } from './gsm7.ts';
import { shorten } from './names.ts';

/**
 * A text message in one part of 160 characters wherever the names' script allows it: `write` gets a function for its names,
 * which give way first, never the warning.
 */
export function fitText(write: (cut: (name: string) => string) => string): string {
  const full = write(towardsGsm);
  if (fits(full)) return full;
  for (let longest = 32; longest >= 6; longest -= 1) {
    const text = write((name) => shorten(towardsGsm(name), longest));
    if (fits(text) || longest === 6) return text;
    // outside the alphabet cutting gains nothing that matters: the names stay readable
    if (gsmLength(text) === undefined && longest <= 24) return text;
  }
  return full;
}

function fits(text: string): boolean {
  return (gsmLength(text) ?? Number.POSITIVE_INFINITY) <= longestTextMessage;
}
