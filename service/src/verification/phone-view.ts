import { triesPerVerification } from '#contract/numbers';
import type { PhoneRequest } from '#contract/phone';
import type { ListedPush } from '../store/store.ts';
import type { SignedInPhone, VerificationRow } from '../store/types.ts';
import { termsOf } from './answer-statement.ts';
import { deriveCode } from './code.ts';
import { isOverdue } from './times.ts';

/** A push as a phone of its account may see it: the digits only where Approve was pressed, while they can still be compared. */
export function viewRequest({ verification: row, isReported }: ListedPush, { phone, tenant }: SignedInPhone, { codeKey, now }: { codeKey: Uint8Array; now: number }): PhoneRequest {
  return {
    terms: termsOf(row, tenant),
    createdAt: row.createdAt,
    check: row.codeCheck,
    userVerificationRequired: row.userVerificationRequired,
    status: row.status,
    endReason: row.endReason,
    reported: isReported,
    answeredAt: row.answeredAt,
    endedAt: row.endedAt,
    code: row.answeredBy === phone.id && showsCode(row, now) ? deriveCode(codeKey, row.id, row.sendNumber) : null,
    triesLeft: Math.max(0, triesPerVerification - row.triesUsed),
    now,
  };
}

function showsCode(row: VerificationRow, now: number): boolean {
  const hasCode = row.codeCheck === 'compare' || row.codeCheck === 'typed';
  return hasCode && row.status === 'pending' && row.answeredAt !== null && !isOverdue(row, now);
}
