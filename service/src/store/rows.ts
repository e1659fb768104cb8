import { AssuranceLabelSchema } from '#contract/assurance';
import { notePolicies } from '#contract/connectwise';
import { checks, codeChecks, endReasons, statuses } from '#contract/lifecycle';
import { ActionSchema, ChannelSchema, DeliveryReasonSchema, DeliveryStateSchema, DirectionSchema, MethodSchema, RoleSchema } from '#contract/words';
import * as z from 'zod/mini';
import { alertKinds, invitationKinds, noticeKinds, pushBlocks, statementKinds } from './types.ts';

/** What the tables of both databases hold, as the rest of the service sees it. A row that does not parse is an error, never a guess. */

export const time = z.nullable(z.int());
export const flag = z.pipe(z.int(), z.transform((number) => number !== 0));
export const json = z.pipe(z.string(), z.transform((text): unknown => JSON.parse(text)));

const PolicySchema = z.object({
  codeCheck: z.optional(z.enum(codeChecks)),
  actionRequired: z.optional(z.boolean()),
  smsLifeSeconds: z.optional(z.int()),
  emailLifeSeconds: z.optional(z.int()),
  pushLifeSeconds: z.optional(z.int()),
  userVerificationRequired: z.optional(z.boolean()),
  noticeAfterwards: z.optional(z.boolean()),
  verifiedMinutes: z.optional(z.int()),
  ticketNote: z.optional(z.enum(notePolicies)),
  methods: z.optional(z.array(MethodSchema)),
  smsCountries: z.optional(z.array(z.string())),
  technicianSendsPerDay: z.optional(z.int()),
  tenantSendsPerDay: z.optional(z.int()),
  smsPartPrice: z.optional(z.number()),
  smsSpendPerDay: z.optional(z.number()),
  alertEmail: z.optional(z.string()),
  alertWebhook: z.optional(z.string()),
});
export const PolicyColumn = z.pipe(json, PolicySchema);

export const TenantRow = z.object({ id: z.string(), name: z.string() });
export const CustomerRow = z.object({ id: z.string(), tenantId: z.string(), name: z.string(), companyId: z.nullable(z.int()) });
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
  contactId: z.nullable(z.int()),
});
export const TechnicianRow = z.object({ id: z.string(), tenantId: z.string(), name: z.string(), email: z.string(), role: RoleSchema, revokedAt: time });
export const DeviceRow = z.object({ thumbprint: z.string(), tenantId: z.string(), technicianId: z.string(), name: z.string(), createdAt: z.int() });
export const PhoneRow = z.object({
  id: z.string(),
  tenantId: z.string(),
  accountId: z.string(),
  name: z.string(),
  thumbprint: z.string(),
  publicKey: z.pipe(json, z.object({ x: z.string(), y: z.string() })),
  createdAt: z.int(),
  lastSeenAt: time,
  endpoint: z.nullable(z.string()),
  p256dh: z.nullable(z.string()),
  auth: z.nullable(z.string()),
  credential: z.nullable(z.pipe(json, z.object({ id: z.string(), publicKey: z.string(), counter: z.int(), transports: z.array(z.string()), createdAt: z.optional(z.int()) }))),
  invitedBy: z.nullable(z.string()),
  removedAt: time,
});
export const PhoneOwnerRow = z.object({ tenantId: z.string(), accountId: z.string() });
export const InvitationRow = z.object({
  id: z.string(),
  tenantId: z.string(),
  accountId: z.string(),
  kind: z.enum(invitationKinds),
  technicianId: z.nullable(z.string()),
  phoneId: z.nullable(z.string()),
  codesSent: z.int(),
  codeSentAt: time,
  triesUsed: z.int(),
  createdAt: z.int(),
  expiresAt: z.int(),
  endedAt: time,
});
const times = z.pipe(json, z.array(z.int()));
export const PushStateRow = z.object({ accountId: z.string(), unanswered: times, denials: times, blockedAt: time, blockedBecause: z.nullable(z.enum(pushBlocks)) });
export const AlertRow = z.object({
  id: z.string(),
  tenantId: z.string(),
  accountId: z.string(),
  verificationId: z.string(),
  kind: z.enum(alertKinds),
  ticketHost: z.string(),
  ticketNumber: z.string(),
  at: z.int(),
  clearedAt: time,
  attempts: z.int(),
  nextAt: z.int(),
  doneAt: time,
  emailedAt: time,
  postedAt: time,
});
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
  method: ChannelSchema,
  destination: z.nullable(z.string()),
  details: z.pipe(json, z.record(z.string(), z.string())),
  attempts: z.int(),
  nextAt: z.int(),
  createdAt: z.int(),
  doneAt: time,
  reason: z.nullable(DeliveryReasonSchema),
});
export const LostReportsRow = z.object({ mailsAt: z.array(z.int()), textsAt: z.array(z.int()) });

export const BacklogRow = z.object({ messages: z.int(), oldestMessageAt: time, notices: z.int(), ticketNotes: z.int(), pending: z.int() });

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
  pageHash: z.string(),
  contactId: z.nullable(z.int()),
  isPageOnly: flag,
  callerReason: z.nullable(z.string()),
  exceptionId: z.nullable(z.string()),
  notePolicy: z.enum(notePolicies),
  method: MethodSchema,
  maskedDestination: z.string(),
  action: z.nullable(ActionSchema),
  direction: DirectionSchema,
  codeCheck: z.enum(checks),
  lifeSeconds: z.int(),
  userVerificationRequired: flag,
  answeredAt: time,
  answeredBy: z.nullable(z.string()),
  assurance: z.pipe(json, z.array(AssuranceLabelSchema)),
  noticeMethod: z.nullable(ChannelSchema),
  status: z.enum(statuses),
  endReason: z.nullable(z.enum(endReasons)),
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

export const DecidedRowSchema = z.extend(VerificationRowSchema, { reportedAt: time, answererGone: flag });

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
