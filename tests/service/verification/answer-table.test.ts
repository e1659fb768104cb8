import { describe, expect, test } from 'vitest';
import { checks, endReasons, statuses } from '#contract/lifecycle';
import type { Check, Status } from '#contract/lifecycle';
import { answers } from '#contract/phone';
import type { AnswerDecision } from '#contract/phone';
import type { AnswerFacts } from '../../../service/src/store/store.ts';
import type { VerificationRow } from '../../../service/src/store/types.ts';
import { decideAnswer } from '../../../service/src/verification/answer.ts';
import type { AnswerInput } from '../../../service/src/verification/answer-effect.ts';
import type { RowPlan } from '../../../service/src/verification/events.ts';
import { termsOf } from '../../../service/src/verification/answer-statement.ts';
import { messageOf } from '../../../service/src/verification/start.ts';
import { keyFor, phoneFor, rowFor, start } from '../store/fixture.ts';
import type { World } from '../store/fixture.ts';
import { codeKey } from './harness.ts';
import { rightNumber, wrongNumber } from './phones.ts';

const tenant = { id: 't', name: 'Our MSP' };
const account = { id: 'a', tenantId: 't', customerId: 'c', customerName: 'Acme', name: 'Jo', email: 'jo@acme.example', mobile: null, emailChangedAt: null, mobileChangedAt: null, contactId: null };
const technician = { id: 'x', tenantId: 't', name: 'Alex', email: 'alex@msp.example', role: 'technician', revokedAt: null } as const;
const world: World = { tenant, technician, accountId: 'a', customerId: 'c' };
const phone = { ...phoneFor(world), createdAt: start - 1e9 };
const now = start + 1000;

/** `waiting` for the phone, or `comparing` after its Approve; late at the deadline. */
type Stand = { check: Check; status: Status; phase: 'waiting' | 'comparing'; late: boolean; reported: boolean };
type Answer = { decision: AnswerDecision; number: 'right' | 'wrong' | 'none' };

function factsOf({ check, status, phase, late, reported }: Stand): AnswerFacts {
  const answered = phase === 'comparing' ? { answeredAt: start, answeredBy: 'another phone' } : {};
  const verification: VerificationRow = {
    ...rowFor(world, keyFor(world, '1')), id: 'v', method: 'push', codeCheck: check, noticeMethod: 'email', status, deliveryState: 'delivered', expiresAt: late ? now : now + 1, ...answered,
    ...(status === 'pending' ? {} : { endedAt: start, receipt: 'CS-1' }),
  };
  const message = { ...messageOf(verification, 'm', start), state: 'delivered' as const, doneAt: start };
  const pushState = { accountId: 'a', unanswered: [start], denials: [], blockedAt: null, blockedBecause: null };
  return { verification, message, wrongCodes: { accountId: 'a', method: 'push', count: 0, lastAt: null }, tenant, account, phones: [phone], pushState, isAnswererGone: false, isReported: reported };
}

/** What is written; `as it stands` where nothing is, `reported` where that is all. */
function written({ verification, audit }: RowPlan): string {
  const report = audit.some(({ type }) => type === 'reported_afterwards') ? 'reported' : undefined;
  if (!verification) return report ?? 'as it stands';
  return [verification.status, verification.endReason ?? report ?? (verification.answeredAt === null ? 'unanswered' : 'answered')].join(' ');
}

function decide(stand: Stand, { decision, number }: Answer) {
  const facts = factsOf(stand);
  const statement = { ...termsOf(facts.verification, tenant), expiresAt: now + 1, decision };
  const numbers = { right: rightNumber('v'), wrong: wrongNumber('v') };
  const input: AnswerInput = { signed: 'jws', statement, userVerified: false, phoneId: phone.id, alertId: 'al', codeKey, ...(number !== 'none' && { number: numbers[number], attempt: 1 }) };
  const plan = decideAnswer(facts, input, now);
  return { plan, outcome: plan.result.ok ? written(plan) : plan.result.refusal.code };
}

/** What must come out, said a second time and in another way. */
function expected({ check, status, phase, late, reported }: Stand, { decision, number }: Answer): string {
  const isOver = status !== 'pending' || late;
  if (isOver && decision === 'not_requested') return reported ? 'as it stands' : status === 'pending' ? 'expired reported' : 'reported';
  if (status === 'expired' || (status === 'pending' && late)) return 'code_expired';
  if (status !== 'pending') return 'already_ended';
  if (decision === 'deny') return 'denied phone_denied';
  if (decision === 'not_requested') return 'denied not_requested';
  if (phase === 'comparing') return 'already_ended';
  if (check === 'none') return 'approved answered';
  if (check !== 'number') return 'pending answered';
  return { right: 'approved answered', wrong: 'pending unanswered', none: 'bad_request' }[number];
}

const flags = [false, true];
const phases = ['waiting', 'comparing'] as const;
const all = checks.flatMap((check) => statuses.flatMap((status) => phases.flatMap((phase) => flags.flatMap((late) => flags.map((reported): Stand => ({ check, status, phase, late, reported }))))));
/** What was reported has ended. */
const stands = all.filter(({ status, reported }) => status !== 'pending' || !reported);
const said = answers.flatMap((decision) => (['right', 'wrong', 'none'] as const).map((number) => ({ decision, number })));

describe.each(checks)('with the check %s', (check) => {
  test.each(said)('$decision with number $number: what becomes of every status, phase and deadline', (answer) => {
    const own = stands.filter((stand) => stand.check === check);
    expect(own).toHaveLength(statuses.length * 8 - 4);
    for (const stand of own) expect(decide(stand, answer).outcome, JSON.stringify(stand)).toBe(expected(stand, answer));
  });
});

test('every plan that changes something has an entry about it, and every refusal one of its own', () => {
  for (const stand of stands) {
    for (const answer of said) {
      const { plan, outcome } = decide(stand, answer);
      if (outcome !== 'as it stands') expect(plan.audit.length).toBeGreaterThan(0);
      if (!plan.result.ok && !(stand.status === 'pending' && stand.late)) expect(plan).toMatchObject({ audit: [{ type: 'refused' }] });
      if (!plan.result.ok || outcome === 'as it stands') expect([plan.pushState, plan.alert, plan.notices, plan.phone, plan.endInvitations]).toEqual(Array.from({ length: 5 }));
    }
  }
});

test('only an approval is told, and only "I did not ask for this" alerts and ends invitations at once, once', () => {
  for (const stand of stands) {
    for (const answer of said) {
      const { plan } = decide(stand, answer);
      expect(plan.notices?.length ?? 0).toBe(plan.verification?.status === 'approved' ? 1 : 0);
      const isNew = answer.decision === 'not_requested' && !stand.reported;
      expect(plan.alert?.kind).toBe(isNew ? (stand.status === 'approved' ? 'not_you' : 'not_requested') : undefined);
      expect(plan.endInvitations !== undefined).toBe(isNew);
    }
  }
});

test('an end by a phone always has a reason that its status does not say', () => {
  const reasons = stands.flatMap((stand) => said.map((answer) => decide(stand, answer).plan.verification)).filter((row) => row?.status === 'denied').map((row) => row?.endReason);
  expect(new Set(reasons)).toEqual(new Set(endReasons.filter((reason) => reason === 'phone_denied' || reason === 'not_requested')));
});
