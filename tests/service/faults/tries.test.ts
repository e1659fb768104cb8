import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Verification } from '#contract/verification';
import { createTestClock, jo, kim, startTestService, startVerification } from '../../support/service.ts';
import type { Answer, TestClient, TestService } from '../../support/service.ts';

const clock = createTestClock();
/** Longer than any wait after the first few wrong codes, and than the one between two sends. */
const secondsBetween = 21;
let service: TestService;
let alex: TestClient;
beforeAll(async () => {
  service = await startTestService({ clock });
  const event = { type: 'policy_changed', at: clock.now(), technicianId: null, verificationId: null, details: {} };
  await service.store.writePolicy(service.tenant.id, null, { codeCheck: 'typed' }, event);
  alex = await service.signIn();
});
afterAll(() => service?.stop());

const rightCode = () => service.letters.at(-1)?.code ?? '';
const wrongCode = () => rightCode().replace(/^./, (digit) => String((Number(digit) + 1) % 10));

function type({ id }: Verification, attempt: number, code: string): Promise<Answer> {
  clock.advance(secondsBetween);
  return alex.call('tryCode', { id, body: { code, attempt } });
}

test('after three wrong codes the right one is refused', async () => {
  const live = await startVerification(alex, {}, jo);
  for (const attempt of [1, 2]) expect((await type(live, attempt, wrongCode())).body).toMatchObject({ status: 'pending', triesLeft: 3 - attempt });
  expect((await type(live, 3, wrongCode())).body).toMatchObject({ status: 'denied', endReason: 'too_many_attempts', triesLeft: 0 });
  expect((await type(live, 4, rightCode())).body).toMatchObject({ code: 'already_ended' });
  expect((await alex.call('getVerification', live)).body).toMatchObject({ status: 'denied', assurance: [] });
});

test('a resend gives no new tries', async () => {
  const live = await startVerification(alex, {}, kim);
  for (const attempt of [1, 2]) await type(live, attempt, wrongCode());
  const letters = service.letters.length;
  expect((await alex.call('resend', { id: live.id, body: { afterSend: 1 } })).body).toMatchObject({ sendNumber: 2, triesLeft: 1 });
  await expect.poll(() => service.letters.length).toBe(letters + 1);
  expect((await type(live, 1, rightCode())).body, 'a try that was already made').toMatchObject({ status: 'pending', triesLeft: 1 });
  expect((await type(live, 3, wrongCode())).body).toMatchObject({ status: 'denied', endReason: 'too_many_attempts' });
  expect((await type(live, 4, rightCode())).body).toMatchObject({ code: 'already_ended' });
});
