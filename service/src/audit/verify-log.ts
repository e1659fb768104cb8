import * as z from 'zod/mini';
import { Told } from '../lib/told.ts';
import type { Store } from '../store/store.ts';
import type { Statement } from '../store/types.ts';
import { readExportedEntries, readExportedStatements } from './export.ts';
import type { ExportHeader } from './export.ts';
import { judgeLog } from './judge-log.ts';
import type { LogJudged } from './judge-log.ts';
import type { OutsideCheckpoints } from './outside-checkpoints.ts';
import { readEntries, readStatements } from './read-log.ts';
import { openStatements } from './statements.ts';
import type { PublicKeys } from './statements.ts';

/** What a log is compared with. Read before the log itself, so that a log that grows meanwhile does not seem cut. */
export type Evidence = { keys: PublicKeys; outside: OutsideCheckpoints | undefined };

/** Judges a tenant's log in the database. */
export async function verifyStored(store: Pick<Store, 'listAudit' | 'listStatements'>, tenantId: string, { keys, outside }: Evidence): Promise<LogJudged> {
  const kept = openStatements(readKept(store, tenantId), keys);
  return judgeLog({ tenantId, kept, outside: outside && (outside.byTenant.get(tenantId) ?? []), entries: readEntries(store, tenantId) });
}

async function* readKept(store: Pick<Store, 'listStatements'>, tenantId: string): AsyncGenerator<Statement> {
  try {
    yield* readStatements(store, tenantId);
  } catch (error) {
    if (error instanceof z.core.$ZodError) throw new Told('A checkpoint in the database has a form that this service never writes: its row was changed.');
    throw error;
  }
}

/** Judges an export. */
export async function verifyExported(file: string, header: ExportHeader, { keys, outside }: Evidence): Promise<LogJudged> {
  const { tenantId, exportedAt } = header;
  const kept = openStatements(readExportedStatements(file), keys);
  return judgeLog({ tenantId, kept, outside: outside && (outside.byTenant.get(tenantId) ?? []), copiedAt: exportedAt, entries: readExportedEntries(file, header) });
}
