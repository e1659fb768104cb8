import { addressProblems } from '#contract/address';
import { CallerSchema, DoubtSchema, FoundContactsSchema, noteReasons } from '#contract/connectwise';
import { problemCodes } from '#contract/problem';
import { wantedChecks } from '#contract/lifecycle';
import { IdSchema } from '#contract/values';
import { ContactOptionsSchema, InvitedSchema, PageContactSchema, TicketSchema, VerificationSchema } from '#contract/verification';
import { ActionSchema, DailyLimitSchema, DirectionSchema, MethodSchema } from '#contract/words';
import * as z from 'zod/mini';
import { type Access, type Snapshot, type TabView, emptySnapshot, fieldProblems, notTicketReasons } from './snapshot';
import { type About, type BusyWith, type ExceptionDecision, type Flow, type Invitation, type TroubleCode } from './state';

/** The stored snapshot as it may be trusted: written by an older version, or by a version that failed half-way. */

const troubleCodes = [...problemCodes, 'unreachable', 'page_changed', 'page_gone', 'page_settling', 'signed_out'] as const satisfies TroubleCode[];
const busyWith = ['approve', 'deny', 'try_code', 'resend', 'more_time', 'cancel'] as const satisfies BusyWith[];

export const decisions = ['confirm', 'refuse'] as const satisfies ExceptionDecision[];

const TroubleSchema = z.object({
  code: z.enum(troubleCodes),
  retryAfterSeconds: z.optional(z.number()),
  customers: z.optional(z.array(z.object({ id: z.string(), name: z.string() }))),
  limit: z.optional(DailyLimitSchema),
  connectwise: z.optional(z.enum(noteReasons)),
  doubts: z.optional(z.array(DoubtSchema)),
});
export const choice = { method: MethodSchema, action: z.nullable(ActionSchema), direction: DirectionSchema, check: z.enum(wantedChecks) };
const SendRequestSchema = z.object({ ...choice, idempotencyKey: IdSchema, customerId: z.optional(IdSchema) });
const ReceivedSchema = z.object({ verification: VerificationSchema, receivedAt: z.number() });
const InvitationSchema = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['sending', 'lost']) }),
  z.object({ state: z.literal('sent'), invited: InvitedSchema }),
  z.object({ state: z.literal('refused'), trouble: TroubleSchema }),
]) satisfies z.ZodMiniType<Invitation>;
/** The contact comes first: with one, a number beside it means nothing. */
export const AboutSchema = z.union([
  z.object({ contact: PageContactSchema, caller: z.optional(CallerSchema) }),
  z.object({ ticketNumber: TicketSchema.shape.number, caller: z.optional(CallerSchema) }),
]) satisfies z.ZodMiniType<About>;
const search = { search: z.optional(z.object({ text: z.string(), found: z.optional(FoundContactsSchema), trouble: z.optional(TroubleSchema) })) };
const found = { about: AboutSchema, options: z.object({ ...ContactOptionsSchema.shape, receivedAt: z.number() }) };
export const customer = { customerId: z.optional(IdSchema) };

export const FlowSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('looking_up'), about: AboutSchema, ...customer, trouble: z.optional(TroubleSchema), last: z.optional(z.object(choice)) }),
  z.object({ name: z.literal('not_found'), about: AboutSchema, ...customer, ...search, trouble: TroubleSchema }),
  z.object({
    name: z.literal('ready'),
    ...found,
    ...search,
    trouble: z.optional(TroubleSchema),
    last: z.optional(z.object(choice)),
    busy: z.optional(z.enum(['ask', ...decisions])),
    left: z.optional(IdSchema),
  }),
  z.object({ name: z.literal('sending'), ...found, request: SendRequestSchema, step: z.enum(['reading_page', 'posting']) }),
  z.object({ name: z.literal('send_lost'), ...found, request: SendRequestSchema, trouble: TroubleSchema }),
  z.object({
    name: z.literal('live'),
    ...found,
    received: ReceivedSchema,
    busy: z.optional(z.enum(busyWith)),
    pendingCode: z.optional(z.string().check(z.regex(/^\d{6}$/))),
    pendingAttempt: z.optional(z.int()),
    pendingAfterSend: z.optional(z.int()),
    trouble: z.optional(TroubleSchema),
    connected: z.boolean(),
  }),
  z.object({ name: z.literal('ended'), ...found, received: ReceivedSchema, revoked: z.optional(z.literal(true)), invitation: z.optional(InvitationSchema) }),
]) satisfies z.ZodMiniType<Flow>;

const here = { host: TicketSchema.shape.host, number: TicketSchema.shape.number };
const MissingSchema = z.object({ field: z.enum(['company', 'contact', 'email']), problem: z.enum(fieldProblems) });
const FieldsSchema = z.object({ company: z.optional(z.string()), contact: z.optional(z.string()), email: z.optional(z.string()) });

const TabViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('not_ticket'), why: z.enum(notTicketReasons) }),
  z.object({ kind: z.literal('settling'), ...here }),
  z.object({ kind: z.literal('incomplete'), ...here, fields: FieldsSchema, missing: z.array(MissingSchema) }),
  z.object({ kind: z.literal('bad_address'), ...here, company: z.string(), contact: z.string(), problem: z.enum(addressProblems) }),
  z.object({ kind: z.literal('ticket'), contact: PageContactSchema }),
]) satisfies z.ZodMiniType<TabView>;

const AccessSchema = z.object({
  kind: z.enum(['starting', 'no_consent', 'not_paired', 'signed_out', 'unreachable', 'extension_too_old', 'service_too_old', 'signed_in']),
}) satisfies z.ZodMiniType<Access>;

const HostStateSchema = z.enum(['granted', 'withdrawn']);
const HostsSchema = z.array(z.object({ origin: z.string(), state: HostStateSchema }));

const whole = z.object({ tabs: z.record(z.string(), z.unknown()), flows: z.record(z.string(), z.unknown()) });
const text = z.nullable(z.string());

/** The snapshot that `stored` holds: every part that parses, and the empty one's part for any that does not. */
export function parseSnapshot(stored: unknown): Snapshot {
  const parsed = whole.safeParse(stored);
  if (!parsed.success) return emptySnapshot;
  const part = <T>(name: keyof Snapshot, schema: z.ZodMiniType<T>, otherwise: T): T => {
    const value = schema.safeParse((stored as Record<string, unknown>)[name]);
    return value.success ? value.data : otherwise;
  };
  return {
    access: part('access', AccessSchema, emptySnapshot.access),
    technician: part('technician', text, null),
    tenant: part('tenant', text, null),
    serviceOrigin: part('serviceOrigin', text, null),
    cloud: part('cloud', HostStateSchema, emptySnapshot.cloud),
    hosts: part('hosts', HostsSchema, emptySnapshot.hosts),
    poppedOut: part('poppedOut', z.record(z.string(), z.int()), emptySnapshot.poppedOut),
    podHidden: part('podHidden', z.boolean(), false),
    typed: part('typed', z.record(z.string(), TicketSchema.shape.number), emptySnapshot.typed),
    tabs: keepParsed(parsed.data.tabs, TabViewSchema),
    flows: keepParsed(parsed.data.flows, FlowSchema),
  };
}

function keepParsed<T>(values: Record<string, unknown>, schema: z.ZodMiniType<T>): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const [key, value] of Object.entries(values)) {
    const parsed = schema.safeParse(value);
    if (parsed.success) kept[key] = parsed.data;
  }
  return kept;
}
