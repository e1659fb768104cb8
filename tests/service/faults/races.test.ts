import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endedStatuses } from '#contract/lifecycle';
import type { CodeCheck, Status } from '#contract/lifecycle';
import type { Verification } from '#contract/verification';
import { verifyChain } from '../../../service/src/audit/chain.ts';
import type { Order } from '../../support/replicas/replica.ts';
import { startReplicas } from '../../support/replicas/replicas.ts';
import type { Replicas } from '../../support/replicas/replicas.ts';
import { codeKey, createHarness, rightCode, startDelivered, wrongCode } from '../verification/harness.ts';
import type { Harness } from '../verification/harness.ts';

const many = 200;
const paceMs = 4;
let core: Harness;
let replicas: Replicas;
beforeAll(async () => {
  core = await createHarness();
  await core.setPolicy({ technicianSendsPerDay: 99_999, tenantSendsPerDay: 99_999 });
  for (let index = 0; index < many * 3; index += 1) await core.addAccount('Acme', `person${index}@acme.example`, null, `Person ${index}`);
  replicas = await startReplicas(core.source, 2);
}, 60_000);
afterAll(async () => {
  await replicas?.stop();
  await core?.close();
});

let people = 0;
async function startMany(codeCheck: CodeCheck): Promise<Verification[]> {
  await core.setPolicy({ codeCheck, technicianSendsPerDay: 99_999, tenantSendsPerDay: 99_999 });
  const started: Verification[] = [];
  for (let index = 0; index < many; index += 1, people += 1) {
    started.push(await startDelivered(core, { number: String(5_000_000 + people), email: `person${people}@acme.example`, method: 'email' }));
  }
  return started;
}

/** How often the first process won, and how often the second: races that one of them always wins were none. */
const wins = [0, 0];

type Raced = { verification: Verification; outcomes: string[]; ends: string[] };

/** Both processes get one order for each verification, at the same moment. */
async function race(verifications: Verification[], ...order: ((verification: Verification) => Order)[]): Promise<Raced[]> {
  const outcomes = await replicas.race({ who: core.alex, now: core.clock.now, codeKey: [...codeKey] }, order.map((make) => verifications.map(make)), paceMs);
  const ends = Map.groupBy((await core.audit()).filter(({ type }) => endedStatuses.some((status) => status === type)), ({ verificationId }) => verificationId);
  return verifications.map((verification, index) => ({
    verification, outcomes: outcomes.map((one) => one[index] ?? ''), ends: (ends.get(verification.id) ?? []).map(({ type }) => type),
  }));
}

const statusOf = async ({ id }: Verification) => (await core.store.findVerification(core.tenant.id, id))?.status;

async function expectSingleWinners(raced: Raced[], first: Status, second: Status): Promise<void> {
  expect(raced).toHaveLength(many);
  for (const { verification, outcomes, ends } of raced) {
    const status = await statusOf(verification);
    expect(outcomes).toEqual(status === first ? [first, 'already_ended'] : ['already_ended', second]);
    expect(ends).toEqual([status]);
    wins[status === first ? 0 : 1]! += 1;
  }
}

describe(`two processes decide ${many} verifications at once`, () => {
  test('APPROVE against DENY: one of the two wins each, and only its end is recorded', async () => {
    const raced = await race(await startMany('compare'), ({ id }) => ({ id, decide: 'approve' }), ({ id }) => ({ id, decide: 'deny' }));
    await expectSingleWinners(raced, 'approved', 'denied');
  }, 60_000);

  test('a right typed code against CANCEL: one of the two wins each, and only its end is recorded', async () => {
    const raced = await race(await startMany('typed'), (one) => ({ id: one.id, code: rightCode(one), attempt: 1 }), ({ id }) => ({ id, cancel: true }));
    await expectSingleWinners(raced, 'approved', 'cancelled');
  }, 60_000);

  test('a right typed code against a wrong one as the same try: one of the two is compared', async () => {
    const raced = await race(await startMany('typed'), (one) => ({ id: one.id, code: rightCode(one), attempt: 1 }), (one) => ({ id: one.id, code: wrongCode(one), attempt: 1 }));
    const wrong = (await core.audit()).filter(({ type }) => type === 'wrong_code').map(({ verificationId }) => verificationId);
    for (const { verification, outcomes, ends } of raced) {
      const status = await statusOf(verification);
      expect(outcomes).toEqual([status, status]);
      expect(ends).toEqual(status === 'approved' ? ['approved'] : []);
      expect(wrong.filter((id) => id === verification.id)).toHaveLength(status === 'approved' ? 0 : 1);
    }
    expect(raced).toHaveLength(many);
  }, 60_000);

  test('and either wins sometimes, and the audit chain is sound', async () => {
    expect(Math.min(...wins)).toBeGreaterThan(0);
    expect(verifyChain(await core.store.listAudit(core.tenant.id, 1, 100_000))).toBeUndefined();
  });
});
