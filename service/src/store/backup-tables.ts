import { Told } from '../lib/told.ts';

/** The tables of a backup, parents before children. Counted attempts are forgotten within minutes and not worth keeping. */
export const backupTables = [
  'tenants', 'customers', 'accounts', 'policies', 'technicians', 'pairing_codes', 'devices', 'verifications', 'messages', 'wrong_codes', 'daily_sends', 'notices', 'phones', 'invitations',
  'push_states', 'alerts', 'connections', 'proposals', 'exceptions', 'ticket_notes', 'statements', 'audit',
] as const;
export type BackupTable = (typeof backupTables)[number];

/** The table of a row, or an error that names what is wrong with it: its columns must be those that the database has. */
export function requireBackupTable(table: string, row: object, columnsOf: (table: BackupTable) => readonly string[]): BackupTable {
  const known = backupTables.find((one) => one === table);
  if (!known) throw new Told('The backup has a table that this service does not know: it was made by another version.');
  const wanted = [...columnsOf(known)].sort().join();
  if (Object.keys(row).sort().join() !== wanted) throw new Told(`The backup has other columns in ${known} than this service: it was made by another version.`);
  return known;
}
