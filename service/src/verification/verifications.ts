import { randomUUID } from 'node:crypto';
import type { StartVerification } from '#contract/requests';
import type { Verification } from '#contract/verification';
import type { ChangeFacts, Plan, ResendFacts } from '../store/store.ts';
import type { SignedIn, VerificationRow, WrongCodes } from '../store/types.ts';
import { closeUnsent, decideCancel, decideCompared, decideExtend, decideResend, expirePlan, withRefusal } from './change.ts';
import type { Asking, Intent } from './change.ts';
import { createContactRequests } from './contact-requests.ts';
import { mayText } from './country.ts';
import { decideDelivery } from './delivery-result.ts';
import type { RowPlan } from './events.ts';
import { hashRequest, startKeyFor, unlocatedKey } from './start-key.ts';
import { locate } from './locate.ts';
import { createPhoneRequests } from './phone-requests.ts';
import { effectivePolicy } from './policy.ts';
import type { Result } from './result.ts';
import { decideStart, decideUnlocated } from './start.ts';
import { readNote } from './ticket-note.ts';
import { isOverdue } from './times.ts';
import { decideTyped } from './typed-code.ts';
import type { Verifications, VerificationsDeps } from './types.ts';
import { readVerifiedUntil } from './verified-window.ts';
import { hasTries, viewVerification } from './view.ts';

type Deps = Required<VerificationsDeps>;

const overdueAtOnce = 100;

/** All that can be asked of verifications: pure decisions, each run inside one transaction of the store. */
export function createVerifications(given: VerificationsDeps): Verifications {
  const deps = { newId: randomUUID, ...given };
  const { store, codeKey, configured, newId } = deps;
  const [change, resend] = [changer(deps), resender(deps)];
  return {
    ...createContactRequests({ ...deps, expire: (tenantId, id) => expire(deps, tenantId, id) }),
    start: (who, idempotencyKey, request) => start(deps, who, idempotencyKey, request),
    find: (who, id) => find(deps, who, id),
    decide: (who, id, decision) => change(who, id, decision, (facts, asking) => decideCompared(facts, decision, asking)),
    tryCode: (who, id, code, attempt) => change(who, id, 'code', (facts, asking) => decideTyped(facts, { code, attempt, codeKey }, asking)),
    resend: async (who, id, afterSend) => {
      const input = { afterSend, configured, messageId: newId(), tenantName: who.tenant.name };
      const result = await resend(who, id, (facts, asking) => decideResend(facts, input, asking));
      if (result.ok) deps.kick();
      return result;
    },
    extend: (who, id) => change(who, id, 'extend', decideExtend),
    cancel: (who, id) => change(who, id, 'cancel', decideCancel),
    ...createPhoneRequests(deps),
    expireOverdue: async () => {
      const overdue = await store.listOverdue(deps.now(), overdueAtOnce);
      for (const { tenantId, id } of overdue) await expire(deps, tenantId, id);
      return overdue.length;
    },
    recordDelivery: async (message, report) => {
      await store.change(message.tenantId, message.verificationId, (facts) => decideDelivery(facts, message, report, deps.now()), message.id);
    },
  };
}

type Decide<Facts> = (facts: Facts, asking: Asking) => RowPlan;

function changer(deps: Deps) {
  return async (who: SignedIn, id: string, intent: Intent, decide: Decide<ChangeFacts>): Promise<Result<Verification>> => {
    const written = await deps.store.change(who.tenant.id, id, (facts) => planFor(deps, who, intent, facts, decide));
    return written ? answer(deps, who, written.result, written.verification) : notFound;
  };
}

function resender(deps: Deps) {
  return async (who: SignedIn, id: string, decide: Decide<ResendFacts>): Promise<Result<Verification>> => {
    const written = await deps.store.resend(who.tenant.id, id, deps.now(), (facts) => planFor(deps, who, 'resend', facts, decide));
    return written ? answer(deps, who, written.result, written.verification) : notFound;
  };
}

