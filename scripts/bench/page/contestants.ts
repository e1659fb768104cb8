import type { CDPSession, Page } from 'playwright';
import { launchChromium } from '../../../tests/support/browsers/chromium.ts';
import { crowd } from '../../../tests/support/stage/cast.ts';
import { ticketAddress } from '../../../tests/support/connectwise/server.ts';
import { openStage } from '../../../tests/support/stage/stage.ts';
import type { Stage } from '../../../tests/support/stage/stage.ts';

/** A ticket page and a way to ask the browser about it. */
export type Contestant = { page: Page; session: CDPSession };
/** The same page in two browsers that differ by the extension alone. */
export type Contestants = { stage: Stage; bare: Contestant; extended: Contestant };

/** The tickets that are gone through, again and again. */
export const numbers = crowd.map(({ number }) => number);

/** Opens both pages on the first ticket; the extension is signed in, its panel closed. */
export async function openContestants(stack: AsyncDisposableStack): Promise<Contestants> {
  const stage = stack.adopt(await openStage({ headless: true }), (each) => each.close());
  await stage.openTicket(numbers[0]!);
  await stage.signIn();
  const { context } = stack.adopt(await launchChromium({ headless: true, hostPort: stage.connectwise.port }), (each) => each.close());
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(ticketAddress(numbers[0]!));
  await stage.browser.pod(stage.page);
  return { stage, bare: await contestantOf(page), extended: await contestantOf(stage.page) };
}

/** Durations count the processor time of the page's main thread: what else the machine does then hardly shows in them. */
async function contestantOf(page: Page): Promise<Contestant> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { page, session };
}

/** What the browser counts for the page's thread and its document, all worlds of script included. */
export async function readMetrics({ session }: Contestant): Promise<(name: string) => number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const byName = new Map(metrics.map(({ name, value }) => [name, value]));
  return (name) => byName.get(name) ?? Number.NaN;
}
