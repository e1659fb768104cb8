import type { Page } from 'playwright';
import { crowd, phoneOwners } from '../../../tests/support/stage/cast.ts';
import { quietMs, staleMs } from '../../../utils/connectwise/settle.ts';
import { median, percentile } from '../figure.ts';
import type { Figure } from '../figure.ts';
import type { Contestants } from './contestants.ts';

/** The first is not counted. */
const samples = 33;
type Person = Pick<(typeof crowd)[number], 'number' | 'company' | 'contact' | 'email'>;
/** Every switch to another customer, and every switch within one. */
const [mixed, alike]: [Person[], Person[]] = [phoneOwners.flatMap((owner, index) => [owner, crowd[index]!]), crowd];

/** For whoever reads the figures. */
export const aboutSettledToPanel = `Settled to panel: ${samples - 1} switches of a page at rest, from the instant the next ticket's contact stands in the fields (300 to 500 ms after the
banner) until the frame in which the real side panel shows it, less what the reader waits on purpose: ${quietMs} ms of quiet where all three fields are new, and
${staleMs} ms from the banner where the company is the last ticket's too.`;

/** How long after the fields have come to rest the panel shows whom the ticket is about. */
export async function measureSettledToPanel({ stage }: Contestants): Promise<Figure[]> {
  const panel = await stage.browser.openPanel(stage.page);
  const another = await measureSwitches(stage.page, panel, mixed, () => quietMs);
  const same = await measureSwitches(stage.page, panel, alike, (lateMs) => Math.max(quietMs, staleMs - lateMs));
  return [...figures('another customer', another), ...figures('the same customer', same)];
}

/** Milliseconds above `windowMs`, which the reader waits on purpose after fields that came `lateMs` after the banner. */
async function measureSwitches(page: Page, panel: Page, people: readonly Person[], windowMs: (lateMs: number) => number): Promise<number[]> {
  const delaysMs: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const person = people[(sample + 1) % people.length]!;
    const shownAt = await watchFor(panel, person.email);
    // Each at another point of whatever runs by the clock.
    const lateMs = 300 + ((sample * 61) % 200);
    const settledAt = await switchTo(page, person, lateMs);
    delaysMs.push((await shownAt()) - settledAt - windowMs(lateMs));
  }
  return delaysMs.slice(1);
}

function figures(to: string, delaysMs: number[]): Figure[] {
  const name = `fields at rest to contact in the panel, a ticket of ${to}, above the settle window`;
  return [
    { name, value: median(delaysMs), unit: 'ms', limit: { atMost: 100 } },
    { name: `${name}, 90th percentile`, value: percentile(delaysMs, 0.9), unit: 'ms', limit: null },
  ];
}

/** The banner at once, the fields after `lateMs`. Answers when they had their values. */
function switchTo(page: Page, { number, company, contact, email }: Person, lateMs: number): Promise<number> {
  return page.evaluate(async ({ number, who, lateMs }) => {
    window.cw.open(number, { staleMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, lateMs));
    window.cw.set(who);
    return Date.now();
  }, { number, who: { company, contact, email }, lateMs });
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
