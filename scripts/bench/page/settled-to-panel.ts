import type { Page } from 'playwright';
import { crowd } from '../../../tests/support/stage/cast.ts';
import { quietMs } from '../../../utils/connectwise/settle.ts';
import { median, percentile } from '../figure.ts';
import type { Figure } from '../figure.ts';
import type { Contestants } from './contestants.ts';

/** The first is not counted. */
const samples = 33;
type Person = (typeof crowd)[number];

/** For whoever reads the figures. */
export const aboutSettledToPanel = `Settled to panel: ${samples - 1} switches of a page at rest, from the instant the next ticket's contact stands in the fields (300 to 500 ms after the
banner) until the frame in which the real side panel shows it, less the ${quietMs} ms for which fields have to be quiet.`;

/** How long after the fields have come to rest the panel shows whom the ticket is about. */
export async function measureSettledToPanel({ stage }: Contestants): Promise<Figure[]> {
  const panel = await stage.browser.openPanel(stage.page);
  const delaysMs: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const person = crowd[(sample + 1) % crowd.length]!;
    const shownAt = await watchFor(panel, person.email);
    // Each at another point of whatever runs by the clock.
    const settledAt = await switchTo(stage.page, person, 300 + ((sample * 61) % 200));
    delaysMs.push((await shownAt()) - settledAt - quietMs);
  }
  const counted = delaysMs.slice(1);
  return [
    { name: 'Fields at rest to contact in the panel, above the settle window', value: median(counted), unit: 'ms', limit: { atMost: 100 } },
    { name: 'Fields at rest to contact in the panel, above the settle window, 90th percentile', value: percentile(counted, 0.9), unit: 'ms', limit: null },
  ];
}

/** The banner at once, the fields after `staleMs`. Answers when they had their values. */
function switchTo(page: Page, person: Person, staleMs: number): Promise<number> {
  return page.evaluate(async ({ person: { number, ...who }, staleMs }) => {
    window.cw.open(number, { staleMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, staleMs));
    window.cw.set(who);
    return Date.now();
  }, { person, staleMs });
}

/** Arms a watch in the panel. Answers how to read it: when the frame after the words came, by the clock that both processes share. */
async function watchFor(panel: Page, words: string): Promise<() => Promise<number>> {
  const watch = await panel.evaluateHandle((words) => {
    const shownAt = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.body.innerText.includes(words)) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(Date.now()));
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    return { shownAt };
  }, words);
  return () => watch.evaluate(({ shownAt }) => shownAt);
}
