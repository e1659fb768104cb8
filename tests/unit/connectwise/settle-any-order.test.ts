import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstSettleState, settle } from '../../../utils/connectwise/settle';
import { isOwn, play, readAt, type Story, story } from '../../support/settling/page';

const seed = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261);

/** What went wrong in a story, and how many early offers it came to. */
function tell(told: Story): { wrong: string | null; last: string; early: number } {
  const played = play(told);
  let state = firstSettleState;
  let last = '';
  let early = 0;
  for (const { at, blind } of played.looks) {
    const step = settle(state, readAt(played, at), at, blind);
    state = step.state;
    last = step.reading.kind;
    if (step.reading.kind !== 'ticket') continue;
    const own = isOwn(played, at, step.reading);
    last = `ticket, ${own}`;
    if (!own) return { wrong: `at ${at} ms: ${JSON.stringify(step.reading)}`, last, early };
    const scene = played.scenes.findLast(({ from }) => from <= at)!;
    if (at - scene.from < 2500) early += 1;
  }
  return { wrong: null, last, early };
}

function isNamed({ visits }: Story): boolean {
  const { shows, unnamed } = visits.at(-1)!;
  return shows !== 'other' && !unnamed;
}

test('whatever order tickets, other screens, late fields and looks come in, only a ticket\'s own company, contact and e-mail are offered, and in the end they are', () => {
  let early = 0;
  fc.assert(
    fc.property(story, (told) => {
      const { wrong, last, early: offers } = tell(told);
      early += offers;
      if (wrong) throw new Error(wrong);
      expect(last).toBe(isNamed(told) ? 'ticket, last' : 'not_ticket');
    }),
    { numRuns: 25_000, seed },
  );
  // Not only because nothing is ever offered before all is certainly over.
  expect(early).toBeGreaterThan(1000);
});
