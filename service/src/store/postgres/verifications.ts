import { createLane } from './lane.ts';
import type { Answer } from './lane.ts';
import type { Listeners } from '../listeners.ts';
import { parseRow, VerificationRowSchema } from '../rows.ts';
import type { RawRow } from '../rows.ts';
import type { Plan, Store, Written } from '../store.ts';
import type { VerificationRow } from '../types.ts';
import type { Database } from './database.ts';
import { changeQuery, parseChangeFacts, parseStartFacts, planToJson, startQuery, writtenVerification } from './plans.ts';
import type { ChangeQuery, StartQuery } from './plans.ts';

type Stamped = { facts: unknown; stamp: string };
type Write<T> = { kind: 'start' | 'change'; key: StartQuery | ChangeQuery; decide: (facts: unknown) => Plan<T> };

/** SEND and every change: facts in one round trip, the plan in another (see write_plan). `origin` names this process. */
export function createVerificationCalls(database: Database, listeners: Listeners, origin: string) {
  const lane = createLane(async (plans) => (await database.value('write_plans', 'SELECT write_plans($1::jsonb)', [JSON.stringify(plans)])) as Answer[]);
  const readStart = async (key: StartQuery) => (await database.value('start_facts', 'SELECT stamped(start_facts($1::jsonb))', [key])) as Stamped;
  const readChange = async (key: ChangeQuery) => (await database.value('change_facts', 'SELECT stamped(f) FROM change_facts($1::jsonb) f WHERE f IS NOT NULL', [key])) as Stamped | undefined;

  function write<T>({ kind, key, decide }: Write<T>, first: Stamped): Promise<Written<T>> {
    return new Promise((resolve, reject) => {
      let seen = first;
      let plan: Plan<T> | undefined;
      lane.write({
        tenantId: key.tenantId,
        prepare: () => planToJson((plan = decide(seen.facts)), { kind, key, stamp: seen.stamp, origin }),
        stale: (facts) => void (seen = facts as Stamped),
        done: (entries) => {
          if (!plan) return reject(new Error('A plan was written that nobody made.'));
          const verification = writtenVerification(plan, entries);
          for (const row of [plan.overdue, plan.verification]) if (row) listeners.tell({ tenantId: row.tenantId, verificationId: row.id });
          resolve({ result: plan.result, verification });
        },
        fail: reject,
      });
    });
  }

  return {
    readStart: async (key) => parseStartFacts((await readStart(startQuery(key))).facts),
    start: async (key, decide) => {
      const query = startQuery(key);
      return write({ kind: 'start', key: query, decide: (facts) => decide(parseStartFacts(facts)) }, await readStart(query));
    },
    change: async (tenantId, verificationId, now, decide) => {
      const query = changeQuery(tenantId, verificationId, now);
      const seen = await readChange(query);
      if (!seen) return undefined;
      let before: VerificationRow | undefined;
      const decideFrom = (facts: unknown) => {
        const parsed = parseChangeFacts(facts);
        before = parsed.verification;
        return decide(parsed);
      };
      const written = await write({ kind: 'change', key: query, decide: decideFrom }, seen);
      return { ...written, verification: written.verification ?? before };
    },
    findVerification: async (tenantId, id) => {
      const row = await database.value('find_verification', 'SELECT to_jsonb(v) FROM verifications v WHERE v.tenant_id = $1 AND v.id = $2', [tenantId, id]);
      return row === undefined ? undefined : parseRow(VerificationRowSchema, row as RawRow);
    },
    listOverdue: async (now, limit) => {
      const rows = await database.rows(`SELECT tenant_id, id FROM verifications WHERE status = 'pending' AND expires_at <= $1 ORDER BY expires_at LIMIT $2`, [now, limit]);
      return rows.map((row) => ({ tenantId: String(row['tenant_id']), id: String(row['id']) }));
    },
  } satisfies Partial<Store>;
}
