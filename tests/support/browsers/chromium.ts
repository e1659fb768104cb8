import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Frame, type Page, type Worker } from 'playwright';
import { requireChromium } from '../../../scripts/lib/tools.ts';
import { resolverRules } from '../connectwise/hosts.ts';
import { chromiumArguments } from './chromium-arguments.ts';
import type { Display } from './display.ts';
import { poll } from './poll.ts';
import { freePort } from './ports.ts';

export type ChromiumOptions = {
  /** The folder of the unpacked extension. */
  extension: string;
  /** The loopback port (HTTPS) of the ConnectWise page, in the cloud and on-premise. */
  hostPort: number;
  headless?: boolean | undefined;
  /** A screen of its own instead of headless: there the browser's own questions can be answered. */
  display?: Display | undefined;
  /** A profile folder to keep, for tests that restart the browser. Without it a temporary one that `close` removes. */
  profile?: string | undefined;
  args?: readonly string[];
};
/** Without `extension` everything else is the same. */
export type LaunchOptions = Omit<ChromiumOptions, 'extension'> & Partial<Pick<ChromiumOptions, 'extension'>>;

/** Text of the link in the pod. */
export const podLink = 'Identity Verification';

/** Chromium, and ConnectWise's addresses answered from loopback. */
export async function launchChromium(options: LaunchOptions) {
  const profile = options.profile ?? (await mkdtemp(path.join(os.tmpdir(), 'chromium-')));
  const debugPort = await freePort();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await requireChromium(),
    headless: false,
    viewport: null,
    ...(options.display ? { env: options.display.environment } : {}),
    // Whoever opened the browser closes it, with everything else that was started beside it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: launchArguments(options, debugPort),
  });
  const close = async () => {
    await context.close();
    if (!options.profile) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { context, debugPort, close };
}

/** Chromium with the extension. */
export async function openChromium(options: ChromiumOptions) {
  const { context, debugPort, close: closeBrowser } = await launchChromium(options);
  const outside = createOutside(debugPort);
  const extensionId = new URL((await firstWorker(context)).url()).host;
  const extensionUrl = (page: string) => `chrome-extension://${extensionId}/${page}`;

  const close = async () => {
    await outside.close();
    await closeBrowser();
  };
  return {
    context,
    extensionId,
    extensionUrl,
    close,
    /** The extension's running background worker; waits for it to start. */
    worker: () => runningWorker(context, extensionId),
    /** The frame of the pod in `page`, also inside the closed shadow root. */
    pod: (page: Page) => findPod(page, extensionUrl('')),
    /** Clicks the pod's link in `page` and answers the real side panel. */
    openPanel: async (page: Page): Promise<Page> => {
      await (await findPod(page, extensionUrl(''))).getByText(podLink).click();
      return findPanel(outside, extensionUrl('sidepanel.html'));
    },
    /** The side panel that is open already. */
    panel: (timeoutMs?: number) => findPanel(outside, extensionUrl('sidepanel.html'), timeoutMs),
    /** Kills the background worker, as the browser does after 30 idle seconds. */
    stopWorker: () => stopWorker(context, extensionId),
  };
}

/** Runs `fn`, which knows nothing around it, with `arg`, plain data. Playwright's own types would tell apart what can be sent and what cannot. */
export function evaluateIn<T, A>(place: { evaluate(fn: never, arg: never): Promise<unknown> }, fn: (arg: A) => T | Promise<T>, arg?: A): Promise<T> {
  return place.evaluate(fn as never, arg as never) as Promise<T>;
}

export type ChromiumHarness = Awaited<ReturnType<typeof openChromium>>;

function launchArguments({ extension, hostPort, display, headless = !display, args = [] }: LaunchOptions, debugPort: number): string[] {
  return [
    ...chromiumArguments(headless),
    ...(display ? ['--ozone-platform=x11'] : []),
    ...(extension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : []),
    `--host-resolver-rules=${resolverRules(hostPort)}`,
    '--ignore-certificate-errors',
    '--window-size=1280,900',
    `--remote-debugging-port=${debugPort}`,
    ...args,
  ];
}

