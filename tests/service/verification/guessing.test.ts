import fc from 'fast-check';
import { expect, test } from 'vitest';
import { triesPerVerification } from '#contract/numbers';
import type { Method } from '#contract/words';
import { createHarness, request, rightCode, wrongCode } from './harness.ts';
import type { Harness } from './harness.ts';

/** Whatever a technician does and however the clock moves: what was compared is read from the audit chain. */

const steps = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('try' as const), ticket: fc.nat(2), right: fc.nat(99).map((chance) => chance === 0), twice: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('start' as const), ticket: fc.nat(2), person: fc.constantFrom('jo', 'jo', 'ann'), method: fc.constantFrom<Method>('sms', 'sms', 'email') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('resend' as const, 'cancel' as const), ticket: fc.nat(2) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 1999, 2000, 8000, 20_000, 64_000, 299_999, 300_000) }) },
);
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never;

async function play(core: Harness, all: readonly Step[]): Promise<void> {
  const onTicket = new Map<number, string>();
  for (const step of all) {
    if (step.do === 'pass') core.clock.now += step.ms;
    else if (step.do !== 'start') await act(core, step, onTicket.get(step.ticket));
    else {
      const started = await core.send(request({ number: String(step.ticket), email: `${step.person}@acme.example`, method: step.method }));
      if (started.ok) onTicket.set(step.ticket, started.value.id);
      if (started.ok) await core.deliver();
    }
  }
}

async function act(core: Harness, step: Exclude<Step, { do: 'pass' | 'start' }>, id: string | undefined): Promise<void> {
  const found = id === undefined ? undefined : await core.verifications.find(core.alex, id);
  if (!found?.ok) return;
  const { value: seen } = found;
  if (step.do !== 'try') {
    const done = await (step.do === 'cancel' ? core.verifications.cancel(core.alex, seen.id) : core.verifications.resend(core.alex, seen.id, seen.sendNumber));
    if (done.ok && done.value.status === 'pending') await core.deliver();
    return;
  }
  const attempt = triesPerVerification - seen.triesLeft + 1;
  const code = step.right ? rightCode(seen) : wrongCode(seen);
  const attempts = step.twice ? [attempt, attempt + 1] : [attempt];
  await Promise.all(attempts.map((number) => core.verifications.tryCode(core.alex, seen.id, code, number)));
}

/** Then somebody goes on guessing as fast as it is possible, longer than it is. */
async function goOn(core: Harness): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    core.pass(130);
    const started = await core.send(request({ number: '9' }));
    if (!started.ok) continue;
    await core.deliver();
    core.clock.now = Math.max(core.clock.now, started.value.nextTryAt ?? 0);
    await core.verifications.tryCode(core.alex, started.value.id, wrongCode(started.value), 1);
    await core.verifications.cancel(core.alex, started.value.id);
  }
}

/** The comparisons of each account and method, in order. */
async function compared(core: Harness): Promise<Map<string, { at: number; right: boolean }[]>> {
  const all = new Map<string, { at: number; right: boolean }[]>();
  for (const { type, at, details } of await core.audit()) {
    if (type !== 'wrong_code' && type !== 'approved') continue;
    const name = `${String(details['accountId'])} ${String(details['method'])}`;
    all.set(name, [...(all.get(name) ?? []), { at, right: type === 'approved' }]);
  }
  return all;
}

test('no sequence has more than ten wrong codes compared, but ten when somebody goes on, or two comparisons closer than the wait', async () => {
  await fc.assert(fc.asyncProperty(fc.array(steps, { minLength: 20, maxLength: 120, size: 'max' }), async (all) => {
    const core = await createHarness();
    try {
      await core.setPolicy({ codeCheck: 'typed', smsLifeSeconds: 600 });
      await core.addAccount('Acme', 'ann@acme.example', '+12025550122');
      await play(core, all);
      await goOn(core);
      expect(Math.max(...[...(await compared(core)).values()].map(checkOne))).toBe(10);
    } finally {
      await core.close();
    }
  }), { numRuns: 10, seed: 20_261_125, endOnFailure: true });
}, 120_000);

/** Returns the most wrong codes in a row. */
function checkOne(comparisons: readonly { at: number; right: boolean }[]): number {
  let wrong = 0;
  let most = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const { at, right } of comparisons) {
    if (wrong > 0) expect(at - lastAt).toBeGreaterThanOrEqual(Math.min(2 ** wrong, 300) * 1000);
    wrong = right ? 0 : wrong + 1;
    expect(wrong).toBeLessThanOrEqual(10);
    most = Math.max(most, wrong);
    lastAt = at;
  }
  return most;
}
