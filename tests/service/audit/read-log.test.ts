import { expect, test } from 'vitest';
import { chainStart, linkEntry } from '../../../service/src/audit/chain.ts';
import { judgeEntries } from '../../../service/src/audit/judge-entries.ts';
import { readEntries, readStatements } from '../../../service/src/audit/read-log.ts';
import type { Store } from '../../../service/src/store/store.ts';
import type { AuditEntry, Statement } from '../../../service/src/store/types.ts';

const chain: AuditEntry[] = [];
for (let sequence = 1; sequence <= 1_201; sequence += 1) {
  chain.push(linkEntry(chain.at(-1)?.hash ?? chainStart, sequence, { tenantId: 'tenant', type: 'noted', at: sequence, technicianId: null, verificationId: null, details: {} }));
}

/** A store that notes how much was asked of it at once. */
function storeOf(entries: AuditEntry[]) {
  const pages: number[] = [];
  const listAudit = async (_: string, from: number, limit: number) => {
    const page = entries.filter(({ sequence }) => sequence >= from).slice(0, limit);
    pages.push(page.length);
    return page;
  };
  return { listAudit, pages };
}

test('statements are read in pages too, each once', async () => {
  const made: Statement[] = Array.from({ length: 1_001 }, (_, index) => ({ tenantId: 'tenant', kind: 'checkpoint', sequence: index, hash: '', at: Math.floor(index / 7), signed: `${index}` }));
  const pages: number[] = [];
  const listStatements: Store['listStatements'] = async (_, limit, after) => {
    const from = after ? made.findIndex(({ signed }) => signed === after.signed) + 1 : 0;
    pages.push(limit);
    return made.slice(from, from + limit);
  };
  const read: Statement[] = [];
  for await (const statement of readStatements({ listStatements }, 'tenant')) read.push(statement);
  expect(read).toEqual(made);
  expect(pages).toEqual([500, 500, 500]);
});

const nobody = { bySequence: new Map(), removals: [] };

test('a long log is read in pages, whole and in order, and others get their turn in between', async () => {
  const store = storeOf(chain);
  let turns = 0;
  let ticking = true;
  const tick = () => {
    turns += 1;
    if (ticking) setImmediate(tick);
  };
  setImmediate(tick);
  const read: AuditEntry[] = [];
  for await (const entry of readEntries(store, 'tenant')) read.push(entry);
  ticking = false;
  expect(read).toEqual(chain);
  expect(store.pages).toEqual([500, 500, 201]);
  expect(turns).toBeGreaterThan(0);
});

test('a fault on a later page is found, and nothing after it is read', async () => {
  const store = storeOf(chain.with(599, { ...chain[599]!, body: '{}' }));
  const { fault } = await judgeEntries({ tenantId: 'tenant', entries: readEntries(store, 'tenant'), vouchers: nobody });
  expect(fault).toEqual({ sequence: 600, text: 'its text is not that of an audit entry. It was changed after it was written.' });
  expect(store.pages).toEqual([500, 500]);
});
