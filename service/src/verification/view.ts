import { situationOf } from '#contract/lifecycle';
import { triesPerVerification } from '#contract/numbers';
import type { Note } from '#contract/connectwise';
import type { Verification } from '#contract/verification';
import type { VerificationRow, WrongCodes } from '../store/types.ts';
import { deriveCode, deriveNumber } from './code.ts';
import { extendedEnd, isComparing, isHandedOver, isOverdue, resendTime } from './times.ts';
import { nextTryTime, wrongCodesOf } from './wrong-codes.ts';

/**
 * `verifiedUntil`, `hasTwoChannels`: of a success, until when it counts, and whether the account has a number beside its address that text
 * messages may go to. `note`: how far its ticket note got.
 */
export type Viewer = { technicianId: string; now: number; codeKey: Uint8Array; verifiedUntil?: number | null; hasTwoChannels?: boolean; note?: Note | null };

/**
 * A verification as one technician may see it: digits only for who started it, while they can still be compared.
 * `wrongCodes` holds the account's; they are needed only where the row `hasTries`.
 */
export function viewVerification(row: VerificationRow, wrongCodes: readonly WrongCodes[], viewer: Viewer): Verification {
  const yours = row.technicianId === viewer.technicianId;
  const { now, verifiedUntil = null, hasTwoChannels = false, note = null } = viewer;
  return {
    id: row.id,
    ticket: { host: row.ticketHost, number: row.ticketNumber },
    contact: row.contact,
    company: row.company,
    method: row.method,
    destination: row.maskedDestination,
    action: row.action,
    direction: row.direction,
    codeCheck: row.codeCheck,
    status: row.status,
    endReason: row.endReason,
    yours,
    technician: row.technicianName,
    code: yours && showsCode(row, now) ? deriveCode(viewer.codeKey, row.id, row.sendNumber) : null,
    number: yours && showsNumber(row, now) ? deriveNumber(viewer.codeKey, row.id) : null,
    answeredAt: row.answeredAt,
    delivery: { state: row.deliveryState, reason: row.deliveryReason },
    sendNumber: row.sendNumber,
    createdAt: row.createdAt,
    expiresAt: isHandedOver(row) ? row.expiresAt : null,
    resendAt: resendTime(row, now),
    canExtend: extendedEnd(row, now) !== null,
    triesLeft: Math.max(0, triesPerVerification - row.triesUsed),
    nextTryAt: hasTries(row) ? nextTryTime(wrongCodesOf(wrongCodes, row.accountId, row.method), now) : null,
    endedAt: row.endedAt,
    verifiedUntil,
    assurance: row.assurance,
    receipt: row.receipt,
    note,
    canInvite: yours && verifiedUntil !== null && hasTwoChannels,
    now,
  };
}

/** Whether a code may still be typed. */
export function hasTries(row: VerificationRow): boolean {
  return row.status === 'pending' && row.codeCheck === 'typed' && !situationOf(row).awaitsPhone;
}

function showsCode(row: VerificationRow, now: number): boolean {
  return row.codeCheck === 'compare' && isComparing(row) && !isOverdue(row, now);
}

function showsNumber(row: VerificationRow, now: number): boolean {
  return row.status === 'pending' && row.codeCheck === 'number' && !isOverdue(row, now);
}
