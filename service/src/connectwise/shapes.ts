import * as z from 'zod/mini';
import { RecordIdSchema } from '#contract/connectwise';
import type { CompanyRef, Discovered, PersonRecord, TicketRecord } from './types.ts';
import { apiOriginOf } from './site.ts';

/** What is read of ConnectWise's answers, and what we make of it. In its model nearly every field may be absent or null. */

const short = z.nullish(z.string().check(z.maxLength(500)));
const ReferenceSchema = z.nullish(z.object({ id: z.nullish(z.int()), name: short }));

const CompanyInfoSchema = z.nullable(z.object({
  CompanyName: z.string().check(z.maxLength(500)),
  Codebase: z.string().check(z.regex(/^v\d\w{0,30}\/?$/)),
  IsCloud: z.nullish(z.union([z.boolean(), z.string()])),
}));

/** Null for a company that the site does not know; undefined for an answer that is none, or that names no address we would call. */
export function readCompanyInfo(site: string, body: unknown): Discovered | null | undefined {
  const { data: info } = CompanyInfoSchema.safeParse(body);
  if (!info) return info;
  const apiOrigin = apiOriginOf(site, /^true$/i.test(String(info.IsCloud)));
  return apiOrigin === undefined ? undefined : { apiOrigin, codebase: info.Codebase.replace(/\/?$/, '/'), companyName: info.CompanyName };
}

export const TicketSchema = z.object({
  id: RecordIdSchema,
  recordType: short,
  company: ReferenceSchema,
  contact: ReferenceSchema,
  contactName: short,
  contactEmailAddress: short,
});

/** `isProject`: it was found among the project tickets, which need not say so themselves. */
export function ticketRecord(ticket: z.infer<typeof TicketSchema>, isProject: boolean): TicketRecord {
  return {
    id: ticket.id,
    kind: isProject || ticket.recordType?.startsWith('Project') ? 'project' : 'service',
    company: companyRef(ticket.company),
    contactId: recordId(ticket.contact?.id),
    copiedName: blankToNull(ticket.contactName),
    copiedEmail: blankToNull(ticket.contactEmailAddress),
  };
}

const ItemSchema = z.object({
  type: ReferenceSchema,
  value: short,
  extension: short,
  defaultFlag: z.nullish(z.boolean()),
  communicationType: short,
});
type Item = z.infer<typeof ItemSchema>;

export const ContactSchema = z.object({
  id: RecordIdSchema,
  firstName: short,
  lastName: short,
  company: ReferenceSchema,
  inactiveFlag: z.nullish(z.boolean()),
  communicationItems: z.nullish(z.array(ItemSchema)),
});
/** Those fields, for answers without the rest. */
export const contactFields = Object.keys(ContactSchema.shape).join(',');

export function personRecord(contact: z.infer<typeof ContactSchema>): PersonRecord {
  const [firstName, lastName] = [contact.firstName?.trim() ?? '', contact.lastName?.trim() ?? ''];
  const items = (contact.communicationItems ?? []).filter(({ value }) => blankToNull(value) !== null);
  return {
    id: contact.id,
    name: `${firstName} ${lastName}`.trim(),
    firstName,
    lastName,
    company: companyRef(contact.company),
    isInactive: contact.inactiveFlag === true,
    emails: [...new Set(defaultFirst(items, 'Email').map(valueOf))],
    phones: defaultFirst(items, 'Phone').map((item) => ({
      type: item.type?.name?.trim() ?? '',
      value: valueOf(item),
      extension: blankToNull(item.extension),
      isDefault: item.defaultFlag === true,
    })),
  };
}

function defaultFirst(items: Item[], kind: 'Email' | 'Phone'): Item[] {
  return items.filter(({ communicationType }) => communicationType === kind).toSorted((a, b) => Number(b.defaultFlag === true) - Number(a.defaultFlag === true));
}

export const CompanySchema = z.object({ id: RecordIdSchema, name: z.string().check(z.maxLength(500)) });

const CommunicationTypeSchema = z.object({ description: z.string().check(z.maxLength(500)), emailFlag: z.nullish(z.boolean()), faxFlag: z.nullish(z.boolean()) });
export const CommunicationTypesSchema = z.array(CommunicationTypeSchema);

/** The names of those that phone numbers may have. */
export function phoneTypes(types: z.infer<typeof CommunicationTypesSchema>): string[] {
  return types.filter(({ emailFlag, faxFlag }) => emailFlag !== true && faxFlag !== true).map(({ description }) => description.trim());
}

export const NoteIdSchema = z.object({ id: RecordIdSchema });
export const NotesSchema = z.array(z.object({ id: RecordIdSchema, text: z.nullish(z.string()) }));

function companyRef(reference: z.infer<typeof ReferenceSchema>): CompanyRef | null {
  const id = recordId(reference?.id);
  return id === null ? null : { id, name: reference?.name?.trim() ?? '' };
}

/** In references ConnectWise writes null, zero or nothing where there is none. */
function recordId(id: number | null | undefined): number | null {
  return RecordIdSchema.safeParse(id).data ?? null;
}

function valueOf(item: Item): string {
  return item.value?.trim() ?? '';
}

function blankToNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