const workersOf = (context: BrowserContext) => context.serviceWorkers().filter((worker) => worker.url().startsWith('chrome-extension://'));
const firstWorker = (context: BrowserContext): Promise<Worker> => poll('the background worker', () => workersOf(context)[0]);

function runningWorker(context: BrowserContext, extensionId: string): Promise<Worker> {
  return poll('the background worker to run', async () => {
    const worker = workersOf(context).find((each) => new URL(each.url()).host === extensionId);
    return worker && (await answers(worker)) ? worker : undefined;
  });
}

/** A worker that was stopped can stay in the list without ever answering. */
function answers(worker: Worker): Promise<boolean> {
  const silence = new Promise<boolean>((resolve) => setTimeout(resolve, 1_000, false));
  return Promise.race([worker.evaluate(() => true).catch(() => false), silence]);
}

const findPod = (page: Page, prefix: string): Promise<Frame> => poll('the pod in the ticket', () => page.frames().find((frame) => frame.url().startsWith(prefix)));

type Outside = ReturnType<typeof createOutside>;

/**
 * The browser seen from outside. The side panel is no page of Playwright's own context, and a connection lists it only when it
 * was made after the panel had opened: without a panel in sight every look connects anew.
 */
function createOutside(debugPort: number) {
  let browser: Browser | undefined;
  const pagesOf = (each: Browser) => each.contexts().flatMap((context) => context.pages());
  const isPanel = (page: Page) => page.url().includes('/sidepanel.html');
  const close = async () => {
    await browser?.close().catch(() => undefined);
    browser = undefined;
  };
  return {
    close,
    pages: async (): Promise<Page[]> => {
      if (browser && pagesOf(browser).some(isPanel)) return pagesOf(browser);
      await close();
      browser = await chromium.connectOverCDP(`http://127.0.0.1:${debugPort}`);
      return pagesOf(browser);
    },
  };
}

function findPanel(outside: Outside, url: string, timeoutMs?: number): Promise<Page> {
  return poll('the side panel', async () => {
    const panel = (await outside.pages()).find((page) => page.url().startsWith(url));
    return panel && (await panel.evaluate(() => document.readyState === 'complete')) ? panel : undefined;
  }, timeoutMs);
}

type WorkerVersion = { versionId: string; runningStatus: string; scriptURL: string };

async function stopWorker(context: BrowserContext, extensionId: string): Promise<void> {
  // Any page tells about all workers of the profile; a new tab would become the active one and change what the panel shows.
  const [page] = context.pages();
  if (!page) throw new Error('No page is open to reach the worker through.');
  const session = await context.newCDPSession(page);
  const versions = new Map<string, WorkerVersion>();
  // The panel wakes the next worker at once: "running" again a moment later does not mean that it was never stopped.
  const stopped = new Set<string>();
  session.on('ServiceWorker.workerVersionUpdated', ({ versions: updated }: { versions: WorkerVersion[] }) => {
    for (const version of updated) {
      versions.set(version.versionId, version);
      if (version.runningStatus !== 'running') stopped.add(version.versionId);
    }
  });
  const running = () => [...versions.values()].filter((each) => each.scriptURL.includes(extensionId) && each.runningStatus === 'running');
  try {
    await session.send('ServiceWorker.enable');
    await poll('the worker to be listed', () => running().length > 0, 5_000);
    const doomed = running().map(({ versionId }) => versionId);
    stopped.clear();
    for (const versionId of doomed) await session.send('ServiceWorker.stopWorker', { versionId });
    await poll('the worker to stop', () => doomed.every((versionId) => stopped.has(versionId)), 5_000);
  } finally {
    await session.detach();
  }
}
