import type { Alert, AlertKind, VerificationRow } from '../store/types.ts';

/** What the MSP must look at because of `row`; somebody is told of it at once. A report has the verification's own `id`: there is one, whichever way it comes. */
export function alertOf({ tenantId, accountId, id: verificationId, ticketHost, ticketNumber }: VerificationRow, kind: AlertKind, id: string, now: number): Alert {
  const telling = { attempts: 0, nextAt: now, doneAt: null, emailedAt: null, postedAt: null };
  return { id, tenantId, accountId, verificationId, kind, ticketHost, ticketNumber, at: now, clearedAt: null, ...telling };
}
