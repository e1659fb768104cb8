import { createHmac, timingSafeEqual } from 'node:crypto';
import { codeDigits, numberDigits } from '#contract/numbers';

/** The code of one send: from a key kept outside the database, so that neither database nor outbox holds it. */
export function deriveCode(key: Uint8Array, verificationId: string, sendNumber: number): string {
  return deriveDigits(key, `code:${verificationId}:${sendNumber}`, codeDigits);
}

/** The number that is read out to the caller of a push, derived in the same way. */
export function deriveNumber(key: Uint8Array, verificationId: string): string {
  return deriveDigits(key, `number:${verificationId}`, numberDigits);
}

/** The code of an invitation to the phone app: another one each time it is sent. */
export function deriveInvitationCode(key: Uint8Array, invitationId: string, codesSent: number): string {
  return deriveDigits(key, `invitation:${invitationId}:${codesSent}`, codeDigits);
}

/** So many decimal digits, all equally likely, that only `key` and `label` lead to. */
function deriveDigits(key: Uint8Array, label: string, digits: number): string {
  const numbers = 10 ** digits;
  // 32-bit numbers from here on would make the low ones likelier: they are thrown away
  const unbiased = Math.floor(2 ** 32 / numbers) * numbers;
  for (let round = 0; ; round += 1) {
    const digest = createHmac('sha256', key).update(`${label}:${round}`).digest();
    for (let at = 0; at < digest.length; at += 4) {
      const number = digest.readUInt32BE(at);
      if (number < unbiased) return String(number % numbers).padStart(digits, '0');
    }
  }
}

/** Compares in a time that tells nothing about where two codes differ. */
export function sameCode(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}
