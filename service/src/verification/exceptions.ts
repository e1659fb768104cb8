import type { Doubt, Exception } from '#contract/connectwise';
import type { ProblemCode } from '#contract/problem';
import { exceptionSeconds } from '#contract/numbers';
import type { Caller } from '#contract/connectwise';
import type { PageContact } from '#contract/verification';
import type { ExceptionRow } from '../store/connectwise-store.ts';
import type { Account, AuditEvent, SignedIn } from '../store/types.ts';
import { pageHash } from './page-hash.ts';
import type { Result } from './result.ts';

/** Who wants to go on with which account, and how its contact was named. */
export type ExceptionKey = { technicianId: string; accountId: string; contact: PageContact; now: number };

/** Whether what was asked for is over, whatever became of it. */
function isOver({ expiresAt }: ExceptionRow, now: number): boolean {
  return now >= expiresAt;
}

/** The technician's newest: what they asked for before counts no more. `rows`: those on one ticket, newest first. */
function findOwn(rows: readonly ExceptionRow[], { technicianId, accountId, contact, now }: ExceptionKey): ExceptionRow | undefined {
  const hash = pageHash(contact);
  return rows.find((row) => row.technicianId === technicianId && row.accountId === accountId && row.pageHash === hash && !isOver(row, now));
}

/** What lets the technician go on in spite of `doubts`: confirmed, and for all of them. */
export function findCover(rows: readonly ExceptionRow[], key: ExceptionKey, doubts: readonly Doubt[]): ExceptionRow | undefined {
  const own = findOwn(rows, key);
  return own?.state === 'confirmed' && doubts.every((doubt) => own.doubts.includes(doubt)) ? own : undefined;
}

/** A change of an address or number before this moment stops no method: whoever confirmed knew of it. 0: there is none such. */
export function changeAllowedBy(cover: ExceptionRow | undefined): number {
  return cover?.doubts.includes('changed_recently') ? cover.askedAt : 0;
}

/** What the technician sees: what lets them go on, else the newest wish about the account by whomever. */
export function shownException(rows: readonly ExceptionRow[], key: ExceptionKey): Exception | null {
  const { technicianId, accountId, now } = key;
  const own = findOwn(rows, key);
  const shown = own?.state === 'confirmed' ? own : rows.find((row) => row === own || (row.technicianId !== technicianId && row.accountId === accountId && !isOver(row, now)));
  return shown ? viewException(shown, technicianId) : null;
}

export function viewException(row: ExceptionRow, technicianId: string): Exception {
  const { id, doubts, reason, state, technicianName, secondName, askedAt, expiresAt } = row;
  return { id, doubts, reason, state, yours: row.technicianId === technicianId, askedBy: technicianName, secondBy: secondName, askedAt, expiresAt };
}

type Wish = { who: SignedIn; account: Account; contact: PageContact; doubts: Doubt[]; reason: string; id: string; now: number };

/** A wish to go on, which nobody has confirmed. */
export function newException({ who, account, contact, doubts, reason, id, now }: Wish): ExceptionRow {
  return {
    id, tenantId: who.tenant.id, ticketHost: contact.ticket.host, ticketNumber: contact.ticket.number, accountId: account.id, pageHash: pageHash(contact), doubts, reason,
    technicianId: who.technician.id, technicianName: who.technician.name, state: 'asked', secondId: null, secondName: null, askedAt: now, expiresAt: now + exceptionSeconds * 1000, decidedAt: null,
  };
}

export function askedEvent(row: ExceptionRow, about: { contactId: number | null; caller: Caller | undefined }): AuditEvent {
  return eventAbout('exception_asked', row, row.technicianId, row.askedAt, { reason: row.reason, contactId: about.contactId, callerReason: about.caller?.reason ?? null });
}

function eventAbout(type: string, row: ExceptionRow, technicianId: string, at: number, details: Record<string, unknown>): AuditEvent {
  const { id: exceptionId, ticketHost, ticketNumber, accountId, doubts, technicianId: askedBy } = row;
  return { type, at, technicianId, verificationId: null, details: { exceptionId, ticketHost, ticketNumber, accountId, doubts, askedBy, ...details } };
}

export type ExceptionDecision = 'confirm' | 'refuse';
type Decided = { result: Result<Exception>; row?: ExceptionRow; audit: AuditEvent[] };

/**
 * A second technician confirms or refuses. Once: the same said again by the same one changes nothing. Who asked is refused
 * (`second_person_needed`), and that they tried stands in the audit chain.
 */
export function decideException(row: ExceptionRow, decision: ExceptionDecision, { technician }: SignedIn, now: number): Decided {
  const state = decision === 'confirm' ? 'confirmed' : 'refused';
  const refuse = (code: ProblemCode): Decided => ({ result: { ok: false, refusal: { code } }, audit: [eventAbout('refused', row, technician.id, now, { intent: 'decide_exception', code })] });
  if (row.technicianId === technician.id) return refuse('second_person_needed');
  if (isOver(row, now)) return refuse('exception_over');
  if (row.state === state && row.secondId === technician.id) return { result: { ok: true, value: viewException(row, technician.id) }, audit: [] };
  if (row.state !== 'asked') return refuse('already_ended');
  const next: ExceptionRow = { ...row, state, secondId: technician.id, secondName: technician.name, decidedAt: now };
  return { result: { ok: true, value: viewException(next, technician.id) }, row: next, audit: [eventAbout(`exception_${state}`, next, technician.id, now, {})] };
}
