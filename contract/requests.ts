import * as z from 'zod/mini';
import { CallerSchema, DoubtSchema } from './connectwise.ts';
import { wantedChecks } from './lifecycle.ts';
import { textUpTo } from './text.ts';
import { IdSchema } from './values.ts';
import { CodeSchema, PageContactSchema, TicketSchema } from './verification.ts';
import { ActionSchema, DirectionSchema, MethodSchema } from './words.ts';

/** What a technician's browser sends. The panel never loads this: it knows answers only. */

/** Who is meant: what the page says, or, where no page was read, a ticket's number alone. Exactly one of the two. */
const about = {
  contact: z.optional(PageContactSchema),
  /** Needs the connection to ConnectWise, which tells the contact. */
  ticketNumber: z.optional(TicketSchema.shape.number),
  /** Only where the address stands in several customers and the ticket's company does not tell which. */
  customerId: z.optional(IdSchema),
  /** Only where the caller is not the ticket's contact. Needs the connection to ConnectWise. */
  caller: z.optional(CallerSchema),
};
const namesOne = z.refine<{ contact?: unknown; ticketNumber?: unknown }>(({ contact, ticketNumber }) => (contact === undefined) !== (ticketNumber === undefined), { error: 'must hold either contact or ticketNumber' });

export const ResolveContactSchema = z.object(about).check(namesOne);
export type ResolveContact = z.infer<typeof ResolveContactSchema>;

/** What contacts of the ticket's company there are whose name or address contains `text`. */
export const SearchContactsSchema = z.object({ contact: about.contact, ticketNumber: about.ticketNumber, text: textUpTo(100) }).check(namesOne);
export type SearchContacts = z.infer<typeof SearchContactsSchema>;

/** A technician wants to go on in spite of `doubts`, which must name all that stand against it. */
export const AskExceptionSchema = z.object({ ...about, doubts: z.array(DoubtSchema).check(z.minLength(1), z.maxLength(20)), reason: textUpTo(200) }).check(namesOne);
export type AskException = z.infer<typeof AskExceptionSchema>;

export const StartVerificationSchema = z.object({
  ...about,
  method: MethodSchema,
  action: z.nullable(ActionSchema),
  direction: DirectionSchema,
  /** Always `code` but with a push. */
  check: z.enum(wantedChecks),
}).check(namesOne);
export type StartVerification = z.infer<typeof StartVerificationSchema>;

export const DecideSchema = z.object({ decision: z.enum(['approve', 'deny']) });
/** `attempt` counts from 1: the same attempt sent twice is compared once. */
export const TryCodeSchema = z.object({ code: CodeSchema, attempt: z.int().check(z.minimum(1), z.maximum(99)) });
/** `afterSend` is the send number that the technician saw: the same press sent twice sends once. */
export const ResendSchema = z.object({ afterSend: z.int().check(z.minimum(1), z.maximum(99)) });

export const DecideExceptionSchema = z.object({ decision: z.enum(['confirm', 'refuse']) });
