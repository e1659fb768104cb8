import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endedStatuses } from '#contract/lifecycle';
import type { Status } from '#contract/lifecycle';
import type { AnswerDecision } from '#contract/phone';
import type { Verification } from '#contract/verification';
import { verifyChain } from '../../../service/src/audit/chain.ts';
import type { Order } from '../../support/replicas/replica.ts';
import { startReplicas } from '../../support/replicas/replicas.ts';
import type { Replicas } from '../../support/replicas/replicas.ts';
import { codeKey, createHarness } from '../verification/harness.ts';
import type { Harness } from '../verification/harness.ts';
import { addPhone, press, shown, signAnswer, startPush } from '../verification/phones.ts';
import type { TestPhone } from '../verification/phones.ts';

const many = 200;
const paceMs = 4;
let core: Harness;
let replicas: Replicas;
beforeAll(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
  await core.setPolicy({ technicianSendsPerDay: 99_999, tenantSendsPerDay: 99_999 });
  replicas = await startReplicas(core.source, 2);
}, 60_000);
afterAll(async () => {
  await replicas?.stop();
  await core?.close();
});

type Pushed = { verification: Verification; phones: [TestPhone, TestPhone] };
let people = 0;

/** Pushes, each to somebody of their own with two phones. */
async function startMany(check: 'none' | 'code'): Promise<Pushed[]> {
  const started: Pushed[] = [];
  for (let index = 0; index < many; index += 1, people += 1) {
    const email = `person${people}@acme.example`;
    await core.addAccount('Acme', email, null, `Person ${people}`);
    const phones: Pushed['phones'] = [await addPhone(core, {}, email), await addPhone(core, {}, email)];
    started.push({ verification: await startPush(core, { number: String(5_000_000 + people), email, check }), phones });
  }
  return started;
}

async function answer(phone: TestPhone, { id }: Verification, decision: AnswerDecision): Promise<Order> {
  return { id, answer: await signAnswer(phone, await shown(core, phone, id), decision), phone: phone.who };
}

/** Both processes get one order for each verification, at the same moment. Returns what they answered, and which ends are on record. */
async function race(orders: [Order, Order][]) {
  const [first = [], second = []] = await replicas.race({ who: core.alex, now: core.clock.now, codeKey: [...codeKey] }, [orders.map(([one]) => one), orders.map(([, other]) => other)], paceMs);
  const ends = Map.groupBy((await core.audit()).filter(({ type }) => endedStatuses.some((status) => status === type)), ({ verificationId }) => verificationId);
  return Promise.all(orders.map(async ([{ id }], index) => ({
    outcomes: [first[index], second[index]],
    ends: (ends.get(id) ?? []).map(({ type }) => type),
    status: (await core.store.findVerification(core.tenant.id, id))?.status,
  })));
}

const wins = [0, 0];
function expectOneWinner(raced: Awaited<ReturnType<typeof race>>, first: Status, second: Status, secondLost: Status | 'already_ended' = 'already_ended'): void {
  expect(raced).toHaveLength(many);
  for (const { outcomes, ends, status } of raced) {
    expect(outcomes).toEqual(status === first ? [first, secondLost] : ['already_ended', second]);
    expect(ends).toEqual([status]);
    wins[status === first ? 0 : 1]! += 1;
  }
}

describe(`two processes hear of ${many} pushes at once`, () => {
  test('Approve on one phone against Deny on the other: one of the two wins each, and only its end is recorded', async () => {
    const pushed = await startMany('none');
    const orders = await Promise.all(pushed.map(async ({ verification, phones: [one, other] }): Promise<[Order, Order]> => [await answer(one, verification, 'approve'), await answer(other, verification, 'deny')]));
    expectOneWinner(await race(orders), 'approved', 'denied');
  }, 60_000);

  test('Approve on the phone against CANCEL: one of the two wins each, and only its end is recorded', async () => {
    const pushed = await startMany('none');
    const orders = await Promise.all(pushed.map(async ({ verification, phones: [one] }): Promise<[Order, Order]> => [await answer(one, verification, 'approve'), { id: verification.id, cancel: true }]));
    expectOneWinner(await race(orders), 'approved', 'cancelled');
  }, 60_000);

  test('"I did not ask for this" against the technician’s APPROVE of the code: one of the two wins each, and each is reported once', async () => {
    const pushed = await startMany('code');
    for (const { verification, phones: [one] } of pushed) await press(core, one, verification.id, 'approve');
    const orders = await Promise.all(pushed.map(async ({ verification, phones: [one] }): Promise<[Order, Order]> => [{ id: verification.id, decide: 'approve' }, await answer(one, verification, 'not_requested')]));
    const raced = await race(orders);
    expectOneWinner(raced, 'approved', 'denied', 'approved');
    const alerts = await core.store.listAlerts(core.tenant.id, 9999);
    const expected = raced.map(({ status }, index) => [orders[index]?.[0].id, status === 'approved' ? 'not_you' : 'not_requested']);
    expect(new Map(alerts.map(({ verificationId, kind }) => [verificationId, kind]))).toEqual(new Map(expected as [string, 'not_you' | 'not_requested'][]));
    expect(alerts).toHaveLength(many);
  }, 60_000);

  test('and either wins sometimes, and the audit chain is sound', async () => {
    expect(Math.min(...wins)).toBeGreaterThan(0);
    expect(verifyChain(await core.store.listAudit(core.tenant.id, 1, 100_000))).toBeUndefined();
  });
});
