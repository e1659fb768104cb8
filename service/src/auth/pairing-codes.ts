import { createHash, randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const digits = 10;

/** A new one-time pairing code as it is shown: two groups of five. 32 divides 256, so every character is equally likely. */
export function makePairingCode(random: (bytes: number) => Uint8Array = randomBytes): string {
  const code = [...random(digits)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/** What is stored of a code that was typed in any usual way; undefined when it cannot be one. */
export function hashPairingCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{10}$/.test(code)) return undefined;
  return createHash('sha256').update(code).digest('hex');
}
