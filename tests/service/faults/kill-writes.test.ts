import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FlowName, Step } from '../../support/kills/flows.ts';
import { openLanes, rounds } from '../../support/kills/lanes.ts';
import type { Lanes } from '../../support/kills/lanes.ts';

let lanes: Lanes;
beforeAll(async () => { lanes = await openLanes(); }, 60_000);
afterAll(() => lanes?.close(), 30_000);

const around = (write: string, flow: FlowName, ...moments: ('before' | 'during' | 'after')[]): Step[] => moments.map((moment) => ({ step: `${moment} ${write}`, flow, method: 'email' }));

const steps: Step[] = [
  ...around('start', 'compared', 'before', 'during', 'after'),
  { step: 'before claimMessage', flow: 'compared', method: 'email' },
  { step: 'after claimMessage', flow: 'compared', method: 'email', told: 'maybe_sent', codes: 0 },
  { step: 'before recordDelivery', flow: 'compared', method: 'email', told: 'maybe_sent' },
  { step: 'after recordDelivery', flow: 'compared', method: 'email' },
  ...around('decide', 'compared', 'before', 'during', 'after'),
  ...around('resend', 'resent', 'before', 'after'),
  ...around('tryCode', 'typed', 'before', 'after'),
  ...around('cancel', 'cancelled', 'before', 'after'),
];

describe(`killed ${rounds} times at one write, the service ends every verification right`, () => {
  test.each(steps)('$step', (step) => lanes.killAt(step), 120_000);

  test('and in the end nothing acknowledged is lost, and the audit chain has one end for each', async () => {
    expect(lanes.kills()).toBe(steps.length * rounds);
    await lanes.expectNothingLost();
  });
});
