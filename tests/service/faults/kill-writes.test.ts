import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FlowName, Step } from '../../support/kills/flows.ts';
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

const moments = ['before', 'during', 'after'];
const around = (write: string, flow: FlowName): Step[] => moments.map((moment) => ({ step: `${moment} ${write}`, flow, method: 'email' }));

const steps: Step[] = [
  ...around('start', 'compared'),
  { step: 'before claimMessage', flow: 'compared', method: 'email' },
  { step: 'after claimMessage', flow: 'compared', method: 'email', told: 'maybe_sent', codes: 0 },
  { step: 'before recordDelivery', flow: 'compared', method: 'email', told: 'maybe_sent' },
  { step: 'during recordDelivery', flow: 'compared', method: 'email', told: 'maybe_sent' },
  { step: 'after recordDelivery', flow: 'compared', method: 'email' },
  ...around('decide', 'compared'),
  ...around('resend', 'resent'),
  ...around('tryCode', 'typed'),
  ...around('cancel', 'cancelled'),
];

describe(`killed ${rounds} times at one write, the service ends every verification right`, () => {
  test.each(steps)('$step', (step) => play.killAt(step), 60_000);

  test('and in the end nothing acknowledged is lost, and the audit chain has one end for each', async () => {
    expect(play.kills()).toBe(steps.length * rounds);
    await play.expectNothingLost();
  });
});
