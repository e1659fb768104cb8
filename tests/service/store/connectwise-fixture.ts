import type { Connection, ExceptionRow, Proposal, TicketNote } from '../../../service/src/store/connectwise-store.ts';
import type { VerificationRow } from '../../../service/src/store/types.ts';
import { newId, start } from './fixture.ts';
import type { World } from './fixture.ts';

/** Rows about ConnectWise, as they are when they are new. */

export function connectionFor({ tenant }: World, change: Partial<Connection> = {}): Connection {
  return {
    tenantId: tenant.id, site: 'na.myconnectwise.net', apiOrigin: 'https://api-na.myconnectwise.net', companyId: 'msp', publicKey: 'public', sealedKey: 'sealed', clientId: 'client', codebase: 'v2025_1/',
    mobileTypes: ['mobile', 'cell'], country: 'US', roundKind: null, roundAt: null, counts: {}, createdAt: start, cursor: null, syncedTo: null, nextSyncAt: start, syncProblem: null, ...change,
  };
}

export function proposalFor({ tenant, customerId, accountId }: World, contactId: number, change: Partial<Proposal> = {}): Proposal {
  return {
    id: newId(), tenantId: tenant.id, kind: 'change', contactId, accountId, customerId, name: 'Jo', email: 'new@acme.example', mobile: null, proposedAt: start, decidedAt: null, isAccepted: null, ...change,
  };
}

export function exceptionFor({ tenant, accountId, technician }: World, ticketNumber: string, change: Partial<ExceptionRow> = {}): ExceptionRow {
  return {
    id: newId(), tenantId: tenant.id, ticketHost: 'na.myconnectwise.net', ticketNumber, accountId, pageHash: 'page', doubts: ['page_differs', 'record_unread'], reason: 'known by voice',
    technicianId: technician.id, technicianName: 'Alex', state: 'asked', secondId: null, secondName: null, askedAt: start, expiresAt: start + 900_000, decidedAt: null, ...change,
  };
}

export function noteFor({ id, tenantId, ticketNumber }: VerificationRow, change: Partial<TicketNote> = {}): TicketNote {
  return { id, tenantId, ticketNumber, state: 'waiting', reason: null, attempts: 0, nextAt: start, createdAt: start, doneAt: null, ...change };
}
