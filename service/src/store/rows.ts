import { AssuranceLabelSchema } from '#contract/assurance';
import { codeChecks, statuses } from '#contract/lifecycle';
import { ActionSchema, DeliveryReasonSchema, DeliveryStateSchema, MethodSchema, RoleSchema } from '#contract/words';
import * as z from 'zod/mini';
import { noticeKinds, statementKinds } from './types.ts';

/** What the tables of both databases hold, as the rest of the service sees it. A row that does not parse is an error, never a guess. */

const time = z.nullable(z.int());
const flag = z.pipe(z.int(), z.transform((number) => number !== 0));
const json = z.pipe(z.string(), z.transform((text): unknown => JSON.parse(text)));

const PolicySchema = z.object({
  codeCheck: z.optional(z.enum(codeChecks)),
  actionRequired: z.optional(z.boolean()),
  smsLifeSeconds: z.optional(z.int()),
  emailLifeSeconds: z.optional(z.int()),
  methods: z.optional(z.array(MethodSchema)),
  smsCountries: z.optional(z.array(z.string())),
  technicianSendsPerDay: z.optional(z.int()),
  tenantSendsPerDay: z.optional(z.int()),
  smsPartPrice: z.optional(z.number()),
  smsSpendPerDay: z.optional(z.number()),
});
export const PolicyColumn = z.pipe(json, PolicySchema);

export const TenantRow = z.object({ id: z.string(), name: z.string() });
export const CustomerRow = z.object({ id: z.string(), tenantId: z.string(), name: z.string() });
export const AccountRow = z.object({
  id: z.string(),
  tenantId: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  name: z.string(),
  email: z.string(),
  mobile: z.nullable(z.string()),
  emailChangedAt: time,
  mobileChangedAt: time,
});
export const TechnicianRow = z.object({ id: z.string(), tenantId: z.string(), name: z.string(), email: z.string(), role: RoleSchema, revokedAt: time });
export const DeviceRow = z.object({ thumbprint: z.string(), tenantId: z.string(), technicianId: z.string(), name: z.string(), createdAt: z.int() });
export const WrongCodesRow = z.object({ accountId: z.string(), method: MethodSchema, count: z.int(), lastAt: time });
export const RecentSendRow = z.object({ messageId: z.string(), method: MethodSchema, destination: z.string(), createdAt: z.int() });
export const DayTotalsRow = z.object({ technicianSends: z.int(), tenantSends: z.int(), tenantCost: z.int() });
export const AuditRow = z.object({ tenantId: z.string(), sequence: z.int(), previousHash: z.string(), body: z.string(), hash: z.string() });

export const AuditHeadRow = z.object({ tenantId: z.string(), sequence: z.int(), hash: z.string() });
export const StatementRow = z.object({ tenantId: z.string(), kind: z.enum(statementKinds), sequence: z.int(), hash: z.string(), at: z.int(), signed: z.string() });
/** Where the first page of statements begins: after nothing. */
export const beforeStatements = { at: Number.MIN_SAFE_INTEGER, sequence: 0, signed: '' };
export const NoticeRow = z.object({
  id: z.string(),
  tenantId: z.string(),
  accountId: z.string(),
  kind: z.enum(noticeKinds),
  method: MethodSchema,
  destination: z.nullable(z.string()),
  details: z.pipe(json, z.record(z.string(), z.string())),
  attempts: z.int(),
  nextAt: z.int(),
  createdAt: z.int(),
  doneAt: time,
  reason: z.nullable(DeliveryReasonSchema),
});

export const BacklogRow = z.object({ messages: z.int(), oldestMessageAt: time, notices: z.int(), pending: z.int() });

export const VerificationRowSchema = z.object({
  id: z.string(),
  tenantId: z.string(),
  customerId: z.string(),
  accountId: z.string(),
  technicianId: z.string(),
  technicianName: z.string(),
  idempotencyKey: z.string(),
  requestHash: z.string(),
  ticketHost: z.string(),
  ticketNumber: z.string(),
  contact: z.string(),
  company: z.string(),
  method: MethodSchema,
  maskedDestination: z.string(),
  action: z.nullable(ActionSchema),
  codeCheck: z.enum(codeChecks),
  lifeSeconds: z.int(),
  assurance: z.pipe(json, z.array(AssuranceLabelSchema)),
  status: z.enum(statuses),
  endReason: z.nullable(z.enum(['too_many_attempts', 'delivery_failed'])),
  sendNumber: z.int(),
  deliveryState: DeliveryStateSchema,
  deliveryReason: z.nullable(DeliveryReasonSchema),
  createdAt: z.int(),
  lastSendAt: z.int(),
  firstHandedOverAt: time,
  expiresAt: z.int(),
  extended: flag,
  triesUsed: z.int(),
  endedAt: time,
  receipt: z.nullable(z.string()),
});

export const MessageRow = z.object({
  id: z.string(),
  tenantId: z.string(),
  verificationId: z.string(),
  accountId: z.string(),
  sendNumber: z.int(),
  method: MethodSchema,
  state: DeliveryStateSchema,
  reason: z.nullable(DeliveryReasonSchema),
  createdAt: z.int(),
  claimedAt: time,
  claimedBy: z.nullable(z.string()),
  attempts: z.int(),
  retryAt: time,
  doneAt: time,
  providerId: z.nullable(z.string()),
});
