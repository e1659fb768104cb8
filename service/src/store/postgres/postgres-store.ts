import { randomUUID } from 'node:crypto';
import { createListeners } from '../listeners.ts';
import type { Store } from '../store.ts';
import { createAlertCalls } from './alerts.ts';
import { createAuditCalls } from './audit.ts';
import { backupRows, restoreRows } from './backup.ts';
import { createConnectwiseCalls } from './connectwise.ts';
import { createDatabase } from './database.ts';
import { createDirectoryCalls } from './directory.ts';
import { explainDatabase } from './explain.ts';
import { migrate, requireVersion } from './migrate.ts';
import { createOutboxCalls } from './outbox.ts';
import { createPhoneCalls } from './phones.ts';
import { createSession } from './session.ts';
import { createTechnicianCalls } from './technicians.ts';
import { createVerificationCalls } from './verifications.ts';

/** The store on PostgreSQL 14 or newer, for any number of processes. */
export async function createPostgresStore({ url }: { url: string }): Promise<Store> {
  await migrate(url).catch((error: unknown) => {
    throw explainDatabase(error);
  });
  const name = randomUUID();
  const listeners = createListeners();
  const database = createDatabase(url);
  const session = createSession(url, { name, listeners });
  return {
    checkWritable: async () => {
      await requireVersion(database);
      await database.rows('DELETE FROM attempts WHERE at < 0');
    },
    readTime: async () => Number(await database.value('read_time', 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint', [])),
    close: async () => {
      await session.close();
      await database.close();
    },
    beginWork: async () => {
      await session.work();
      return name;
    },
    ...createDirectoryCalls(database),
    ...createTechnicianCalls(database),
    ...createPhoneCalls(database),
    ...createAlertCalls(database),
    ...createVerificationCalls(database, listeners, name),
    ...createOutboxCalls(database, listeners, () => name),
    ...createAuditCalls(database),
    ...createConnectwiseCalls(database, listeners, name),
    backup: () => backupRows(url),
    restore: (rows) => database.transaction((client) => restoreRows(client, rows)),
    onChange: listeners.add,
  };
}
