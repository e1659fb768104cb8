import { PlacementSchema, roundKinds } from '#contract/connectwise-admin';
import { DoubtSchema, exceptionStates, noteReasons, noteStates } from '#contract/connectwise';
import * as z from 'zod/mini';
import { proposalKinds } from './connectwise-store.ts';
import { flag, json, time } from './rows.ts';

/** What the tables about ConnectWise hold (see rows.ts). */

export const ConnectionRow = z.object({
  tenantId: z.string(),
  site: z.string(),
  apiOrigin: z.string(),
  companyId: z.string(),
  publicKey: z.string(),
  sealedKey: z.string(),
  clientId: z.string(),
  codebase: z.string(),
  mobileTypes: z.pipe(json, z.array(z.string())),
  country: z.string(),
  createdAt: z.int(),
  roundKind: z.nullable(z.enum(roundKinds)),
  roundAt: time,
  counts: z.pipe(json, z.partialRecord(PlacementSchema, z.int())),
  cursor: z.nullable(z.int()),
  syncedTo: time,
  nextSyncAt: time,
  syncProblem: z.nullable(z.enum(noteReasons)),
});

export const ProposalRow = z.object({
  id: z.string(),
  tenantId: z.string(),
  kind: z.enum(proposalKinds),
  contactId: z.int(),
  accountId: z.nullable(z.string()),
  customerId: z.string(),
  name: z.string(),
  email: z.nullable(z.string()),
  mobile: z.nullable(z.string()),
  proposedAt: z.int(),
  decidedAt: time,
  isAccepted: z.nullable(flag),
});

export const ExceptionRowSchema = z.object({
  id: z.string(),
  tenantId: z.string(),
  ticketHost: z.string(),
  ticketNumber: z.string(),
  accountId: z.string(),
  pageHash: z.string(),
  doubts: z.pipe(json, z.array(DoubtSchema)),
  reason: z.string(),
  technicianId: z.string(),
  technicianName: z.string(),
  state: z.enum(exceptionStates),
  secondId: z.nullable(z.string()),
  secondName: z.nullable(z.string()),
  askedAt: z.int(),
  expiresAt: z.int(),
  decidedAt: time,
});

export const TicketNoteRow = z.object({
  id: z.string(),
  tenantId: z.string(),
  ticketNumber: z.string(),
  state: z.enum(noteStates),
  reason: z.nullable(z.enum(noteReasons)),
  attempts: z.int(),
  nextAt: z.int(),
  createdAt: z.int(),
  doneAt: time,
});
