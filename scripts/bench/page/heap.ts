import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import type { Figure } from '../figure.ts';
import { numbers, readMetrics } from './contestants.ts';
import type { Contestant, Contestants } from './contestants.ts';
import { attachToWorker } from './worker-session.ts';
import type { WorkerSession } from './worker-session.ts';

const switches = 500;
const everyMs = 60;
const warmUp = 100;
/** So long that a hurried switch has settled. */
const restMs = 3_500;
/** Whatever leaks leaves one at least. */
const fewPerSwitch = 0.1;

type Held = { heap: number; nodes: number; listeners: number };

/** For whoever reads the figures. */
export const aboutHeap = `Heap: what ${switches} ticket switches leave behind, one each ${everyMs} ms, after ${warmUp} that are not counted; garbage is collected first. The page's heap
holds the objects of all its worlds of script and those of its document. The page without the extension keeps something, too: that is taken off.`;

/** What the extension leaves behind in the page and in its own worker. */
export async function measureHeap({ stage, bare, extended }: Contestants): Promise<Figure[]> {
  await Promise.all([bare, extended].map(({ page }) => switchOften(page, warmUp)));
  const worker = await attachToWorker(stage.browser.context, stage.browser.extensionId);
  const readAll = () => Promise.all([readHeld(bare), readHeld(extended), readHeap(worker)]);
  const before = await readAll();
  await Promise.all([bare, extended].map(({ page }) => switchOften(page, switches)));
  const after = await readAll();
  const grown = (index: 0 | 1, part: keyof Held) => after[index][part] - before[index][part];
  const above = (part: keyof Held) => grown(1, part) - grown(0, part);
  const title = `after ${switches} switches`;
  return [
    { name: `page, heap growth ${title}, above that without the extension`, value: above('heap') / 1e6, unit: 'MB', limit: { atMost: 1 } },
    { name: `page, heap growth ${title}, without the extension`, value: grown(0, 'heap') / 1e6, unit: 'MB', limit: null },
    { name: `background, heap growth ${title}`, value: (after[2] - before[2]) / 1e6, unit: 'MB', limit: { atMost: 1 } },
    { name: 'page, DOM nodes left per switch, above those without the extension', value: above('nodes') / switches, unit: '', limit: { atMost: fewPerSwitch } },
    { name: 'page, listeners left per switch, above those without the extension', value: above('listeners') / switches, unit: '', limit: { atMost: fewPerSwitch } },
  ];
}

function switchOften(page: Page, times: number): Promise<void> {
  return page.evaluate(async ({ numbers, times, everyMs }) => {
    for (let index = 1; index <= times; index += 1) {
      window.cw.open(numbers[index % numbers.length]!, { staleMs: everyMs / 3 });
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }, { numbers, times, everyMs });
}

async function readHeld(contestant: Contestant): Promise<Held> {
  const heap = await readHeap(contestant.session);
  const metric = await readMetrics(contestant);
  return { heap, nodes: metric('Nodes'), listeners: metric('JSEventListeners') };
}

/** Bytes of JavaScript's objects and of those that the browser keeps for them, once everything has come to rest. */
async function readHeap(session: CDPSession | WorkerSession): Promise<number> {
  const send = session.send as WorkerSession['send'];
  await sleep(restMs);
  for (let time = 0; time < 3; time += 1) await send.call(session, 'HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize } = (await send.call(session, 'Runtime.getHeapUsage')) as { usedSize: number; embedderHeapUsedSize: number };
  return usedSize + embedderHeapUsedSize;
}
