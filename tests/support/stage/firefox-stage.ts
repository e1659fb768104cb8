import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openFirefox, type FirefoxHarness } from '../browsers/firefox.ts';
import { inFront } from '../browsers/firefox-pages.ts';
import type { FirefoxPrefs } from '../browsers/firefox-process.ts';
import { pod } from '../browsers/firefox-panel.ts';
import { poll } from '../browsers/poll.ts';
import { ticketPath } from '../connectwise/server.ts';
import type { BrowserStage, Place, TabPage } from './browser-stage.ts';
import { technicianName } from './cast.ts';
import { createFirefoxTechnician } from './firefox-technician.ts';
import { startBackstage, type StageOptions } from './stage.ts';
import type { ServiceProcess } from './service-process.ts';

const extension = path.resolve(import.meta.dirname, '../../../.output/firefox-mv3');

/** The whole product running, in Firefox; `firefox` is the browser itself, for what only it has. */
export async function openFirefoxStage({ prefs = {}, ...options }: StageOptions & { prefs?: FirefoxPrefs } = {}): Promise<BrowserStage & { firefox(): FirefoxHarness }> {
  await using stack = new AsyncDisposableStack();
  const backstage = stack.adopt(await startBackstage(options), (each) => each.close());
  const profile = stack.adopt(await mkdtemp(path.join(tmpdir(), 'firefox-')), (each) => rm(each, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  const open = () => openFirefox({ extension, hostPort: backstage.connectwise.port, profile, prefs });
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
    clickAt: async ({ x, y }) => firefox.display.click(x, y),
    openTicket: async (number) => {
      await firefox.switchTo(ticketTab);
      await firefox.goto(firefox.connectWiseUrl(ticketPath(number)));
    },
    openTab: async (address) => {
      await firefox.newTab();
      await firefox.goto(address);
      const close = async () => {
        await firefox.closeTab();
        await firefox.switchTo(ticketTab);
      };
      return { ...tabPage(() => firefox), close };
    },
    openPanel: async () => {
      await firefox.openPanel();
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

function placesOf(firefox: () => FirefoxHarness): Pick<BrowserStage, 'page' | 'pod' | 'background' | 'markup'> {
  const page = tabPage(firefox);
  const podPlace: Place = { evaluate: (fn, arg) => firefox().evaluate(pod, fn, arg) };
  return {
    page: { ...page, reload: () => firefox().reload() },
    pod: { ...podPlace, point: () => firefox().findPod() },
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

/** The page of the tab in front. */
function tabPage(firefox: () => FirefoxHarness): TabPage {
  return {
    evaluate: (fn, arg) => firefox().evaluate({ browser: inFront }, fn, arg),
    addFrame: async (name, address) => {
      await firefox().evaluate({ browser: inFront }, addFrame, { name, address });
      await poll(`the frame ${name} to settle`, () => firefox().evaluate(frame(name, 'frame.contentWindow.docShell.busyFlags === 0'), () => document.readyState === 'complete'));
      return { evaluate: (fn, arg) => firefox().evaluate(frame(name), fn, arg) };
    },
  };
}

/** A frame of another site has a process of its own, where nothing of ours can stand: the page around it is read once more. */
const frameInProcess = (index: number) => `return Cu.isRemoteProxy(content[${index}]) ? content : content[${index}];`;

/** The frame of that name; nothing says of a blocked one that it has loaded. */
const frame = (name: string, when = 'true') => ({ browser: inFront, frame: `const frame = content.document.querySelector('iframe[name=${JSON.stringify(name)}]'); return ${when} ? frame.contentWindow : undefined;` });

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
