import { lostPhoneMailsPerDay, lostPhoneTextsPerDay, sendWindowSeconds } from '#contract/numbers';
import { MethodSchema } from '#contract/words';
import { insertSql, parseRow, toColumns, updateSql } from '../columns.ts';
import type { Parameters } from '../columns.ts';
import { LostReportsRow, MessageRow, NoticeRow, RecentSendRow } from '../rows.ts';
import type { LostReports } from '../store.ts';
import type { Message, Notice, RecentSend } from '../types.ts';
import type { Connection } from './connection.ts';

/** Messages and notices to be sent. Every function runs inside its caller's transaction. */

const insertMessageSql = insertSql('messages', MessageRow);
const updateMessageSql = updateSql('messages', MessageRow, ['tenant_id', 'id'], '');
const insertNoticeSql = insertSql('notices', NoticeRow);
const updateNoticeSql = updateSql('notices', NoticeRow, ['tenant_id', 'id'], '');
const nextMessageSql = `SELECT * FROM messages WHERE state = 'queued' AND done_at IS NULL AND coalesce(retry_at, 0) <= :now ORDER BY created_at, id LIMIT 1`;
const takeUpSql = `UPDATE verifications SET delivery_state = 'sending'
  WHERE tenant_id = :tenantId AND id = :verificationId AND status = 'pending' AND send_number = :sendNumber AND expires_at > :now`;
const mostRecent = 50;

export function insertMessage(connection: Connection, message: Message): void {
  connection.run(insertMessageSql, toColumns(message));
}

export function updateMessage(connection: Connection, message: Message): void {
  if (connection.run(updateMessageSql, toColumns(message)) !== 1) throw new Error('No such message.');
}

export function readMessage(connection: Connection, tenantId: string, verificationId: string, sendNumber: number): Message {
  const sql = 'SELECT * FROM messages WHERE tenant_id = :tenantId AND verification_id = :verificationId AND send_number = :sendNumber';
  const row = connection.get(sql, { tenantId, verificationId, sendNumber });
  if (!row) throw new Error('A verification without its message.');
  return parseRow(MessageRow, row);
}

export function findMessage(connection: Connection, id: string): Message | undefined {
  const row = connection.get('SELECT * FROM messages WHERE id = :id', { id });
  return row && parseRow(MessageRow, row);
}

/**
 * What went to the address, the number or the phones lately, by whichever account has them. Account by account: SQLite joins the other way
 * round and reads every message of the tenant.
 */
export function recentSends(connection: Connection, tenantId: string, { email, mobile }: { email: string; mobile: string | null }, now: number): RecentSend[] {
  const since = now - sendWindowSeconds * 1000;
  const sharing = [...connection.all(sharingEmailSql, { tenantId, email }), ...connection.all(sharingMobileSql, { tenantId, mobile })];
  const distinct = new Map(sharing.map((account) => [String(account['id']), account]));
  return [...distinct.values()].flatMap((account) =>
    connection.all(recentSql, { accountId: String(account['id']), since }).map((row) => {
      const destinations = { push: account['id'], sms: account['mobile'], email: account['email'] };
      return parseRow(RecentSendRow, { ...row, destination: destinations[MethodSchema.parse(row['method'])] ?? '' });
    }),
  );
}

const sharingEmailSql = 'SELECT id, email, mobile FROM accounts WHERE tenant_id = :tenantId AND email = :email';
const sharingMobileSql = 'SELECT id, email, mobile FROM accounts WHERE tenant_id = :tenantId AND mobile = :mobile';
const recentSql = `SELECT id AS message_id, method, created_at FROM messages WHERE account_id = :accountId AND created_at > :since ORDER BY created_at DESC LIMIT ${mostRecent}`;

/** A queued code that nobody waits for any more must not leave: it is closed unsent, and the next one is looked at. */
export function claimMessage(connection: Connection, now: number, worker: string): Message | undefined {
  for (;;) {
    const row = connection.get(nextMessageSql, { now });
    if (!row) return undefined;
    const { id, tenantId, verificationId, sendNumber, attempts } = parseRow(MessageRow, row);
    const isWanted = connection.run(takeUpSql, { tenantId, verificationId, sendNumber, now }) === 1;
    if (!isWanted) connection.run('UPDATE messages SET done_at = :now WHERE id = :id', { id, now });
    else return claim(connection, { id, attempts: attempts + 1, worker, now });
  }
}

function claim(connection: Connection, values: { id: string; attempts: number; worker: string; now: number }): Message {
  const row = connection.get(`UPDATE messages SET state = 'sending', claimed_at = :now, claimed_by = :worker, attempts = :attempts WHERE id = :id RETURNING *`, values);
  return parseRow(MessageRow, row ?? {});
}

/** Only one process works on a file, so whoever else claimed a message is no more. */
export function listInterrupted(connection: Connection, worker: string, limit: number): Message[] {
  const sql = `SELECT * FROM messages WHERE state = 'sending' AND done_at IS NULL AND coalesce(claimed_by, '') <> :worker ORDER BY claimed_at LIMIT :limit`;
  return connection.all(sql, { worker, limit }).map((row) => parseRow(MessageRow, row));
}

export function insertNotice(connection: Connection, notice: Notice): void {
  connection.run(insertNoticeSql, toColumns(notice));
}

export function findNotice(connection: Connection, id: string): Notice | undefined {
  const row = connection.get('SELECT * FROM notices WHERE id = :id', { id });
  return row && parseRow(NoticeRow, row);
}

export function readLostReports(connection: Connection, tenantId: string, accountId: string): LostReports {
  const times = (sql: string, of: Parameters) => connection.all(sql, of).map((notice) => notice['created_at']);
  return LostReportsRow.parse({ mailsAt: times(latestMailsSql, { tenantId, accountId }), textsAt: times(latestTextsSql, { tenantId }) });
}

const latestMailsSql = `SELECT created_at FROM notices WHERE account_id = :accountId AND kind = 'lost_phone' AND method = 'email' AND tenant_id = :tenantId ORDER BY created_at DESC LIMIT ${lostPhoneMailsPerDay}`;
const latestTextsSql = `SELECT created_at FROM notices WHERE tenant_id = :tenantId AND kind = 'lost_phone' AND method = 'sms' ORDER BY created_at DESC LIMIT ${lostPhoneTextsPerDay}`;

export function claimNotice(connection: Connection, now: number, leaseMs: number): Notice | undefined {
  const row = connection.get(
    `UPDATE notices SET next_at = :next, attempts = attempts + 1 WHERE id = (
       SELECT id FROM notices WHERE done_at IS NULL AND next_at <= :now ORDER BY next_at, id LIMIT 1)
     RETURNING *`,
    { now, next: now + leaseMs },
  );
  return row && parseRow(NoticeRow, row);
}

export function updateNotice(connection: Connection, notice: Notice): void {
  const kept = notice.doneAt === null ? notice : { ...notice, destination: null };
  if (connection.run(updateNoticeSql, toColumns(kept)) !== 1) throw new Error('No such notice.');
}
