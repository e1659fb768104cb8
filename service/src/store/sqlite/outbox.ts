import { sendWindowSeconds } from '#contract/numbers';
import type { Message } from '../types.ts';
import type { Connection } from './connection.ts';
import { insertSql, MessageRow, parseRow, toColumns, updateSql } from './rows.ts';

/** Messages to be sent. Every function runs inside its caller's transaction. */

const insertMessageSql = insertSql('messages', MessageRow);
const updateMessageSql = updateSql('messages', MessageRow, ['tenant_id', 'id'], '');
const current = `EXISTS (SELECT 1 FROM verifications v WHERE v.tenant_id = messages.tenant_id AND v.id = messages.verification_id
  AND v.status = 'pending' AND v.send_number = messages.send_number AND v.expires_at > :now)`;

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

/** The newest messages to these destinations; `since` leaves older ones out. */
export function recentMessages(connection: Connection, tenantId: string, destinations: readonly string[], since: number): Message[] {
  const sql = `SELECT * FROM messages WHERE tenant_id = :tenantId AND destination = :destination AND created_at > :since
    ORDER BY created_at DESC LIMIT 20`;
  return [...new Set(destinations)].flatMap((destination) =>
    connection.all(sql, { tenantId, destination, since }).map((row) => parseRow(MessageRow, row)),
  );
}

export function windowStart(now: number): number {
  return now - sendWindowSeconds * 1000;
}

/** A queued code that nobody waits for any more must not leave: it is closed unsent before the next one is chosen. */
export function claimMessage(connection: Connection, now: number): Message | undefined {
  connection.run(`UPDATE messages SET done_at = :now WHERE state = 'queued' AND done_at IS NULL AND NOT ${current}`, { now });
  const row = connection.get(
    `UPDATE messages SET state = 'sending', claimed_at = :now WHERE id = (
       SELECT id FROM messages WHERE state = 'queued' AND done_at IS NULL ORDER BY created_at, rowid LIMIT 1)
     RETURNING *`,
    { now },
  );
  if (!row) return undefined;
  const message = parseRow(MessageRow, row);
  connection.run(`UPDATE verifications SET delivery_state = 'sending' WHERE tenant_id = :tenantId AND id = :id AND status = 'pending'`, {
    tenantId: message.tenantId,
    id: message.verificationId,
  });
  return message;
}

export function listInterrupted(connection: Connection, claimedBefore: number, limit: number): Message[] {
  const sql = `SELECT * FROM messages WHERE state = 'sending' AND done_at IS NULL AND claimed_at < :claimedBefore ORDER BY claimed_at LIMIT :limit`;
  return connection.all(sql, { claimedBefore, limit }).map((row) => parseRow(MessageRow, row));
}
