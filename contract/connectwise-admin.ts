import * as z from 'zod/mini';
import { RecordIdSchema, noteReasons } from './connectwise.ts';
import { textUpTo } from './text.ts';
import { IdSchema, TimeSchema } from './values.ts';

/** What an administrator sees of the connection to ConnectWise, and decides about its companies and contacts. Keys are written, never read. */

/** What becomes of a contact. Those from `inactive` on are only reported: somebody must do something in ConnectWise or here. */
export const placements = [
  'unchanged', // it has its account
  'linked', // the account with its address is matched to it
  'added',
  'change_proposed', // its account has another name, address or number
  'link_proposed', // it has no address, and one account has its name
  'add_proposed',
  'refused_before', // what would be proposed or added is what an administrator refused
  'inactive',
  'no_address',
  'unreadable', // its name or its address is none
  'address_taken', // another account, or another contact, has the address
  'name_differs', // the account of its name has another address
  'several_of_name',
  'other_customer', // its account belongs to another customer than its company
  'gone', // an account's contact that ConnectWise does not list any more
  'not_mapped', // its company has no customer
] as const;
export type Placement = (typeof placements)[number];
export const PlacementSchema = z.enum(placements);

const NullReasonSchema = z.nullable(z.enum(noteReasons));
const names = z.array(textUpTo(50)).check(z.maxLength(20));
const IdPairSchema = z.object({ id: IdSchema, name: z.string() });

/** How a tenant's ConnectWise is reached. `site` is the host in the technicians' address bar. */
export const ConnectSchema = z.object({
  site: textUpTo(253),
  companyId: textUpTo(100),
  publicKey: textUpTo(200),
  privateKey: textUpTo(200),
  clientId: textUpTo(100),
  /** The communication types whose numbers take text messages; the first that a contact has a number of counts. */
  mobileTypes: names,
  /** Where numbers without a country code belong (ISO 3166). */
  country: z.string().check(z.regex(/^[A-Z]{2}$/, { error: 'must be a two-letter code such as US' })),
});
export type Connect = z.infer<typeof ConnectSchema>;

export const roundKinds = ['import', 'sync'] as const;
export type RoundKind = (typeof roundKinds)[number];
/** The import or sync that is under way, or the last one. `cursor`: the last contact that was dealt with; null: it is over. */
const RoundSchema = z.object({
  kind: z.enum(roundKinds),
  startedAt: TimeSchema,
  cursor: z.nullable(z.int()),
  counts: z.partialRecord(PlacementSchema, z.int()),
});
export const ConnectionStateSchema = z.object({
  connection: z.nullable(z.object({
    site: z.string(),
    companyId: z.string(),
    mobileTypes: z.array(z.string()),
    country: z.string(),
    createdAt: TimeSchema,
    round: z.nullable(RoundSchema),
    /** What ConnectWise changed until then was looked at; null: no import was completed. */
    syncedTo: z.nullable(TimeSchema),
    nextSyncAt: z.nullable(TimeSchema),
    /** Why the last round stopped; null: it did not. */
    problem: NullReasonSchema,
  })),
});
export type ConnectionState = z.infer<typeof ConnectionStateSchema>;

/** `types`: the communication types that ConnectWise knows; `unknownTypes`: those of the connection that it does not. */
export const TestedSchema = z.object({ problem: NullReasonSchema, types: z.array(z.string()), unknownTypes: z.array(z.string()) });
export type Tested = z.infer<typeof TestedSchema>;

/** Which records to go on after; 0: from the first. `next` of an answer is null where there are no more. */
export const AfterSchema = z.object({ after: z.int().check(z.minimum(0), z.maximum(2_147_483_647)) });
const NextSchema = z.nullable(RecordIdSchema);
export const CompaniesSchema = z.object({ companies: z.array(z.object({ id: RecordIdSchema, name: z.string(), customer: z.nullable(IdPairSchema) })), next: NextSchema });
export type Companies = z.infer<typeof CompaniesSchema>;
export const CompanySchema = z.object({ companyId: RecordIdSchema });
export const MappedSchema = z.object({ customer: IdPairSchema, company: z.object({ id: RecordIdSchema, name: z.string() }) });
export type Mapped = z.infer<typeof MappedSchema>;

/** What an import would do with the next contacts; nothing is written. `reason` is the end of a sentence. */
export const PreviewSchema = z.object({
  lines: z.array(z.object({ contactId: RecordIdSchema, name: z.string(), company: z.string(), placements: z.array(PlacementSchema), account: z.nullable(IdPairSchema), reason: z.nullable(z.string()) })),
  next: NextSchema,
});
export type Preview = z.infer<typeof PreviewSchema>;

/** What ConnectWise has, for an administrator to judge; the account's own destinations are masked. A `mobile` of null leaves the account's number as it is. */
const ProposalSchema = z.object({
  id: IdSchema,
  kind: z.enum(['change', 'link', 'add']),
  contactId: RecordIdSchema,
  customer: z.string(),
  account: z.nullable(z.object({ id: IdSchema, name: z.string(), email: z.string(), mobile: z.nullable(z.string()) })),
  name: z.string(),
  email: z.nullable(z.string()),
  mobile: z.nullable(z.string()),
  proposedAt: TimeSchema,
});
export const AfterProposalSchema = z.object({ after: z.nullable(z.string().check(z.maxLength(50))) });
export const ProposalsSchema = z.object({ proposals: z.array(ProposalSchema), next: z.nullable(IdSchema) });
export type Proposals = z.infer<typeof ProposalsSchema>;
export const DecideProposalSchema = z.object({ decision: z.enum(['accept', 'refuse']) });
/** `not_applied`: what it was about is otherwise by now, so nothing was changed; the reason is the end of a sentence. */
export const ProposalDecidedSchema = z.object({ outcome: z.enum(['changed', 'linked', 'added', 'unchanged', 'refused', 'not_applied']), reason: z.nullable(z.string()) });
export type ProposalDecided = z.infer<typeof ProposalDecidedSchema>;

export const MatchSchema = z.object({ contactId: RecordIdSchema });
/** `differs`: the record says something else than the account, and that is a proposal now. */
export const MatchedSchema = z.object({ differs: z.boolean() });
/** What became of one contact that should get an account, by the rules of an import. */
export const PlacedSchema = z.object({ placements: z.array(PlacementSchema), account: z.nullable(IdPairSchema), reason: z.nullable(z.string()) });
export type AddedAccount = z.infer<typeof PlacedSchema>;
export const SearchContactsSchema = z.object({ text: textUpTo(100) });
