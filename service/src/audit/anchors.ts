import type { Store } from '../store/store.ts';
import type { AuditHead, Statement } from '../store/types.ts';
import { verifyChain } from './chain.ts';
import { readEntries } from './read-log.ts';
import { openStatement, saysTheSame } from './statements.ts';
import type { PublicKeys } from './statements.ts';

type Deps = { store: Pick<Store, 'listAudit' | 'findNewestStatement'>; publicKeys: PublicKeys };

/** The newest statement about a tenant's chain, where this service signed it and it is not older than `since`. */
export async function findAnchor({ store, publicKeys }: Deps, tenantId: string, since = 0): Promise<Statement | undefined> {
  const statement = await store.findNewestStatement(tenantId);
  if (!statement || statement.at < since) return undefined;
  const opened = await openStatement(statement.signed, publicKeys);
  return opened.ok && opened.claim.tenantId === tenantId && saysTheSame(statement, opened.claim) ? statement : undefined;
}

/** Whether the chain up to `head` goes on from `anchor`, or from its beginning. */
export async function leadsTo({ store }: Pick<Deps, 'store'>, head: AuditHead, anchor: Statement | undefined): Promise<boolean> {
  let previous: AuditHead | undefined = anchor;
  for await (const entry of readEntries(store, head.tenantId, (anchor?.sequence ?? 0) + 1)) {
    if (verifyChain([entry], previous) !== undefined) return false;
    previous = entry;
    if (entry.sequence === head.sequence) break;
  }
  return previous?.sequence === head.sequence && previous.hash === head.hash;
}
