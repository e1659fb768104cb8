import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../../support/kills/flows.ts';
import { openLanes, rounds } from '../../support/kills/lanes.ts';
import type { Lanes } from '../../support/kills/lanes.ts';

let lanes: Lanes;
beforeAll(async () => { lanes = await openLanes(); }, 60_000);
afterAll(() => lanes?.close(), 30_000);

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
  test.each(steps)('$step', (step) => lanes.killAt(step), 120_000);

  test.each([['compared', 'email'], ['typed', 'sms']] as const)('at any moment after SEND (%s, by %s)', (flow, method) => lanes.killAnywhere(flow, method), 120_000);

  test('and in the end nothing acknowledged is lost, and the audit chain has one end for each', async () => {
    expect(lanes.kills()).toBe((steps.length + 2) * rounds);
    await lanes.expectNothingLost();
  });
});
