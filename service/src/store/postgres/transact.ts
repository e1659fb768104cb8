import { DatabaseError, escapeLiteral } from 'pg';
import type { QueryResult } from 'pg';
import type { Database } from './database.ts';
import type { Answer, Transact, Verdict } from './lane.ts';

/** Two transactions that waited for each other. */
const passing = new Set(['40001', '40P01']);
/** A server that stops, a connection that breaks, a lock or a statement that took too long: the caller is told rather than kept waiting. */
const over = /^(?:57|08|55P03)/;

/** After a statement's error nothing was written; after a broken connection nobody knows. */
export function judge(error: unknown): Verdict {
  if (!(error instanceof DatabaseError) || over.test(error.code ?? '')) return 'over';
  return passing.has(error.code ?? '') ? 'again' : 'refused';
}

/**
 * A transaction in two round trips: its beginning travels with the question, its end with the plans. One that failed is undone
 * by closing its connection.
 */
export function createTransact(database: Database): Transact {
  return (body) => database.connected(async (client) => {
    let open = true;
    const result = await body({
      facts: async (queries) => (await ask(client, `BEGIN; SELECT batch_facts(${literal(queries)}::json)`, 1)) as unknown[],
      write: async (plans) => {
        const answers = await ask(client, `SELECT write_batch(${literal(plans)}::jsonb); COMMIT`, 0);
        open = false;
        return answers as Answer[];
      },
    });
    if (open) await client.query('COMMIT');
    return result;
  });
}

type Querying = { query(sql: { text: string; rowMode: 'array' }): Promise<QueryResult | QueryResult[]> };

/** The value that one of several statements answered. */
async function ask(client: Querying, text: string, at: number): Promise<unknown> {
  const results = [await client.query({ text, rowMode: 'array' })].flat();
  return (results[at]?.rows as unknown[][] | undefined)?.[0]?.[0];
}

function literal(value: object): string {
  return escapeLiteral(JSON.stringify(value));
}
