import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { secondsBetweenSends, triesPerVerification, wrongCodesUntilDisabled } from '#contract/numbers';
import type { Verification } from '#contract/verification';
import { verifyChain } from '../../../service/src/audit/chain.ts';
import type { Order } from '../../support/replicas/replica.ts';
import { startReplicas } from '../../support/replicas/replicas.ts';
import type { Replicas } from '../../support/replicas/replicas.ts';
import { codeKey, createHarness, refusal, request, rightCode, value } from '../verification/harness.ts';
import type { Harness } from '../verification/harness.ts';

const accounts = 100;
const processes = 3;
const rounds = 12;
/** Longer than any wait between two tries. */
const secondsBetweenRounds = 301;

let core: Harness;
let replicas: Replicas;
/** The newest verification of each account. */
const targets: Verification[] = [];
beforeAll(async () => {
  core = await createHarness();
  await core.setPolicy({ codeCheck: 'typed', technicianSendsPerDay: 99_999, tenantSendsPerDay: 99_999 });
  for (let index = 0; index <= accounts; index += 1) await core.addAccount('Acme', `person${index}@acme.example`, null, `Person ${index}`);
  replicas = await startReplicas(core.source, processes);
}, 60_000);
afterAll(async () => {
  await replicas?.stop();
  await core?.close();
});

const sendTo = (index: number) => core.send(request({ number: String(6_000_000 + index), email: `person${index}@acme.example`, method: 'email' }));

/** SEND for every account whose verification is over and that may still be sent a code. */
async function renewTargets(): Promise<void> {
  for (let index = 0; index < accounts; index += 1) {
    const result = await sendTo(index);
    if (!result.ok) continue;
    await core.deliver();
    targets[index] = result.value;
  }
}

/** SEND as soon as it is allowed. */
async function sendAnew(index: number): Promise<Verification> {
  let started = await sendTo(index);
  if (refusal(started) === 'too_soon') {
    core.pass(secondsBetweenSends);
    started = await sendTo(index);
  }
  await core.deliver();
  return value(started);
}

/** Wrong codes of one process. */
const wrongCodes = ({ id, sendNumber }: Verification, from: number) => {
  const right = Number(rightCode({ id, sendNumber } as Verification));
  return Array.from({ length: triesPerVerification }, (_, index) => String((right + 1 + from + index) % 1_000_000).padStart(6, '0'));
};

/** Each process tries three codes on every account. */
async function guess(): Promise<string[]> {
  const orders = Array.from({ length: processes }, (_, process): Order[] =>
    targets.flatMap((target) => wrongCodes(target, process * triesPerVerification).map((code, index) => ({ id: target.id, code, attempt: index + 1 }))));
  return (await replicas.race({ who: core.alex, now: core.clock.now, codeKey: [...codeKey] }, orders, 0)).flat();
}

const evaluated = async () => (await core.audit()).filter(({ type }) => type === 'wrong_code');

/** The same try of one verification by all processes at the same moment. */
async function tryAtOnce(id: string, attempt: number, code: string): Promise<string[]> {
  const orders = Array.from({ length: processes }, (): Order[] => [{ id, code, attempt }]);
  return (await replicas.race({ who: core.alex, now: core.clock.now, codeKey: [...codeKey] }, orders, 0)).flat();
}

describe(`${accounts} accounts, guessed at by ${processes} processes`, () => {
  test(`of ${accounts * processes * triesPerVerification * rounds} guesses just ${wrongCodesUntilDisabled} for each account are compared, and then the method is off`, async () => {
    const answers: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      core.pass(secondsBetweenRounds);
      await renewTargets();
      answers.push(...(await guess()));
    }
    expect(answers.length).toBeGreaterThan(10_000);
    expect(answers).not.toContain('approved');
    const perAccount = Map.groupBy(await evaluated(), ({ details }) => details['accountId']);
    expect([...perAccount.values()].map(({ length }) => length)).toEqual(new Array(accounts).fill(wrongCodesUntilDisabled));
    for (const { verificationId } of await evaluated()) expect((await core.store.findVerification(core.tenant.id, verificationId ?? ''))?.triesUsed).toBeLessThanOrEqual(triesPerVerification);
  }, 120_000);

  test('even the right code helps no more, and no further one is sent', async () => {
    core.pass(secondsBetweenRounds);
    const right = targets.map((target): Order => ({ id: target.id, code: rightCode(target), attempt: 1 }));
    const answers = (await replicas.race({ who: core.alex, now: core.clock.now, codeKey: [...codeKey] }, [right, right, right], 0)).flat();
    expect(answers).not.toContain('approved');
    for (let index = 0; index < accounts; index += 1) expect(refusal(await sendTo(index))).toBe('method_unavailable');
    expect(await evaluated()).toHaveLength(accounts * wrongCodesUntilDisabled);
  });

  test('a guess inside the wait after a wrong code is not compared, even if right; the waits grow to 300 s and outlive a new SEND', async () => {
    const before = (await evaluated()).length;
    let lastWrongAt = 0;
    let target: Verification | undefined;
    for (let wrong = 0; wrong < wrongCodesUntilDisabled; wrong += 1) {
      const attempt = (wrong % triesPerVerification) + 1;
      if (attempt === 1) target = await sendAnew(accounts);
      const over = lastWrongAt + Math.min(2 ** wrong, 300) * 1000;
      // After the third wrong code the wait is over before another code may be sent.
      if (wrong > 0 && core.clock.now < over) {
        core.clock.now = over - 1;
        expect(await tryAtOnce(target!.id, attempt, rightCode(target!))).toEqual(new Array(processes).fill('try_too_soon'));
        core.clock.now = over;
      }
      await tryAtOnce(target!.id, attempt, wrongCodes(target!, 0)[0] ?? '');
      expect(await evaluated()).toHaveLength(before + wrong + 1);
      lastWrongAt = core.clock.now;
    }
  });

  test('and the audit chain is sound', async () => {
    expect(verifyChain(await core.store.listAudit(core.tenant.id, 1, 100_000))).toBeUndefined();
  });
});
