import type { Backlog } from '../store.ts';
import { parseRow } from '../columns.ts';
import { BacklogRow } from '../rows.ts';
import type { Connection } from './connection.ts';

/** How much waits: messages that were not taken up, notices, ticket notes, verifications that nobody decided yet. */
export function countBacklog(connection: Connection): Backlog {
  const sql = `SELECT
    (SELECT count(*) FROM messages WHERE state = 'queued' AND done_at IS NULL) AS messages,
    (SELECT min(created_at) FROM messages WHERE state = 'queued' AND done_at IS NULL) AS oldest_message_at,
    (SELECT count(*) FROM notices WHERE done_at IS NULL) AS notices,
    (SELECT count(*) FROM ticket_notes WHERE done_at IS NULL) AS ticket_notes,
    (SELECT count(*) FROM verifications WHERE status = 'pending') AS pending`;
  return parseRow(BacklogRow, connection.get(sql) ?? {});
}
