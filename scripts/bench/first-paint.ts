import type { Page } from 'playwright';
import { poll } from '../../tests/support/browsers/poll.ts';
import { tickets } from '../../tests/support/stage/cast.ts';
import { openStage } from '../../tests/support/stage/stage.ts';
import { median } from './figure.ts';
import type { Figure } from './figure.ts';

const samples = 9;

/** First contentful paint of the real side panel, opened from the ticket each time anew. */
export async function measureFirstPaint(): Promise<Figure[]> {
  await using stack = new AsyncDisposableStack();
  const stage = stack.adopt(await openStage({ headless: true }), (each) => each.close());
  await stage.openTicket(tickets.jo.number);
  await stage.signIn();
  const paintsMs: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const panel = await stage.browser.openPanel(stage.page);
    paintsMs.push(await readFirstPaint(panel));
    await closePanel(panel);
  }
  return [{ name: 'panel, first contentful paint', value: median(paintsMs), unit: 'ms', limit: { atMost: 150 } }];
}

function readFirstPaint(panel: Page): Promise<number> {
  return poll('the first paint', () => panel.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime));
}

/** Closes the side panel as its own page can. */
export async function closePanel(panel: Page): Promise<void> {
  const closed = panel.waitForEvent('close', { timeout: 10_000 });
  await panel.evaluate(() => window.close()).catch(() => undefined);
  await closed;
}
