import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store/store.ts';
import type { AuditEntry, Statement } from '../store/types.ts';

const pageSize = 500;

/** A tenant's entries from `fromSequence` on, page by page: memory stays flat, and others get their turn in between. Without it also what is numbered below 1, where nothing belongs. */
export async function* readEntries(store: Pick<Store, 'listAudit'>, tenantId: string, fromSequence = Number.MIN_SAFE_INTEGER): AsyncGenerator<AuditEntry> {
  for (let next = fromSequence; ;) {
    const page = await store.listAudit(tenantId, next, pageSize);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    next = last.sequence + 1;
    await setImmediate();
  }
}

/** A tenant's statements in the order in which they were made, page by page; with `since` those from that time on. */
export async function* readStatements(store: Pick<Store, 'listStatements'>, tenantId: string, since?: number): AsyncGenerator<Statement> {
  for (let last: Parameters<Store['listStatements']>[2] = since === undefined ? undefined : { at: since, sequence: 0, signed: '' }; ;) {
    const page = await store.listStatements(tenantId, pageSize, last);
    yield* page;
    last = page.at(-1);
    if (!last || page.length < pageSize) return;
    await setImmediate();
  }
}
