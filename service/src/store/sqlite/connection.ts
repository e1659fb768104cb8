import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { Told } from '../../lib/told.ts';
import type { Parameters, RawRow } from '../columns.ts';
import { migrations } from './schema.ts';

/** A database file, spoken to in SQL. A transaction body is synchronous: nothing else of this process runs inside it. */
export type Connection = {
  /** How many rows it changed. */
  run(sql: string, parameters?: Parameters): number;
  get(sql: string, parameters?: Parameters): RawRow | undefined;
  all(sql: string, parameters?: Parameters): RawRow[];
  /** Takes the write lock first, so that what the body reads cannot change under it. */
  write<T>(body: () => T): T;
  /** Several reads of one moment. */
  read<T>(body: () => T): T;
  close(): void;
};

/** Opens the file (made for its owner alone), waits for other writers, brings the tables up to date. */
export function openConnection(path: string): Connection {
  makePrivate(path);
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  const connection = connect(database);
  try {
    migrate(connection, database);
  } catch (error) {
    database.close();
    throw error;
  }
  return connection;
}

/** SQLite gives its -wal and -shm files the mode of the database file. */
function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

function connect(database: DatabaseSync): Connection {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const within = <T>(begin: string, body: () => T): T => {
    database.exec(begin);
    try {
      const result = body();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    run: (sql, parameters = {}) => Number(prepare(sql).run(parameters).changes),
    get: (sql, parameters = {}) => prepare(sql).get(parameters),
    all: (sql, parameters = {}) => prepare(sql).all(parameters),
    write: (body) => within('BEGIN IMMEDIATE', body),
    read: (body) => within('BEGIN', body),
    close: () => database.close(),
  };
}

/** Throws when another version of the service has changed the tables meanwhile. */
export function requireVersion(connection: Connection): void {
  if (Number(connection.get('PRAGMA user_version')?.['user_version']) !== migrations.length) throw new Error('The tables are of another version.');
}

function migrate(connection: Connection, database: DatabaseSync): void {
  connection.write(() => {
    const done = Number(connection.get('PRAGMA user_version')?.['user_version']);
    if (done > migrations.length) throw new Told('The database was written by a newer version of this service: update this one.');
    for (const sql of migrations.slice(done)) database.exec(sql);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}
