import { insertSql, parseRow, toColumns, updateSql } from '../columns.ts';
import { InvitationRow, PhoneOwnerRow, PhoneRow, PushStateRow, TenantRow } from '../rows.ts';
import { requireSoundPhones } from '../plan-checks.ts';
import type { PhoneFacts, PhoneKey, PhoneOwner, PhonePlan } from '../store.ts';
import type { Invitation, Phone, PushState, SignedInPhone, Tenant } from '../types.ts';
import { clearAlerts, insertAlert } from './alerts.ts';
import { appendAudit } from './audit.ts';
import type { Connection } from './connection.ts';
import { listDecided } from './decided.ts';
import { findAccount, readPolicy } from './directory.ts';
import { insertNotice, readLostReports } from './outbox.ts';

/** End users' phones, how they are invited, and what they did with the latest pushes. Every function runs inside its caller's transaction. */

const insertPhoneSql = insertSql('phones', PhoneRow);
const updatePhoneSql = updateSql('phones', PhoneRow, ['tenant_id', 'account_id', 'id'], '');
const insertInvitationSql = insertSql('invitations', InvitationRow);
const updateInvitationSql = updateSql('invitations', InvitationRow, ['tenant_id', 'account_id', 'id'], '');

export function listPhones(connection: Connection, tenantId: string, accountId: string): Phone[] {
  const sql = 'SELECT * FROM phones WHERE account_id = :accountId AND tenant_id = :tenantId AND removed_at IS NULL ORDER BY created_at, id';
  return connection.all(sql, { tenantId, accountId }).map((row) => parseRow(PhoneRow, row));
}

export function findPhone(connection: Connection, thumbprint: string): SignedInPhone | undefined {
  const row = connection.get('SELECT * FROM phones WHERE thumbprint = :thumbprint AND removed_at IS NULL', { thumbprint });
  if (!row) return undefined;
  const phone = parseRow(PhoneRow, row);
  const account = findAccount(connection, phone.tenantId, phone.accountId);
  return account && { phone, account, tenant: readTenant(connection, phone.tenantId) };
}

export function findPhoneOwner(connection: Connection, phoneId: string): PhoneOwner | undefined {
  const row = connection.get('SELECT tenant_id, account_id FROM phones WHERE id = :phoneId', { phoneId });
  return row && parseRow(PhoneOwnerRow, row);
}

export function touchPhone(connection: Connection, tenantId: string, phoneId: string, at: number): void {
  connection.run('UPDATE phones SET last_seen_at = :at WHERE id = :phoneId AND tenant_id = :tenantId', { tenantId, phoneId, at });
}

export function writePhone(connection: Connection, phone: Phone): void {
  const row = toColumns(phone);
  if (connection.run(updatePhoneSql, row) === 0) connection.run(insertPhoneSql, row);
}

export function findInvitation(connection: Connection, id: string): Invitation | undefined {
  const row = connection.get('SELECT * FROM invitations WHERE id = :id', { id });
  return row && parseRow(InvitationRow, row);
}

function findLatestInvitation(connection: Connection, tenantId: string, accountId: string): Invitation | undefined {
  const sql = 'SELECT * FROM invitations WHERE account_id = :accountId AND tenant_id = :tenantId ORDER BY created_at DESC, id LIMIT 1';
  const row = connection.get(sql, { tenantId, accountId });
  return row && parseRow(InvitationRow, row);
}

export function readPushState(connection: Connection, tenantId: string, accountId: string): PushState {
  const row = connection.get('SELECT * FROM push_states WHERE account_id = :accountId AND tenant_id = :tenantId', { tenantId, accountId });
  return row ? parseRow(PushStateRow, row) : { accountId, unanswered: [], denials: [], blockedAt: null, blockedBecause: null };
}

export function writePushState(connection: Connection, tenantId: string, state: PushState): void {
  connection.run(
    `INSERT INTO push_states (tenant_id, account_id, unanswered, denials, blocked_at, blocked_because) VALUES (:tenant_id, :account_id, :unanswered, :denials, :blocked_at, :blocked_because)
     ON CONFLICT (account_id, tenant_id) DO UPDATE SET unanswered = excluded.unanswered, denials = excluded.denials, blocked_at = excluded.blocked_at, blocked_because = excluded.blocked_because`,
    { ...toColumns(state), tenant_id: tenantId },
  );
}

export function changePhones<T>(connection: Connection, tenantId: string, accountId: string, decide: (facts: PhoneFacts) => PhonePlan<T>, { invitationId, ticket }: PhoneKey = {}): T | undefined {
  const account = findAccount(connection, tenantId, accountId);
  if (!account) return undefined;
  const invitation = invitationId === undefined ? undefined : findInvitation(connection, invitationId);
  if (invitation && (invitation.accountId !== accountId || invitation.tenantId !== tenantId)) throw new Error('An invitation of another account.');
  const facts = {
    tenant: readTenant(connection, tenantId), account, phones: listPhones(connection, tenantId, accountId), pushState: readPushState(connection, tenantId, accountId),
    tenantPolicy: readPolicy(connection, tenantId, null), customerPolicy: readPolicy(connection, tenantId, account.customerId), lostReports: readLostReports(connection, tenantId, accountId),
    invitation, latestInvitation: findLatestInvitation(connection, tenantId, accountId),
    decided: ticket ? listDecided(connection, tenantId, { ...ticket, accountIds: [accountId] }) : [],
  };
  const plan = decide(facts);
  requireSoundPhones(plan, tenantId, accountId);
  writePhonePlan(connection, tenantId, accountId, plan);
  return plan.result;
}

function writePhonePlan(connection: Connection, tenantId: string, accountId: string, plan: PhonePlan<unknown>): void {
  for (const phone of plan.phones ?? []) writePhone(connection, phone);
  if (plan.endInvitationsAt !== undefined) endInvitations(connection, tenantId, accountId, plan.endInvitationsAt);
  if (plan.invitation) writeInvitation(connection, plan.invitation);
  if (plan.pushState) writePushState(connection, tenantId, plan.pushState);
  if (plan.clearAlertsAt !== undefined) clearAlerts(connection, tenantId, accountId, plan.clearAlertsAt);
  if (plan.alert) insertAlert(connection, plan.alert);
  for (const notice of plan.notices ?? []) insertNotice(connection, notice);
  for (const event of plan.audit) appendAudit(connection, tenantId, event);
}

export function endInvitations(connection: Connection, tenantId: string, accountId: string, at: number): void {
  connection.run('UPDATE invitations SET ended_at = :at WHERE account_id = :accountId AND tenant_id = :tenantId AND ended_at IS NULL', { tenantId, accountId, at });
}

function writeInvitation(connection: Connection, invitation: Invitation): void {
  const row = toColumns(invitation);
  if (connection.run(updateInvitationSql, row) === 0) connection.run(insertInvitationSql, row);
}

export function readTenant(connection: Connection, tenantId: string): Tenant {
  return parseRow(TenantRow, connection.get('SELECT * FROM tenants WHERE id = :tenantId', { tenantId }) ?? {});
}
