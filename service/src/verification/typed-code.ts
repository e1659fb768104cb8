import { triesPerVerification } from '#contract/numbers';
import type { ChangeFacts } from '../store/store.ts';
import type { AuditEvent, VerificationRow, WrongCodes } from '../store/types.ts';
import { denyRemoved, whyNot } from './change.ts';
import type { Asking } from './change.ts';
import { deriveCode, sameCode } from './code.ts';
import { endBy, eventOf, keep, refuse, save, saveEnd } from './events.ts';
import type { RowPlan } from './events.ts';
import { isComparing, isOverdue, secondsUntil } from './times.ts';
import { isDisabled, nextTryTime } from './wrong-codes.ts';

/**
 * A typed code. `attempt` is the number of this try: one that was already compared is not compared again, and one that comes
 * during the wait after a wrong code is not compared at all, right or not. Nor is one where the phone that approved was removed
 * since: it denies.
 */
export function decideTyped(facts: ChangeFacts, input: { code: string; attempt: number; codeKey: Uint8Array }, asking: Asking): RowPlan {
  const { verification: row, wrongCodes } = facts;
  const mine = row.technicianId === asking.technicianId;
  if (mine && row.codeCheck !== 'typed') return refuse({ code: 'wrong_code_check' });
  if (mine && row.triesUsed >= input.attempt && !isOverdue(row, asking.now)) return keep(row);
  const no = whyNot(row, asking);
  if (no) return no;
  if (input.attempt !== row.triesUsed + 1) return refuse({ code: 'bad_request' });
  if (!isComparing(row)) return refuse({ code: 'wrong_code_check' });
  if (facts.isAnswererGone) return denyRemoved({ ...row, triesUsed: input.attempt }, asking.now);
  if (isDisabled(wrongCodes)) return tooMany(row, [], asking.now);
  const nextTryAt = nextTryTime(wrongCodes, asking.now);
  if (nextTryAt !== null) return refuse({ code: 'try_too_soon', retryAfterSeconds: secondsUntil(nextTryAt, asking.now) });
  const tried = { ...row, triesUsed: input.attempt };
  return sameCode(input.code, deriveCode(input.codeKey, row.id, row.sendNumber)) ? matched(tried, wrongCodes, asking.now) : wrong(tried, wrongCodes, asking.now);
}

function matched(row: VerificationRow, wrongCodes: WrongCodes, now: number): RowPlan {
  const ended = endBy('code_matched', row, now);
  return ended ? { ...saveEnd(ended), wrongCodes: { ...wrongCodes, count: 0, lastAt: null } } : refuse({ code: 'wrong_code_check' });
}

function wrong(row: VerificationRow, counter: WrongCodes, now: number): RowPlan {
  const wrongCodes = { ...counter, count: counter.count + 1, lastAt: now };
  const entry = eventOf('wrong_code', row, now, { attempt: row.triesUsed, wrongCodes: wrongCodes.count });
  const last = row.triesUsed >= triesPerVerification || isDisabled(wrongCodes);
  return { ...(last ? tooMany(row, [entry], now) : save(row, [entry])), wrongCodes };
}

function tooMany(row: VerificationRow, before: AuditEvent[], now: number): RowPlan {
  const ended = endBy('too_many_attempts', row, now);
  return ended ? saveEnd(ended, before) : refuse({ code: 'wrong_code_check' });
}
