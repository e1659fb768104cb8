import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requireChromium, requireFirefox } from '../../scripts/lib/tools.ts';
import { chromiumArguments } from '../support/browsers/chromium-arguments.ts';
import { startFirefox } from '../support/browsers/firefox-process.ts';
import { bundleReader } from '../support/reader/bundle.ts';
import type { Tally } from '../support/reader/tally.ts';

const seed = Number(process.env['COUNTERSIGN_SEED'] ?? 20_261);
const perChunk = 2_500;
/** What every run of this size comes to at least so often: a generator that makes one kind of page only proves nothing. */
const outcomes = {
  ticket: 0.2,
  no_banner: 0.01, other_screen: 0.01, no_number: 0.005, several_tickets: 0.01, several_pods: 0.005, numbers_differ: 0.005,
  empty: 0.002, not_found: 0.005, no_pod: 0.005, differs: 0.002, too_long: 0.002, hidden_characters: 0.002,
  'address hidden_characters': 0.002, 'address several': 0.002, 'address display_name': 0.002, 'address look_alike': 0.0002, 'address not_an_address': 0.0005,
};

type RunChunk = (seed: number, pages: number) => Promise<Tally>;

async function runAll(pages: number, workers: RunChunk[]): Promise<Tally> {
  const sum: Tally = { pages: 0, outcomes: {}, executed: 0, failure: null };
  const chunks = Array.from({ length: pages / perChunk }, (_, index) => index);
  await Promise.all(workers.map(async (work) => {
    for (let chunk = chunks.shift(); chunk !== undefined && sum.failure === null; chunk = chunks.shift()) {
      const tally = await work(seed + chunk, perChunk);
      sum.pages += tally.pages;
      sum.executed += tally.executed;
      sum.failure ??= tally.failure;
      for (const [name, count] of Object.entries(tally.outcomes)) sum.outcomes[name] = (sum.outcomes[name] ?? 0) + count;
    }
  }));
  return sum;
}

function check(tally: Tally, pages: number): void {
  console.log(`${tally.pages} pages from seed ${seed}: ${JSON.stringify(tally.outcomes)}`);
  expect(tally.failure, `COUNTERSIGN_SEED=${seed}`).toBeNull();
  expect(tally.pages).toBe(pages);
  expect(tally.executed).toBe(0);
  for (const [name, share] of Object.entries(outcomes)) expect(tally.outcomes[name] ?? 0, name).toBeGreaterThanOrEqual(share * pages);
}

describe('no page makes the reader name a wrong contact, fail, or run a script', () => {
  let code: string;
  let browser: Browser | undefined;
  beforeAll(async () => {
    code = await bundleReader();
    browser = await chromium.launch({ executablePath: await requireChromium(), args: chromiumArguments(true) });
  });
  afterAll(() => browser?.close());

  const openPage = async (): Promise<RunChunk> => {
    const page: Page = await browser!.newPage();
    await page.setContent('<!doctype html><title>Manage</title><body></body>');
    await page.addScriptTag({ content: code });
    return (from, pages) => page.evaluate(([first, count]) => (globalThis as unknown as { reader: { run(seed: number, pages: number): Tally } }).reader.run(first, count), [from, pages] as const);
  };

  test('100,000 pages in Chromium', async () => {
    check(await runAll(100_000, await Promise.all([openPage(), openPage()])), 100_000);
  }, 600_000);

  test('5,000 pages in Firefox', async () => {
    const firefox = await startFirefox({ program: await requireFirefox(), args: ['--headless'], environment: process.env, prefs: {} });
    try {
      await firefox.marionette.command('WebDriver:Navigate', { url: 'data:text/html,<!doctype html><title>Manage</title><body></body>' });
      const work: RunChunk = (from, pages) => firefox.marionette.script(`${code}\nreturn reader.run(arguments[0], arguments[1]);`, [from, pages]);
      check(await runAll(5_000, [work]), 5_000);
    } finally {
      await firefox.close();
    }
  });
});
