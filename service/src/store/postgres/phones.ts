import { parseRow, toColumns } from '../columns.ts';
import type { RawRow } from '../columns.ts';
import { requireSoundPhones } from '../plan-checks.ts';
import { AccountRow, InvitationRow, LostReportsRow, PhoneOwnerRow, PhoneRow, TenantRow } from '../rows.ts';
import type { DecidedKey, PhoneFacts, PhoneKey, PhonePlan, Store } from '../store.ts';
import type { DecidedRow } from '../types.ts';
import { append, lockChain } from './audit.ts';
import type { Client, Database } from './database.ts';
import { insertNotice } from './outbox.ts';
import { decidedSql, decidedValues, parseDecided, parsePolicy } from './plans.ts';
import { parsePushState } from './push-state.ts';

/** End users' phones, how they are invited, and what they did with the latest pushes. */
export function createPhoneCalls(database: Database) {
  return {
    findPhone: async (thumbprint) => {
      const json = await database.value('find_phone', findSql, [thumbprint]);
      if (!json) return undefined;
      const raw = json as Record<'phone' | 'account' | 'tenant', RawRow>;
      return { phone: parseRow(PhoneRow, raw.phone), account: parseRow(AccountRow, raw.account), tenant: parseRow(TenantRow, raw.tenant) };
    },
    findPhoneOwner: async (phoneId) => {
      const [row] = await database.rows('SELECT tenant_id, account_id FROM phones WHERE id = $1', [phoneId]);
      return row && parseRow(PhoneOwnerRow, row);
    },
    findInvitation: async (invitationId) => {
      const [row] = await database.rows('SELECT * FROM invitations WHERE id = $1', [invitationId]);
      return row && parseRow(InvitationRow, row);
    },
    changePhones: (tenantId, accountId, decide, key = {}) => database.transaction(async (client) => {
      await lockChain(client, tenantId);
      const facts = await readFacts(client, tenantId, accountId, key);
      if (!facts) return undefined;
      const plan = decide(facts);
      requireSoundPhones(plan, tenantId, accountId);
      await write(client, tenantId, accountId, plan);
      return plan.result;
    }),
    touchPhone: async (tenantId, phoneId, at) => {
      await database.rows('UPDATE phones SET last_seen_at = $3 WHERE id = $2 AND tenant_id = $1', [tenantId, phoneId, at]);
    },
  } satisfies Partial<Store>;
}

const findSql = `SELECT jsonb_build_object('phone', to_jsonb(p), 'tenant', to_jsonb(t), 'account', to_jsonb(a) || jsonb_build_object('customer_name', c.name))
  FROM phones p JOIN tenants t ON t.id = p.tenant_id JOIN accounts a ON a.id = p.account_id JOIN customers c ON c.id = a.customer_id
  WHERE p.thumbprint = $1 AND p.removed_at IS NULL`;

const factsSql = 'SELECT phone_change_facts($1, $2, $3) AS facts';

type RawAbout = { tenant: RawRow; account: RawRow; customer_name: string; phones: RawRow[]; push_state: RawRow | null; invitation: RawRow | null; latest_invitation: RawRow | null };
type RawFacts = { about: RawAbout; tenant_policy: string | null; customer_policy: string | null; lost_reports: RawRow };

async function readFacts(client: Client, tenantId: string, accountId: string, { invitationId, ticket }: PhoneKey): Promise<PhoneFacts | undefined> {
  const { rows: [row] } = await client.query<{ facts: RawFacts | null }>(factsSql, [tenantId, accountId, invitationId ?? null]);
  if (!row?.facts) return undefined;
  const { about: raw, tenant_policy, customer_policy, lost_reports } = row.facts;
  const invitation = raw.invitation ? parseRow(InvitationRow, raw.invitation) : undefined;
  if (invitation && (invitation.accountId !== accountId || invitation.tenantId !== tenantId)) throw new Error('An invitation of another account.');
  return {
    tenant: parseRow(TenantRow, raw.tenant),
    account: parseRow(AccountRow, { ...raw.account, customer_name: raw.customer_name }),
    tenantPolicy: parsePolicy(tenant_policy),
    customerPolicy: parsePolicy(customer_policy),
    lostReports: parseRow(LostReportsRow, lost_reports),
    phones: raw.phones.map((phone) => parseRow(PhoneRow, phone)),
    pushState: parsePushState(raw.push_state, accountId),
    invitation,
    latestInvitation: raw.latest_invitation ? parseRow(InvitationRow, raw.latest_invitation) : undefined,
    decided: ticket ? await readDecided(client, tenantId, { ...ticket, accountIds: [accountId] }) : [],
  };
}

async function readDecided(client: Client, tenantId: string, key: DecidedKey): Promise<DecidedRow[]> {
  const { rows: [row] } = await client.query<{ decided: unknown }>(`${decidedSql} AS decided`, decidedValues(tenantId, key));
  return parseDecided(row?.decided);
}

async function write(client: Client, tenantId: string, accountId: string, plan: PhonePlan<unknown>): Promise<void> {
  for (const phone of plan.phones ?? []) await client.query('SELECT write_phone($1::jsonb)', [JSON.stringify(toColumns(phone))]);
  if (plan.endInvitationsAt !== undefined) {
    await client.query('UPDATE invitations SET ended_at = $3 WHERE account_id = $2 AND tenant_id = $1 AND ended_at IS NULL', [tenantId, accountId, plan.endInvitationsAt]);
  }
  if (plan.invitation) await client.query('SELECT write_invitation($1::jsonb)', [JSON.stringify(toColumns(plan.invitation))]);
  if (plan.pushState) await client.query('SELECT write_push_state($1, $2::jsonb)', [tenantId, JSON.stringify(toColumns(plan.pushState))]);
  if (plan.clearAlertsAt !== undefined) {
    await client.query('UPDATE alerts SET cleared_at = $3 WHERE tenant_id = $1 AND account_id = $2 AND cleared_at IS NULL', [tenantId, accountId, plan.clearAlertsAt]);
  }
  if (plan.alert) await client.query('SELECT write_alert($1::jsonb)', [JSON.stringify(toColumns(plan.alert))]);
  for (const notice of plan.notices ?? []) await insertNotice(client, notice);
  if (plan.audit.length > 0) await append(client, tenantId, plan.audit);
}
