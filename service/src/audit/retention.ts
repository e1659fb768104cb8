import type { Store } from '../store/store.ts';
import type { AuditEntry, Statement } from '../store/types.ts';
import { parseBody } from './chain.ts';
import { readEntries } from './read-log.ts';
import type { Signer } from './statements.ts';

/** The last entry of those at the beginning that all happened before `before` (milliseconds since 1970), or undefined. */
export async function findLastBefore(store: Pick<Store, 'listAudit'>, tenantId: string, before: number): Promise<AuditEntry | undefined> {
  let last: AuditEntry | undefined;
  for await (const entry of readEntries(store, tenantId)) {
    if ((parseBody(entry.body)?.at ?? Infinity) >= before) return last;
    last = entry;
  }
  return last;
}

/** Removes a tenant's entries up to `last`, with an entry and a signed statement that say so. Returns how many, and the statement, which is to be written outside. */
export async function removeUpTo(store: Pick<Store, 'removeAudit'>, signer: Signer, last: AuditEntry, at: number): Promise<{ removed: number; removal: Statement }> {
  const { tenantId, sequence, hash } = last;
  const removal = await signer.sign({ kind: 'removal', tenantId, sequence, hash, at });
  const removed = await store.removeAudit(removal, { type: 'audit_removed', at, technicianId: null, verificationId: null, details: { upTo: sequence } });
  return { removed, removal };
}
