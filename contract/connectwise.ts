import * as z from 'zod/mini';
import { textUpTo } from './text.ts';
import { IdSchema, TimeSchema } from './values.ts';

/** What the service learns of a contact from ConnectWise itself, and what is done where that and the page do not agree. */

/**
 * What speaks against a contact. Any of them stops SEND until a second technician confirms, each in spite of exactly these.
 * `changed_recently` concerns single methods: it is asked for where a method names it.
 */
export const doubts = [
  'page_differs', // the page names another contact, company or address than the contact record
  'ticket_differs', // the ticket's own copy of name or address is not the contact record's: anybody who edits a ticket can write it
  'company_differs', // contact and ticket belong to different companies
  'contact_inactive',
  'record_differs', // the contact is matched to an account that has another address
  'other_contact', // the account with its address is matched to another contact
  'changed_recently', // the account's address or number was changed within 72 hours
  'record_unread', // ConnectWise did not answer: only the page was seen
  'other_site', // the ticket is on another ConnectWise site than the one that is connected
] as const;
export const DoubtSchema = z.enum(doubts);
export type Doubt = z.infer<typeof DoubtSchema>;

/** ConnectWise's own number of a contact, company or ticket. */
export const RecordIdSchema = z.int().check(z.minimum(1), z.maximum(2_147_483_647));

/** The contact record, which decides. The address is masked: where a message goes is the account's business. */
export const ContactRecordSchema = z.object({
  contactId: RecordIdSchema,
  name: z.string(),
  company: z.string(),
  email: z.nullable(z.string()),
  /** Whether it is the ticket's own contact, or another one that the technician chose. */
  isTicketContact: z.boolean(),
});
export type ContactRecord = z.infer<typeof ContactRecordSchema>;

/** Another contact of the ticket's company, because the caller is not the ticket's contact. The reason goes on record. */
export const CallerSchema = z.object({ contactId: RecordIdSchema, reason: textUpTo(200) });
export type Caller = z.infer<typeof CallerSchema>;

export const exceptionStates = ['asked', 'confirmed', 'refused'] as const;
export type ExceptionState = (typeof exceptionStates)[number];

/** A technician's wish to go on in spite of doubts, and what a second one said to it. It is over at `expiresAt`, whatever its state. */
export const ExceptionSchema = z.object({
  id: IdSchema,
  doubts: z.array(DoubtSchema),
  reason: z.string(),
  state: z.enum(exceptionStates),
  /** Whether the asking technician is the one who wants it: somebody else must confirm. */
  yours: z.boolean(),
  askedBy: z.string(),
  secondBy: z.nullable(z.string()),
  askedAt: TimeSchema,
  expiresAt: TimeSchema,
});
export type Exception = z.infer<typeof ExceptionSchema>;

/** A contact of the ticket's company that may be the caller. */
export const FoundContactSchema = z.object({ contactId: RecordIdSchema, name: z.string(), email: z.nullable(z.string()), hasAccount: z.boolean() });
export type FoundContact = z.infer<typeof FoundContactSchema>;
export const FoundContactsSchema = z.object({ company: z.string(), contacts: z.array(FoundContactSchema), isComplete: z.boolean() });
export type FoundContacts = z.infer<typeof FoundContactsSchema>;

/** The ticket note of a verification that ended. `failed`: it could not be written yet and is tried again; `given_up`: nobody tries any more. */
export const noteStates = ['waiting', 'written', 'failed', 'given_up'] as const;
export type NoteState = (typeof noteStates)[number];
export const noteReasons = [
  'unreachable', // no connection to ConnectWise, or no answer in time
  'busy', // ConnectWise or the service's own budget asks to wait
  'keys_refused',
  'role_refused', // the API member may not write notes
  'ticket_gone',
  'site_wrong', // the site does not know this company or version
  'not_connected', // the connection was removed meanwhile
  'refused', // refused for a reason of ConnectWise's own
] as const;
export type NoteReason = (typeof noteReasons)[number];
export const NoteSchema = z.object({ state: z.enum(noteStates), reason: z.nullable(z.enum(noteReasons)) });
export type Note = z.infer<typeof NoteSchema>;

/** Which ended verifications get a note, by policy. */
export const notePolicies = ['off', 'successes', 'all'] as const;
export type NotePolicy = (typeof notePolicies)[number];
