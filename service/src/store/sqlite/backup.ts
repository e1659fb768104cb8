import { DatabaseSync } from 'node:sqlite';
import { Told } from '../../lib/told.ts';
import { backupTables, requireBackupTable } from '../backup-tables.ts';
import type { BackupTable } from '../backup-tables.ts';
import type { BackupRow } from '../store.ts';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';

/** Every row as of one moment: a read transaction of a connection of its own. */
export async function* backupRows(path: string): AsyncGenerator<BackupRow> {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    database.exec('BEGIN');
    for (const table of backupTables) {
      for (const row of database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).iterate()) yield { table, row: { ...row } as BackupRow['row'] };
    }
  } finally {
    database.close();
  }
}

/** Fills an empty database, all or nothing. */
export async function restoreRows(path: string, rows: AsyncIterable<BackupRow>): Promise<void> {
  const connection = openConnection(path);
  try {
    connection.run('BEGIN IMMEDIATE');
    if (connection.get('SELECT 1 FROM tenants LIMIT 1')) throw new Told('The database is not empty: a backup is restored into an empty one.');
    const columns = new Map(backupTables.map((table) => [table, columnsOf(connection, table)]));
    for await (const row of rows) restoreRow(connection, row, (table) => columns.get(table) ?? []);
    connection.run('COMMIT');
  } finally {
    // Without a COMMIT nothing stays.
    connection.close();
  }
}

function restoreRow(connection: Connection, { table, row }: BackupRow, columnsOf: (table: BackupTable) => readonly string[]): void {
  const known = requireBackupTable(table, row, columnsOf);
  const columns = Object.keys(row);
  connection.run(`INSERT INTO ${known} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`, row);
}

function columnsOf(connection: Connection, table: BackupTable): string[] {
  return connection.all('SELECT name FROM pragma_table_info(:table)', { table }).map(({ name }) => String(name));
}
