import type { Listeners } from '../listeners.ts';
import { parseRow, toColumns, updateColumns } from '../columns.ts';
import { AccountRow, BacklogRow, MessageRow, NoticeRow, PhoneRow, TenantRow, VerificationRowSchema } from '../rows.ts';
import type { RawRow } from '../columns.ts';
import type { Store } from '../store.ts';
import type { Notice } from '../types.ts';
import type { Client, Database } from './database.ts';
import { workerLock } from './session.ts';

/** Messages and notices to be sent. */
export function createOutboxCalls(database: Database, listeners: Listeners, workerName: () => string) {
  return {
    claimMessage: async (now) => {
      const row = await database.value('claim_message', 'SELECT claim_message($1, $2)', [now, workerName()]);
      if (!row) return undefined;
      const message = parseRow(MessageRow, row as RawRow);
      listeners.tell({ tenantId: message.tenantId, verificationId: message.verificationId });
      return message;
    },
    listInterrupted: async (limit) => (await database.rows(interruptedSql, [workerName(), limit])).map((row) => parseRow(MessageRow, row)),
    findMessage: async (messageId) => {
      const [row] = await database.rows('SELECT * FROM messages WHERE id = $1', [messageId]);
      return row && parseRow(MessageRow, row);
    },
    readLetter: async (tenantId, verificationId) => {
      const json = await database.value('read_letter', letterSql, [tenantId, verificationId]);
      if (!json) return undefined;
      const raw = json as Record<'tenant' | 'verification' | 'account', RawRow> & { phones: RawRow[] };
      const phones = raw.phones.map((row) => parseRow(PhoneRow, row)).filter(({ endpoint }) => endpoint !== null);
      return { tenant: parseRow(TenantRow, raw.tenant), verification: parseRow(VerificationRowSchema, raw.verification), account: parseRow(AccountRow, raw.account), phones };
    },
    findNotice: async (noticeId) => {
      const [row] = await database.rows('SELECT * FROM notices WHERE id = $1', [noticeId]);
      return row && parseRow(NoticeRow, row);
    },
    claimNotice: async (now, leaseMs) => {
      const row = await database.value('claim_notice', 'SELECT claim_notice($1, $2)', [now, now + leaseMs]);
      return row ? parseRow(NoticeRow, row as RawRow) : undefined;
    },
    updateNotice: async (notice) => {
      const kept = notice.doneAt === null ? notice : { ...notice, destination: null };
      const rows = await database.rows(updateNoticeSql, [JSON.stringify(toColumns(kept))]);
      if (rows.length !== 1) throw new Error('No such notice.');
    },
    countBacklog: async () => {
      const [row] = await database.rows(backlogSql);
      return parseRow(BacklogRow, row ?? {});
    },
  } satisfies Partial<Store>;
}

export async function insertNotice(client: Client, notice: Notice): Promise<void> {
  await client.query('INSERT INTO notices SELECT * FROM jsonb_populate_record(NULL::notices, $1::jsonb)', [JSON.stringify(toColumns(notice))]);
}

/** A process that sends holds a lock by its name for as long as it lives. */
const interruptedSql = `SELECT m.* FROM messages m WHERE m.state = 'sending' AND m.done_at IS NULL AND coalesce(m.claimed_by, '') <> $1
  AND NOT EXISTS (SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    AND l.classid = ${workerLock} AND l.objid::bigint = hashtext(coalesce(m.claimed_by, ''))::bit(32)::bigint)
  ORDER BY m.claimed_at LIMIT $2`;

const letterSql = `SELECT jsonb_build_object('tenant', to_jsonb(t), 'verification', to_jsonb(v), 'account', to_jsonb(a) || jsonb_build_object('customer_name', c.name), 'phones', phones_of(ARRAY[a.id]))
  FROM verifications v JOIN tenants t ON t.id = v.tenant_id JOIN accounts a ON a.id = v.account_id
  JOIN customers c ON c.id = a.customer_id WHERE v.id = $2 AND v.tenant_id IS NOT DISTINCT FROM $1`;

const updateNoticeSql = `UPDATE notices v SET ${updateColumns(NoticeRow, ['tenant_id', 'id'])}
  FROM jsonb_populate_record(NULL::notices, $1::jsonb) n WHERE v.tenant_id = n.tenant_id AND v.id = n.id RETURNING v.id`;

const backlogSql = `SELECT
  (SELECT count(*) FROM messages WHERE state = 'queued' AND done_at IS NULL) AS messages,
  (SELECT min(created_at) FROM messages WHERE state = 'queued' AND done_at IS NULL) AS oldest_message_at,
  (SELECT count(*) FROM notices WHERE done_at IS NULL) AS notices,
  (SELECT count(*) FROM ticket_notes WHERE done_at IS NULL) AS ticket_notes,
  (SELECT count(*) FROM verifications WHERE status = 'pending') AS pending`;
