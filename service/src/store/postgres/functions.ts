import { auditSql } from './functions/audit.ts';
import { contactsSql } from './functions/contacts.ts';
import { exceptionsSql } from './functions/exceptions.ts';
import { factsSql } from './functions/facts.ts';
import { phonesSql } from './functions/phones.ts';
import { plansSql } from './functions/plans.ts';
import { workSql } from './functions/work.ts';

/**
 * What runs inside the database, so that reading the facts of many decisions is one round trip and writing their plans another.
 * No rule stands here: what is allowed was decided by the service from exactly these facts.
 *
 * Rows are looked up by what tells them apart; the tenant is held against them by IS NOT DISTINCT FROM, which no index serves.
 * By `=` the planner may take an index of which only the tenant fits, and read all its rows, as long as the tables are young.
 */
export const functionsSql = [phonesSql, exceptionsSql, factsSql, auditSql, plansSql, workSql, contactsSql].join('\n');
