import { triesPerVerification } from '#contract/numbers';
import type { Verification } from '#contract/verification';
import type { VerificationRow } from '../store/types.ts';
import { deriveCode } from './code.ts';
import { extendedEnd, hasLeft, isHandedOver, isOverdue, resendTime } from './times.ts';

export type Viewer = { technicianId: string; now: number; codeKey: Uint8Array };

/** A verification as one technician may see it: digits only for who started it, while they can still be compared. */
export function viewVerification(row: VerificationRow, viewer: Viewer): Verification {
  const yours = row.technicianId === viewer.technicianId;
  const { now } = viewer;
  return {
    id: row.id,
    ticket: { host: row.ticketHost, number: row.ticketNumber },
    contact: row.contact,
    company: row.company,
    method: row.method,
    destination: row.maskedDestination,
    action: row.action,
    codeCheck: row.codeCheck,
    status: row.status,
    endReason: row.endReason,
    yours,
    technician: row.technicianName,
    code: yours && showsCode(row, now) ? deriveCode(viewer.codeKey, row.id, row.sendNumber) : null,
    delivery: { state: row.deliveryState, reason: row.deliveryReason },
    sendNumber: row.sendNumber,
    createdAt: row.createdAt,
    expiresAt: isHandedOver(row) ? row.expiresAt : null,
    resendAt: resendTime(row, now),
    canExtend: extendedEnd(row, now) !== null,
    triesLeft: Math.max(0, triesPerVerification - row.triesUsed),
    endedAt: row.endedAt,
    assurance: row.assurance,
    receipt: row.receipt,
    now,
  };
}

function showsCode(row: VerificationRow, now: number): boolean {
  return row.status === 'pending' && row.codeCheck === 'compare' && hasLeft(row) && !isOverdue(row, now);
}
