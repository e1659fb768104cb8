import type { Method } from '#contract/words';
import type { FlowName, Step } from './flows.ts';
import { openKillStage } from './kill-stage.ts';
import { createRounds } from './rounds.ts';

/** How often the service is killed at each step. Fewer on PostgreSQL, which is a process of its own: the kill does not touch it. */
export const rounds = process.env['COUNTERSIGN_TEST_STORE'] === 'postgres' ? 8 : 20;
const lanes = 4;

export type Lanes = Awaited<ReturnType<typeof openLanes>>;

/** Several services on databases of their own, killed at the same time: most of a round is waiting for a process to start. */
export async function openLanes() {
  const stages = await Promise.all(Array.from({ length: lanes }, openKillStage));
  const plays = stages.map((stage) => createRounds(stage));
  await Promise.all(stages.map(({ service }) => service.start()));
  const inAll = async (play: (one: (typeof plays)[number]) => Promise<void>) => void (await Promise.all(plays.map(play)));
  return {
    killAt: (step: Step) => inAll((play) => play.killAt(step, rounds / lanes)),
    killAnywhere: (flow: FlowName, method: Method) => inAll((play) => play.killAnywhere(flow, method, rounds / lanes)),
    kills: () => plays.reduce((sum, play) => sum + play.kills(), 0),
    expectNothingLost: () => inAll((play) => play.expectNothingLost()),
    close: () => Promise.all(stages.map((stage) => stage.close())),
  };
}
