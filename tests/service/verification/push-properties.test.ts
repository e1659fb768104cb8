import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestLifeSeconds } from '#contract/numbers';
import { answers } from '#contract/phone';
import type { AnswerDecision } from '#contract/phone';
import type { Check } from '#contract/lifecycle';
import { createHarness, request, rightCode, seconds, value, wrongCode } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, rightNumber, wrongNumber } from './phones.ts';
import type { TestPhone } from './phones.ts';

type Step = { kind: 'phone'; decision: AnswerDecision; right: boolean } | { kind: 'decide'; decision: 'approve' | 'deny' } | { kind: 'type'; right: boolean } | { kind: 'extend' | 'resend' | 'cancel' | 'deliver' | 'fail' | 'remove' } | { kind: 'wait'; for: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('phone' as const), decision: fc.constantFrom(...answers, 'approve' as const, 'approve' as const), right: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('decide' as const), decision: fc.constantFrom('approve' as const, 'approve' as const, 'deny' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('type' as const), right: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('extend' as const, 'resend' as const, 'deliver' as const, 'deliver' as const, 'fail' as const, 'cancel' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), for: fc.constantFrom(1, 20, 59, 120, 200) }) },
);

/** Chance alone seldom has a phone approve and go before the code is compared. */
const approvedAndRemoved: Step[] = [{ kind: 'deliver' }, { kind: 'phone', decision: 'approve', right: true }, { kind: 'remove' }];
const lists = fc.oneof({ weight: 3, arbitrary: fc.array(steps, { minLength: 2, maxLength: 9 }) }, { weight: 1, arbitrary: fc.array(steps, { minLength: 1, maxLength: 6 }).map((rest) => [...approvedAndRemoved, ...rest]) });

async function isRemoved({ store }: Harness, { who }: TestPhone): Promise<boolean> {
  return (await store.findPhone(who.phone.thumbprint)) === undefined;
}

async function remove({ store, clock }: Harness, { who: { phone } }: TestPhone): Promise<void> {
  await store.changePhones(phone.tenantId, phone.accountId, () => ({ result: 0, phones: [{ ...phone, removedAt: clock.now }], audit: [] }));
}

async function take(core: Harness, phone: TestPhone, id: string, step: Step): Promise<void> {
  const { verifications: all, alex } = core;
  const live = value(await all.find(alex, id));
  const attempt = 4 - live.triesLeft;
  if (step.kind === 'phone' && !(await isRemoved(core, phone))) await press(core, phone, id, step.decision, { number: step.right ? rightNumber(id) : wrongNumber(id), attempt });
  if (step.kind === 'decide') await all.decide(alex, id, step.decision);
  if (step.kind === 'type') await all.tryCode(alex, id, step.right ? rightCode(live) : wrongCode(live), attempt);
  if (step.kind === 'extend') await all.extend(alex, id);
  if (step.kind === 'resend') await all.resend(alex, id, live.sendNumber);
  if (step.kind === 'remove') await remove(core, phone);
  if (step.kind === 'cancel') await all.cancel(alex, id);
  if (step.kind === 'wait') core.pass(step.for);
  if (step.kind === 'deliver' || step.kind === 'fail') {
    const message = await core.store.claimMessage(core.clock.now);
    if (message) await all.recordDelivery(message, step.kind === 'fail' ? { state: 'failed', reason: 'subscription_gone' } : { state: 'handed_over', providerId: null });
  }
}

/** What must hold after every step, whatever came before. */
async function expectSound(core: Harness, id: string, check: Check, sentAt: number): Promise<void> {
  const row = (await core.store.findVerification(core.tenant.id, id))!;
  const view = value(await core.verifications.find(core.alex, id));
  const entries = (await core.audit()).filter(({ verificationId }) => verificationId === id);
  const types = entries.map(({ type }) => type);
  const signedYes = entries.filter(({ type, details }) => type === (check === 'none' || check === 'number' ? 'approved' : 'phone_approved') && typeof details['answer'] === 'string');
  if (view.status === 'approved') expect(signedYes).toHaveLength(1);
  if (view.status === 'approved' && check === 'typed') expect(view.assurance).not.toContain('technician-attested');
  if (view.code !== null) expect([check, view.answeredAt !== null]).toEqual(['compare', true]);
  if (view.status !== 'approved' && view.status !== 'pending') expect(view.assurance).toEqual([]);
  expect(types.filter((type) => ['approved', 'denied', 'expired', 'cancelled', 'failed'].includes(type))).toEqual(view.status === 'pending' ? [] : [view.status]);
  expect(row.expiresAt).toBeLessThanOrEqual((row.firstHandedOverAt ?? sentAt) + seconds(longestLifeSeconds));
  expect(row.sendNumber).toBe(1);
}

test.each(['none', 'number', 'compare', 'typed'] as const)('whatever is done in whatever order, no push is approved without its phone (%s)', async (check) => {
  const core = await createHarness({ configured: ['push', 'sms', 'email'] });
  await core.setPolicy({ codeCheck: check === 'typed' ? 'typed' : 'compare', technicianSendsPerDay: 9999 });
  let people = 0;
  try {
    await fc.assert(fc.asyncProperty(lists, async (list) => {
      people += 1;
      const email = `person${people}@acme.example`;
      await core.addAccount('Acme', email, null, 'Person');
      const phone = await addPhone(core, {}, email);
      const asked = check === 'none' || check === 'number' ? check : 'code';
      const { id } = value(await core.send(request({ number: String(people), method: 'push', check: asked, email, contact: 'Person' })));
      const sentAt = core.clock.now;
      for (const step of list) {
        const before = await core.store.findVerification(core.tenant.id, id);
        const wasRemoved = await isRemoved(core, phone);
        await take(core, phone, id, step);
        await expectSound(core, id, check, sentAt);
        const after = await core.store.findVerification(core.tenant.id, id);
        if (wasRemoved && before?.status === 'pending') expect(after?.status).not.toBe('approved');
      }
      await core.verifications.cancel(core.alex, id);
    }), { numRuns: 60 });
  } finally {
    await core.close();
  }
}, 60_000);
