import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { evaluateIn, podLink } from '../browsers/chromium.ts';
import { poll } from '../browsers/poll.ts';
import type { BrowserStage, TabPage } from './browser-stage.ts';
import { openChromiumWindow } from './chromium-window.ts';
import { startBackstage, type StageOptions } from './stage.ts';
import { createTechnician } from './technician.ts';

type Chromium = Awaited<ReturnType<typeof openChromiumWindow>>;

/** The whole product running, in Chromium. */
export async function openChromiumStage(options: StageOptions = {}): Promise<BrowserStage> {
  await using stack = new AsyncDisposableStack();
  const backstage = stack.adopt(await startBackstage(options), (each) => each.close());
  const profile = stack.adopt(await mkdtemp(path.join(tmpdir(), 'chromium-')), (each) => rm(each, { recursive: true, force: true, maxRetries: 5 }));
  const open = (isFirstRun: boolean) => openChromiumWindow(backstage, { headless: true, profile, isFirstRun });
  let chromium = await open(true);
  stack.defer(() => chromium.browser.close());
  const opened = stack.move();
  return {
    ...backstage,
    ...placesOf(() => chromium),
    extension: { origin: chromium.browser.extensionUrl('').slice(0, -1), id: chromium.browser.extensionId },
    clickAt: ({ x, y }) => chromium.page.mouse.click(x, y),
    openTicket: (number) => chromium.openTicket(number),
    openTab: async (address) => {
      const tab = await chromium.browser.context.newPage();
      await tab.goto(address);
      const close = async () => {
        await tab.close();
        await chromium.page.bringToFront();
      };
      return { ...tabPage(() => tab), close };
    },
    openPanel: async () => createTechnician(await chromium.browser.openPanel(chromium.page)),
    signIn: () => chromium.signIn(),
    restartBrowser: async () => {
      await chromium.browser.close();
      chromium = await open(false);
    },
    close: () => opened.disposeAsync(),
  };
}

function placesOf(chromium: () => Chromium): Pick<BrowserStage, 'page' | 'pod' | 'background' | 'markup'> {
  const findPod = () => chromium().browser.pod(chromium().page);
  return {
    page: { ...tabPage(() => chromium().page), reload: () => chromium().page.reload() },
    pod: {
      evaluate: async (fn, arg) => evaluateIn(await findPod(), fn, arg),
      point: async () => {
        const link = await (await findPod()).getByText(podLink).elementHandle();
        const { x, y, width, height } = (await link!.boundingBox())!;
        return { x: x + width / 2, y: y + height / 2 };
      },
    },
    background: { evaluate: async (fn, arg) => evaluateIn(await chromium().browser.worker(), fn, arg), stop: () => chromium().browser.stopWorker() },
    markup: () => Promise.all(chromium().page.frames().map((frame) => frame.evaluate(() => document.documentElement.innerHTML))),
  };
}

function tabPage(page: () => Page): TabPage {
  return {
    evaluate: (fn, arg) => evaluateIn(page(), fn, arg),
    addFrame: async (name, address) => {
      await page().evaluate(loadFrame, { name, address });
      const frame = await poll(`the frame ${name}`, () => page().frames().find((each) => each.name() === name));
      return { evaluate: (fn, arg) => evaluateIn(frame, fn, arg) };
    },
  };
}

/** Runs in the page. Chromium says that a blocked frame has loaded, too. */
function loadFrame({ name, address }: { name: string; address: string }): Promise<void> {
  const frame = document.createElement('iframe');
  frame.name = name;
  const loaded = new Promise<void>((resolve) => frame.addEventListener('load', () => resolve()));
  frame.src = address;
  document.body.append(frame);
  return loaded;
}
