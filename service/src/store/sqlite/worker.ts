import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Told } from '../../lib/told.ts';

export type Worker = { name: string; close(): void };

/** Takes the place of the one process that sends for this database. The operating system gives it back when the process dies. */
export function openWorker(path: string): Worker {
  const file = `${path}-worker`;
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const lock = new DatabaseSync(file, { timeout: 1000 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new Told('Another service is running on this data folder. Stop it first, or use PostgreSQL (DATABASE_URL) for several at once.');
  }
  return { name: randomUUID(), close: () => lock.close() };
}
