import { createHmac, timingSafeEqual } from 'node:crypto';
import { codeDigits } from '#contract/numbers';

const codes = 10 ** codeDigits;
/** 32-bit numbers from here on would make the low codes likelier: they are thrown away. */
const unbiased = Math.floor(2 ** 32 / codes) * codes;

/** The code of one send: from a key kept outside the database, so that neither database nor outbox holds it. */
export function deriveCode(key: Uint8Array, verificationId: string, sendNumber: number): string {
  for (let round = 0; ; round += 1) {
    const digest = createHmac('sha256', key).update(`code:${verificationId}:${sendNumber}:${round}`).digest();
    for (let at = 0; at < digest.length; at += 4) {
      const number = digest.readUInt32BE(at);
      if (number < unbiased) return String(number % codes).padStart(codeDigits, '0');
    }
  }
}

/** Compares in a time that tells nothing about where two codes differ. */
export function sameCode(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}
