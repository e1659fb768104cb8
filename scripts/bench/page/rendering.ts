import type { Page } from 'playwright';
import { median } from '../figure.ts';
import type { Figure } from '../figure.ts';
import { closePanel } from '../first-paint.ts';
import { numbers, readMetrics } from './contestants.ts';
import type { Contestant, Contestants } from './contestants.ts';

/** Each way renders for a minute with 20 switches in all; the order turns around from round to round. */
const rounds = 4;
const roundMs = 15_000;
const switchesPerRound = 5;
const mutationsPerSecond = 30;

type Way = 'bare' | 'closed' | 'open';
/** Milliseconds, but the count. */
type Cost = { wall: number; busy: number; script: number; layout: number; longTasks: number; longTaskMs: number };
type Costs = Record<Way, Cost[]>;

/** For whoever reads the figures. */
export const aboutRendering = `Rendering: ${(rounds * roundMs) / 1000} s of ${mutationsPerSecond} mutations a second with ${rounds * switchesPerRound} ticket switches, the same each way, without the extension, with it, and with its panel
open, in turns of ${roundMs / 1000} s. Times are processor time of the page's main thread. "Busy" is all that it does (scripts of all worlds, styles,
layout, painting, messages), "scripts" the part in JavaScript. Overhead is with minus without, as a share of the time that passed.`;

/** What the extension adds to the work of a page that renders without a pause. */
export async function measureRendering(contestants: Contestants): Promise<Figure[]> {
  const costs: Costs = { bare: [], closed: [], open: [] };
  const ways: Way[] = ['bare', 'closed', 'open'];
  for (let round = 0; round < rounds; round += 1) {
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) costs[way].push(await measureWay(way, round, contestants));
  }
  return [...overheads('closed', costs), ...overheads('open', costs), ...ways.flatMap((way) => absolutes(way, costs[way]))];
}

async function measureWay(way: Way, round: number, { stage, bare, extended }: Contestants): Promise<Cost> {
  if (way !== 'open') return render(way === 'bare' ? bare : extended, round);
  const panel = await stage.browser.openPanel(stage.page);
  const cost = await render(extended, round);
  await closePanel(panel);
  return cost;
}

async function render(contestant: Contestant, round: number): Promise<Cost> {
  const before = await readMetrics(contestant);
  const long = await renderAndSwitch(contestant.page, round);
  const after = await readMetrics(contestant);
  const ms = (name: string) => (after(name) - before(name)) * 1000;
  return { wall: ms('Timestamp'), busy: ms('TaskDuration'), script: ms('ScriptDuration'), layout: ms('LayoutDuration') + ms('RecalcStyleDuration'), ...long };
}

/** All timers are the page's own: while it is measured nobody asks it anything. */
function renderAndSwitch(page: Page, round: number): Promise<Pick<Cost, 'longTasks' | 'longTaskMs'>> {
  return page.evaluate(async ({ seed, perSecond, numbers, roundMs }) => {
    const took: number[] = [];
    const observer = new PerformanceObserver((list) => took.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: 'longtask' });
    window.cw.churn({ perSecond, seed });
    for (const number of numbers) {
      window.cw.open(number);
      await new Promise((resolve) => setTimeout(resolve, roundMs / numbers.length));
    }
    window.cw.churn(false);
    observer.disconnect();
    return { longTasks: took.length, longTaskMs: took.reduce((sum, each) => sum + each, 0) };
  }, { seed: round + 1, perSecond: mutationsPerSecond, numbers: numbers.slice(round * switchesPerRound, (round + 1) * switchesPerRound), roundMs });
}

const titles: Record<Way, string> = { bare: 'without the extension', closed: 'with it', open: 'with its panel open' };

/** Of neighbours within a round. */
function overheads(way: 'closed' | 'open', costs: Costs): Figure[] {
  const pairs = costs[way].map((cost, round) => [cost, costs.bare[round]!] as const);
  const share = (part: 'busy' | 'script') => median(pairs.map(([cost, bare]) => ((cost[part] - bare[part]) / cost.wall) * 100));
  const ratio = (part: 'busy' | 'script') => median(pairs.map(([cost, bare]) => cost[part] / bare[part]));
  return [
    { name: `rendering, main thread busy, ${titles[way]} / without`, value: ratio('busy'), unit: '×', limit: null },
    { name: `rendering, scripts, ${titles[way]} / without`, value: ratio('script'), unit: '×', limit: null },
    { name: `rendering, overhead of the main thread ${titles[way]}, of the time`, value: share('busy'), unit: '%', limit: { atMost: 2 } },
    { name: `rendering, overhead of scripts ${titles[way]}, of the time`, value: share('script'), unit: '%', limit: null },
  ];
}

function absolutes(way: Way, costs: Cost[]): Figure[] {
  const sum = (part: keyof Cost) => costs.reduce((total, cost) => total + cost[part], 0);
  return [
    { name: `rendering, main thread busy ${titles[way]}`, value: sum('busy'), unit: 'ms', limit: null },
    { name: `rendering, scripts ${titles[way]}`, value: sum('script'), unit: 'ms', limit: null },
    { name: `rendering, styles and layout ${titles[way]}`, value: sum('layout'), unit: 'ms', limit: null },
    { name: `rendering, long tasks ${titles[way]}`, value: sum('longTasks'), unit: '', limit: null },
    { name: `rendering, long tasks ${titles[way]}, in all`, value: sum('longTaskMs'), unit: 'ms', limit: null },
  ];
}
