import { phoneAssurance } from '#contract/assurance';
import type { LifecycleEvent } from '#contract/lifecycle';
import { newDeviceSeconds, triesPerVerification } from '#contract/numbers';
import type { AnswerStatement } from '#contract/phone';
import type { Credential, Phone, VerificationRow } from '../store/types.ts';
import { deriveNumber, sameCode } from './code.ts';
import { endBy, eventOf, keep, refuse, save, saveEnd } from './events.ts';
import type { RowPlan } from './events.ts';
import { comparingEnd, isOverdue } from './times.ts';

/**
 * What a phone says: the JWS, what it states (undefined where this phone's key did not sign it), and its WebAuthn credential
 * where the counter of that moved.
 */
export type PhoneAnswer = { signed: string; statement: AnswerStatement | undefined; number?: string; attempt?: number; userVerified: boolean; credential?: Credential };
export type AnswerInput = PhoneAnswer & { phoneId: string; alertId: string; codeKey: Uint8Array };
/** An answer that nothing speaks against. */
export type Accepted = { row: VerificationRow; phone: Phone; statement: AnswerStatement; input: AnswerInput; now: number };

/** What an accepted answer does to its verification. `bad_request`: a number was asked for and is not there, or not the next try. */
export function takeEffect(accepted: Accepted): RowPlan {
  const { statement, row } = accepted;
  if (statement.decision === 'deny') return deny('phone_denied', row, accepted);
  if (statement.decision === 'not_requested') return deny('not_requested', row, accepted);
  if (row.codeCheck === 'none') return approve('phone_approved', row, accepted);
  return row.codeCheck === 'number' ? tryNumber(accepted) : beginComparing(accepted);
}

/**
 * "I did not ask for this" about what is over: its outcome stays. What is only overdue ends as expired, by its last entry.
 */
export function reportAfterwards(accepted: Accepted): RowPlan {
  const { row, now } = accepted;
  const ended = isOverdue(row, now) ? endBy('expire', row, now) : undefined;
  const entry = eventOf('reported_afterwards', row, now, { status: ended?.row.status ?? row.status, ...proofOf(accepted) });
  return ended ? saveEnd(ended, [entry]) : { ...keep(row), audit: [entry] };
}

/** What stays as evidence. */
function proofOf({ input, phone }: Accepted) {
  return { answer: input.signed, phoneId: phone.id, userVerified: input.userVerified };
}

function answeredBy({ phone, input, now }: Accepted): Pick<VerificationRow, 'answeredAt' | 'answeredBy' | 'assurance'> {
  // a fingerprint that vouches proves no more than whoever set it up
  const since = Math.max(phone.createdAt, input.userVerified ? (input.credential?.createdAt ?? 0) : 0);
  const isNew = now < since + newDeviceSeconds * 1000;
  return { answeredAt: now, answeredBy: phone.id, assurance: phoneAssurance({ userVerified: input.userVerified, isNew }) };
}

function deny(event: LifecycleEvent, row: VerificationRow, accepted: Accepted): RowPlan {
  const ended = endBy(event, row, accepted.now, proofOf(accepted));
  return ended ? saveEnd(ended) : refuse({ code: 'already_ended' });
}

function approve(event: LifecycleEvent, row: VerificationRow, accepted: Accepted): RowPlan {
  const { assurance, ...by } = answeredBy(accepted);
  // `by` comes last: whether its phone is still waited for is what the lifecycle asks
  const ended = endBy(event, { ...row, assurance }, accepted.now, proofOf(accepted));
  return ended ? saveEnd({ ...ended, row: { ...ended.row, ...by } }) : refuse({ code: 'already_ended' });
}

function beginComparing(accepted: Accepted): RowPlan {
  const { row, now } = accepted;
  const next = { ...row, ...answeredBy(accepted), expiresAt: comparingEnd(row, now) };
  return save(next, [eventOf('phone_approved', next, now, { ...proofOf(accepted), assurance: next.assurance })]);
}

function tryNumber(accepted: Accepted): RowPlan {
  const { row, now, input: { number, attempt, codeKey } } = accepted;
  if (number === undefined || attempt !== row.triesUsed + 1) return refuse({ code: 'bad_request', detail: 'Approve needs the number that was read out, and which try it is.' });
  const tried = { ...row, triesUsed: attempt };
  if (sameCode(number, deriveNumber(codeKey, row.id))) return approve('number_matched', tried, accepted);
  const entry = eventOf('wrong_number', tried, now, { ...proofOf(accepted), attempt });
  if (attempt < triesPerVerification) return save(tried, [entry]);
  const denied = deny('too_many_attempts', tried, accepted);
  return { ...denied, audit: [entry, ...denied.audit] };
}
