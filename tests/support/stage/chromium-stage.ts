import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { evaluateIn, podLink } from '../browsers/chromium.ts';
import { openDisplay } from '../browsers/display.ts';
import { poll } from '../browsers/poll.ts';
import { ticketAddress } from '../connectwise/server.ts';
import type { BrowserStage, PoppedOut, TabPage } from './browser-stage.ts';
import { createChromiumHands, namesIn, readBadge } from './chromium-hands.ts';
import { openChromiumWindow } from './chromium-window.ts';
import { startBackstage, type StageOptions } from './stage.ts';
import { createTechnician } from './technician.ts';

type Chromium = Awaited<ReturnType<typeof openChromiumWindow>>;

/** The whole product running, in Chromium. */
export async function openChromiumStage(options: StageOptions = {}): Promise<BrowserStage> {
  await using stack = new AsyncDisposableStack();
  const backstage = stack.adopt(await startBackstage(options), (each) => each.close());
  const profile = stack.adopt(await mkdtemp(path.join(tmpdir(), 'chromium-')), (each) => rm(each, { recursive: true, force: true, maxRetries: 5 }));
  const display = options.onScreen ? stack.adopt(await openDisplay(), (each) => void each.close()) : undefined;
  const open = (isFirstRun: boolean) => openChromiumWindow(backstage, { headless: !display, display, profile, isFirstRun });
  let chromium = await open(true);
  stack.defer(() => chromium.browser.close());
  const opened = stack.move();
  return {
    ...backstage,
    ...placesOf(() => chromium),
    extension: { origin: chromium.browser.extensionUrl('').slice(0, -1), id: chromium.browser.extensionId },
    resize: (width, height) => chromium.page.setViewportSize({ width, height }),
    openTicket: (number) => chromium.openTicket(number),
    ticketAddress,
    showTicket: () => chromium.page.bringToFront(),
    popOut: (number) => popOut(chromium, number),
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
    closePanel: async () => (await chromium.browser.panel()).evaluate(() => window.close()),
    openPanelByKeys: async () => createTechnician(await poll('the panel', () => (display?.press('alt+shift+k'), chromium.browser.panel(3_000)), 30_000)),
    signIn: () => chromium.signIn(),
    restartBrowser: async () => {
      await chromium.browser.close();
      chromium = await open(false);
    },
    close: () => opened.disposeAsync(),
  };
}

function placesOf(chromium: () => Chromium): Pick<BrowserStage, 'page' | 'pod' | 'hands' | 'names' | 'badge' | 'background' | 'markup'> {
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
    hands: createChromiumHands(() => chromium().page),
    names: () => namesIn(chromium().page),
    badge: async () => readBadge(await chromium().browser.worker()),
    background: { evaluate: async (fn, arg) => evaluateIn(await chromium().browser.worker(), fn, arg), stop: () => chromium().browser.stopWorker() },
    markup: () => Promise.all(chromium().page.frames().map((frame) => frame.evaluate(() => document.documentElement.innerHTML))),
  };
}

async function popOut({ browser, page }: Chromium, number: string): Promise<PoppedOut> {
  const opened = browser.context.waitForEvent('page');
  await page.evaluate((url) => void window.open(url, '_blank', 'popup,width=760,height=640'), ticketAddress(number));
  const own = await opened;
  return {
    pod: { evaluate: async (fn, arg) => evaluateIn(await browser.pod(own), fn, arg) },
    clickPod: async () => (await browser.pod(own)).getByText(podLink).click(),
    closeOthers: () => Promise.all(browser.context.pages().filter((each) => each !== own).map((each) => each.close())),
    clickAlone: async () => {
      const next = browser.context.waitForEvent('page');
      await (await browser.pod(own)).getByText(podLink).click();
      const ticket = await next;
      await ticket.waitForLoadState();
      return { panel: createTechnician(await browser.panel()), address: ticket.url() };
    },
    close: () => own.close(),
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