function planFor<Facts extends ChangeFacts>(deps: Deps, who: SignedIn, intent: Intent, facts: Facts, decide: Decide<Facts>): Plan<Answer> {
  const asking = { technicianId: who.technician.id, now: deps.now() };
  const plan = withRefusal(decide(facts, asking), facts.verification, intent, asking);
  return answering(closeUnsent(plan, facts, asking.now), [facts.wrongCodes]);
}

/** What an answer is made of: the row, and the wrong codes as they stand after the plan. */
type Answer = { row: Result<VerificationRow>; wrongCodes: readonly WrongCodes[] };

function answering(plan: RowPlan, before: readonly WrongCodes[]): Plan<Answer> {
  return { ...plan, result: { row: plan.result, wrongCodes: plan.wrongCodes ? [plan.wrongCodes] : before } };
}

const notFound: Result<never> = { ok: false, refusal: { code: 'not_found' } };

async function start(deps: Deps, who: SignedIn, idempotencyKey: string, request: StartVerification): Promise<Result<Verification>> {
  const { store, configured, newId } = deps;
  const ids = { verificationId: newId(), messageId: newId() };
  const pressed = { who, request, idempotencyKey, requestHash: hashRequest(request), ...ids, configured };
  const located = await locate(deps, who.tenant.id, request);
  const key = located.ok ? startKeyFor(who, located.value, deps.now()) : unlocatedKey(who, request, deps.now());
  const { result, verification } = await store.start({ ...key, idempotencyKey }, (facts) => {
    const now = deps.now();
    const plan = located.ok ? decideStart({ ...pressed, located: located.value, now }, facts) : decideUnlocated({ ...pressed, now }, facts, located.refusal);
    return answering(plan, facts.wrongCodes);
  });
  if (!result.row.ok) return result.row;
  deps.kick();
  // A repeated SEND wrote nothing: its verification is read as it stands now.
  return verification ? answer(deps, who, result, verification) : find(deps, who, result.row.value.id);
}

async function find(deps: Deps, who: SignedIn, id: string): Promise<Result<Verification>> {
  const seen = await deps.store.findVerification(who.tenant.id, id);
  if (!seen) return notFound;
  const row = isOverdue(seen, deps.now()) ? ((await expire(deps, who.tenant.id, id)) ?? seen) : seen;
  const wrongCodes = hasTries(row) ? await deps.store.listWrongCodes(who.tenant.id, row.accountId) : [];
  return { ok: true, value: await view(deps, who, row, wrongCodes) };
}

async function expire(deps: Deps, tenantId: string, id: string): Promise<VerificationRow | undefined> {
  const written = await deps.store.change(tenantId, id, (facts) => closeUnsent(expirePlan(facts.verification, deps.now()), facts, deps.now()));
  return written?.verification;
}

/** The row as written knows its receipt; the row in the result does not yet. */
async function answer(deps: Deps, who: SignedIn, { row, wrongCodes }: Answer, written: VerificationRow | undefined): Promise<Result<Verification>> {
  return row.ok ? { ok: true, value: await view(deps, who, written ?? row.value, wrongCodes) } : row;
}

async function view(deps: Deps, who: SignedIn, row: VerificationRow, wrongCodes: readonly WrongCodes[]): Promise<Verification> {
  const viewer = { technicianId: who.technician.id, now: deps.now(), codeKey: deps.codeKey };
  const verifiedUntil = await readVerifiedUntil(deps.store, row, viewer.now);
  const hasTwoChannels = row.technicianId === viewer.technicianId && verifiedUntil !== null && (await canBeTexted(deps, row));
  return viewVerification(row, wrongCodes, { ...viewer, verifiedUntil, hasTwoChannels, note: await readNote(deps.store, row) });
}

/** Whether the account has a number that text messages may go to: a verification that used it says so by itself. */
async function canBeTexted({ store }: Deps, { method, noticeMethod, tenantId, accountId }: VerificationRow): Promise<boolean> {
  if (method === 'sms' || noticeMethod === 'sms') return true;
  const account = await store.findAccount(tenantId, accountId);
  if (!account || account.mobile === null) return false;
  return mayText(account.mobile, effectivePolicy(await store.readPolicy(tenantId, null), await store.readPolicy(tenantId, account.customerId)));
}
