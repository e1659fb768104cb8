import { createLane } from './lane.ts';
import type { Lane } from './lane.ts';
import type { Listeners } from '../listeners.ts';
import { parseRow } from '../columns.ts';
import { VerificationRowSchema } from '../rows.ts';
import type { RawRow } from '../columns.ts';
import { pushesListed } from '../store.ts';
import type { Plan, Store, Written } from '../store.ts';
import type { VerificationRow } from '../types.ts';
import type { Database } from './database.ts';
import {
  answerQuery, changeQuery, decidedSql, decidedValues, offerQuery, parseAnswerFacts, parseChangeFacts, parseDecided, parseOfferFacts, parseResendFacts, parseStartFacts, planToJson, resendQuery, startQuery,
  touchedByChange, touchedByResend, touchedByStart, writtenVerification,
} from './plans.ts';
import { createTransact, judge } from './transact.ts';

type Asked<Facts, T> = {
  kind: 'start' | 'change';
  query: { tenantId: string };
  /** Undefined: there is nothing to decide about. */
  parse(json: unknown): Facts | undefined;
  touches(facts: Facts): string[];
  decide(facts: Facts): Plan<T>;
};

/** SEND and every change. `origin` names this process. */
export function createVerificationCalls(database: Database, listeners: Listeners, origin: string) {
  const transact = createTransact(database);
  const lanes = new Map<string, Lane>();

  /** A lane for each tenant that is just being worked for: one whose chain is locked by somebody holds nobody else up. */
  function laneOf(tenantId: string): Lane {
    const lane = lanes.get(tenantId) ?? createLane(transact, judge, () => lanes.delete(tenantId));
    lanes.set(tenantId, lane);
    return lane;
  }

  /** Undefined: there was nothing to decide about. */
  function run<Facts, T>({ kind, query, parse, touches, decide }: Asked<Facts, T>): Promise<{ written: Written<T>; facts: Facts } | undefined> {
    return new Promise((resolve, reject) => {
      let facts: Facts | undefined;
      let plan: Plan<T> | undefined;
      laneOf(query.tenantId).add({
        query,
        touches: (json) => {
          facts = parse(json);
          return facts === undefined ? [] : touches(facts);
        },
        plan: () => {
          plan = facts === undefined ? undefined : decide(facts);
          return plan && planToJson(plan, { kind, tenantId: query.tenantId, origin });
        },
        done: (entries) => {
          if (facts === undefined || plan === undefined) return resolve(undefined);
          for (const row of [plan.overdue, plan.verification]) if (row) listeners.tell({ tenantId: row.tenantId, verificationId: row.id });
          resolve({ facts, written: { result: plan.result, verification: writtenVerification(plan, entries) } });
        },
        fail: reject,
      });
    });
  }

  return {
    readStart: async (key) => parseOfferFacts(await database.value('offer_facts', 'SELECT offer_facts($1::json)', [offerQuery(key)])),
    listDecided: async (tenantId, key) => parseDecided(await database.value('list_decided', decidedSql, decidedValues(tenantId, key))),
    start: async (key, decide) => {
      const query = startQuery(key);
      const done = await run({ kind: 'start', query, parse: parseStartFacts, touches: (facts) => touchedByStart(query, facts), decide });
      if (!done) throw new Error('SEND without facts.');
      return done.written;
    },
    change: async (tenantId, verificationId, decide, messageId) =>
      written(await run({ kind: 'change', query: changeQuery(tenantId, verificationId, messageId), parse: parseChangeFacts, touches: touchedByChange, decide })),
    resend: async (tenantId, verificationId, now, decide) =>
      written(await run({ kind: 'change', query: resendQuery(tenantId, verificationId, now), parse: parseResendFacts, touches: touchedByResend, decide })),
    answer: async (tenantId, verificationId, decide) =>
      written(await run({ kind: 'change', query: answerQuery(tenantId, verificationId), parse: parseAnswerFacts, touches: touchedByChange, decide })),
    listPushes: async (tenantId, accountId, since) => {
      const newest = (when: string, limit: number) => `(SELECT v.*, is_reported(v.tenant_id, v.id) AS is_reported FROM verifications v
        WHERE v.account_id = $2 AND v.tenant_id IS NOT DISTINCT FROM $1 AND v.method = 'push' AND v.created_at ${when} $3 ORDER BY v.created_at DESC, v.id LIMIT ${limit})`;
      const sql = `SELECT * FROM (${newest('>', pushesListed.since)} UNION ALL ${newest('<=', pushesListed.before)}) v ORDER BY v.created_at DESC, v.id`;
      return (await database.rows(sql, [tenantId, accountId, since])).map((row) => ({ verification: parseRow(VerificationRowSchema, row), isReported: row['is_reported'] === true }));
    },
    findVerification: async (tenantId, id) => parseVerification(await database.value('find_verification', findSql, [tenantId, id])),
    listOverdue: async (now, limit) => {
      const rows = await database.rows(`SELECT tenant_id, id FROM verifications WHERE ended_at IS NULL AND status = 'pending' AND expires_at <= $1 ORDER BY expires_at LIMIT $2`, [now, limit]);
      return rows.map((row) => ({ tenantId: String(row['tenant_id']), id: String(row['id']) }));
    },
  } satisfies Partial<Store>;
}

type Done<T> = { written: Written<T>; facts: { verification: VerificationRow } };

function written<T>(done: Done<T> | undefined): Written<T> | undefined {
  return done && { ...done.written, verification: done.written.verification ?? done.facts.verification };
}

const findSql = 'SELECT row_to_json(v) FROM verifications v WHERE v.id = $2 AND v.tenant_id IS NOT DISTINCT FROM $1';

function parseVerification(row: unknown): VerificationRow | undefined {
  return row === undefined ? undefined : parseRow(VerificationRowSchema, row as RawRow);
}
