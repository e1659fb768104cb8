import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../../support/kills/flows.ts';
import { openKillStage } from '../../support/kills/kill-stage.ts';
import type { KillStage } from '../../support/kills/kill-stage.ts';
import { createRounds, rounds } from '../../support/kills/rounds.ts';

let stage: KillStage;
let play: ReturnType<typeof createRounds>;
beforeAll(async () => {
  stage = await openKillStage();
  play = createRounds(stage);
  await stage.service.start();
}, 60_000);
afterAll(() => stage?.close(), 30_000);

/** Only the provider's own answer, recorded, is a message that was handed over. Until the content is there nobody can have got it. */
const steps: Step[] = [
  { step: 'smtp connected', flow: 'compared', method: 'email', told: 'maybe_sent', codes: 0 },
  { step: 'smtp recipient', flow: 'compared', method: 'email', told: 'maybe_sent', codes: 0 },
  { step: 'smtp data', flow: 'compared', method: 'email', told: 'maybe_sent', codes: 0 },
  { step: 'smtp content', flow: 'compared', method: 'email', told: 'maybe_sent' },
  { step: 'smtp answered', flow: 'compared', method: 'email', told: 'either' },
  { step: 'http received', flow: 'compared', method: 'sms', told: 'maybe_sent' },
  { step: 'http answered', flow: 'compared', method: 'sms', told: 'either' },
  { step: 'before recordDelivery', flow: 'compared', method: 'sms', told: 'maybe_sent' },
];

describe(`killed ${rounds} times while a provider has the message, the service tells the truth about it`, () => {
  test.each(steps)('$step', (step) => play.killAt(step), 60_000);

  test.each([['compared', 'email'], ['compared', 'sms'], ['typed', 'email']] as const)('at any moment after SEND (%s, by %s)', (flow, method) => play.killAnywhere(flow, method), 60_000);

  test('and in the end nothing acknowledged is lost, and the audit chain has one end for each', async () => {
    expect(play.kills()).toBe((steps.length + 3) * rounds);
    await play.expectNothingLost();
  });
});
