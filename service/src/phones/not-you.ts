import type { PhoneFacts } from '../store/store.ts';
import type { PushState, VerificationRow } from '../store/types.ts';
import { alertOf } from '../verification/alert.ts';
import { done, phoneEvent } from './phone-plan.ts';
import type { Planned } from './phone-plan.ts';

/**
 * "That was not me", after a success: the MSP is alerted, the ticket flagged, and no push goes to the account until an
 * administrator has talked to the person; invitations that are open end. The alert has the verification's own id: there is one, however often it is said.
 */
export function decideNotYou({ account, pushState }: PhoneFacts, row: VerificationRow, now: number): Planned<null> {
  const blocked: PushState = pushState.blockedAt === null ? { ...pushState, blockedAt: now, blockedBecause: 'not_requested' } : pushState;
  const entry = phoneEvent('not_you_reported', account, { how: 'link', verificationId: row.id }, now, { ticketHost: row.ticketHost, ticketNumber: row.ticketNumber });
  return done(null, { pushState: blocked, endInvitationsAt: now, alert: alertOf(row, 'not_you', row.id, now), audit: [entry] });
}
