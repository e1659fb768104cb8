import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openFirefox, type FirefoxHarness } from '../browsers/firefox.ts';
import { inFront } from '../browsers/firefox-pages.ts';
import { pod } from '../browsers/firefox-panel.ts';
import { poll } from '../browsers/poll.ts';
import { ticketPath } from '../connectwise/server.ts';
import { podSelector } from '../../../utils/pod/pod-selector.ts';
import type { BrowserStage, Place, PoppedOut, TabPage } from './browser-stage.ts';
import { cornerOf, createFirefoxHands, namesIn, resize } from './firefox-hands.ts';
import { technicianName } from './cast.ts';
import { createFirefoxTechnician } from './firefox-technician.ts';
import { startBackstage, type StageOptions } from './stage.ts';
import type { ServiceProcess } from './service-process.ts';

const extension = path.resolve(import.meta.dirname, '../../../.output/firefox-mv3');

/** The whole product running, in Firefox; `firefox` is the browser itself, for what only it has. */
export async function openFirefoxStage(options: StageOptions = {}): Promise<BrowserStage & { firefox(): FirefoxHarness }> {
  await using stack = new AsyncDisposableStack();
  const backstage = stack.adopt(await startBackstage(options), (each) => each.close());
  const profile = stack.adopt(await mkdtemp(path.join(tmpdir(), 'firefox-')), (each) => rm(each, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  const open = () => openFirefox({ extension, hostPort: backstage.connectwise.port, profile });
  let firefox = await open();
  stack.defer(() => firefox.close());
  await firefox.sees(/I agree/); // the first run's page opens in the empty tab
  const settingsTab = await firefox.currentTab();
  let ticketTab = await firefox.newTab();
  const opened = stack.move();
  return {
    ...backstage,
    ...placesOf(() => firefox),
    firefox: () => firefox,
    extension: { origin: firefox.extensionUrl('').slice(0, -1), id: firefox.addonId },
    resize: (width, height) => resize(firefox, width, height),
    openTicket: async (number) => {
      await firefox.switchTo(ticketTab);
      await firefox.goto(firefox.connectWiseUrl(ticketPath(number)));
    },
    ticketAddress: (number) => firefox.connectWiseUrl(ticketPath(number)),
    showTicket: () => firefox.switchTo(ticketTab),
    openTab: async (address) => {
      const tab = await firefox.newTab();
      await firefox.goto(address);
      const close = async () => {
        await firefox.switchTo(tab);
        await firefox.closeTab();
        await firefox.switchTo(ticketTab);
      };
      return { ...tabPage(() => firefox, await lastTab(firefox)), close };
    },
    popOut: (number) => popOut(firefox, number),
    openPanel: async () => {
      await firefox.openPanel();
      return createFirefoxTechnician(firefox.sidebar);
    },
    closePanel: () => firefox.marionette.inChrome(() => firefox.marionette.script(`Services.wm.getMostRecentWindow('navigator:browser').SidebarController.hide()`)),
    openPanelByKeys: async () => {
      firefox.display.press('alt+shift+k');
      await poll('the sidebar to open', async () => (await firefox.sidebar.url())?.includes('sidepanel'));
      return createFirefoxTechnician(firefox.sidebar);
    },
    signIn: async () => {
      await firefox.switchTo(settingsTab);
      await signIn(firefox, backstage.service);
      await firefox.switchTo(ticketTab);
    },
    restartBrowser: async () => {
      await firefox.close();
      firefox = await open();
      ticketTab = await firefox.currentTab();
    },
    close: () => opened.disposeAsync(),
  };
}

function placesOf(firefox: () => FirefoxHarness): Pick<BrowserStage, 'page' | 'pod' | 'hands' | 'names' | 'badge' | 'background' | 'markup'> {
  const page = tabPage(firefox);
  const podPlace: Place = { evaluate: (fn, arg) => firefox().evaluate(pod, fn, arg) };
  return {
    page: { ...page, reload: () => firefox().reload() },
    pod: {
      ...podPlace,
      point: async () => {
        const [{ x, y }, corner] = [await firefox().findPod(), await cornerOf(firefox())];
        return { x: x - corner.x, y: y - corner.y };
      },
    },
    hands: createFirefoxHands(firefox),
    names: () => namesIn(firefox(), podSelector),
    badge: () => firefox().readButton(),
    background: { evaluate: (fn, arg) => firefox().evaluateInBackground(fn, arg), stop: () => firefox().stopBackground() },
    markup: async () => {
      const frames = await page.evaluate(() => window.length);
      const inPage = Array.from({ length: frames }, (_, index): Place => ({ evaluate: (fn, arg) => firefox().evaluate({ browser: inFront, frame: frameInProcess(index) }, fn, arg) }));
      const texts: string[] = [];
      for (const place of [page, podPlace, ...inPage]) texts.push(await place.evaluate(() => document.documentElement.innerHTML));
      return texts;
    },
  };
}

/** The page of a tab: of the one in front where nothing else is said. */
function tabPage(firefox: () => FirefoxHarness, browser = inFront): TabPage {
  /** The frame of that name; nothing says of a blocked one that it has loaded. */
  const frame = (name: string, when = 'true') => ({ browser, frame: `const frame = content.document.querySelector('iframe[name=${JSON.stringify(name)}]'); return ${when} ? frame.contentWindow : undefined;` });
  return {
    evaluate: (fn, arg) => firefox().evaluate({ browser }, fn, arg),
    addFrame: async (name, address) => {
      await firefox().evaluate({ browser }, addFrame, { name, address });
      await poll(`the frame ${name} to settle`, () => firefox().evaluate(frame(name, 'frame.contentWindow.docShell.busyFlags === 0'), () => document.readyState === 'complete'));
      return { evaluate: (fn, arg) => firefox().evaluate(frame(name), fn, arg) };
    },
  };
}

/** Finds the page of the newest tab also when another is in front. */
async function lastTab({ marionette }: FirefoxHarness): Promise<string> {
  const count = await marionette.inChrome(() => marionette.script<number>(`return Services.wm.getMostRecentWindow('navigator:browser').gBrowser.tabs.length`));
  return `return window_.gBrowser.browsers[${count - 1}];`;
}

/** A window of the page's own, without toolbars. */
const ownWindow = `[...Services.wm.getEnumerator('navigator:browser')].find((each) => !each.toolbar.visible)`;

/** Of the tab without toolbars around it. */
async function ownHandle({ marionette, switchTo }: FirefoxHarness, handles: string[]): Promise<string> {
  for (const handle of handles) {
    await switchTo(handle);
    if (!(await marionette.script<boolean>('return window.toolbar.visible'))) return handle;
  }
  throw new Error('no window of its own is open');
}

async function popOut(firefox: FirefoxHarness, number: string): Promise<PoppedOut> {
  const { marionette } = firefox;
  const inChrome = <T>(script: string) => marionette.inChrome(() => marionette.script<T>(script));
  // Beside the sidebar: without a window manager nothing brings the ordinary window above it.
  await marionette.script('window.open(arguments[0], "_blank", "popup,left=500,width=760,height=640")', [firefox.connectWiseUrl(ticketPath(number))]);
  await poll('the window of its own', () => inChrome<boolean>(`return ${ownWindow} !== undefined`));
  return {
    pod: { evaluate: (fn, arg) => firefox.evaluate({ browser: `return ${ownWindow}?.gBrowser.selectedBrowser;`, frame: pod.frame }, fn, arg) },
    clickPod: async () => {
      await poll('the window of its own in front', () => inChrome<boolean>(`const own = ${ownWindow}; own.focus(); return Services.wm.getMostRecentWindow('navigator:browser') === own;`));
      await firefox.clickPod();
      await poll('the ordinary window in front', () => inChrome<boolean>(`return Services.wm.getMostRecentWindow('navigator:browser').toolbar.visible`));
    },
    closeOthers: async () => {
      const handles = (await marionette.command('WebDriver:GetWindowHandles')) as string[];
      const own = await ownHandle(firefox, handles);
      for (const handle of handles.filter((each) => each !== own)) {
        await firefox.switchTo(handle);
        await firefox.closeTab();
      }
      await firefox.switchTo(own);
    },
    clickAlone: async () => {
      await firefox.clickPod();
      const address = await poll('an ordinary window in front', () => inChrome<string | false>(`const front = Services.wm.getMostRecentWindow('navigator:browser'); return front.toolbar.visible && /^https/.test(front.gBrowser.currentURI.spec) && front.gBrowser.currentURI.spec;`));
      return { panel: createFirefoxTechnician(firefox.sidebar), address };
    },
    close: () => inChrome(`${ownWindow}.close()`),
  };
}

/** A frame of another site has a process of its own, where nothing of ours can stand: the page around it is read once more. */
const frameInProcess = (index: number) => `return Cu.isRemoteProxy(content[${index}]) ? content : content[${index}];`;

/** Runs in the page. */
function addFrame({ name, address }: { name: string; address: string }): void {
  const added = document.createElement('iframe');
  added.name = name;
  added.src = address;
  document.body.append(added);
}

const button = (name: string) => `//button[normalize-space()="${name}"]`;
const field = (label: string) => `//input[@id=//label[contains(normalize-space(), "${label}")]/@for] | //label[contains(normalize-space(), "${label}")]//input`;

/** On the first run's page, which it closes. */
async function signIn(firefox: FirefoxHarness, service: ServiceProcess): Promise<void> {
  await firefox.click(button('I agree'));
  await firefox.type(field('Service address'), service.origin);
  await firefox.type(field('Pairing code'), await service.pairingCode());
  await firefox.click(button('Pair this browser'));
  await firefox.sees(new RegExp(technicianName));
  await firefox.closeTab();
}
