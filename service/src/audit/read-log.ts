import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store/store.ts';
import type { AuditEntry } from '../store/types.ts';

const pageSize = 500;

/** A tenant's entries from `fromSequence` on, page by page: memory stays flat, and others get their turn in between. */
export async function* readEntries(store: Pick<Store, 'listAudit'>, tenantId: string, fromSequence = 1): AsyncGenerator<AuditEntry> {
  for (let next = fromSequence; ;) {
    const page = await store.listAudit(tenantId, next, pageSize);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    next = last.sequence + 1;
    await setImmediate();
  }
}
