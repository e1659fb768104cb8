import path from 'node:path';
import type { Page } from 'playwright';
import { podSelector } from '../../../utils/pod/pod-selector.ts';
import { messageNames } from '../../../utils/messages/names.ts';
import type { ChromiumHarness } from '../browsers/chromium.ts';
import type { FirefoxHarness } from '../browsers/firefox.ts';
import { poll } from '../browsers/poll.ts';
import { bundleScript } from '../bundle.ts';
import { inShort, type Outcome, type Situation } from './expected.ts';
import { cloudHost } from './hosts.ts';
import type { BuildName } from './page/builds.ts';
import { screenPath, ticketPath } from './server.ts';

type Reading = Parameters<typeof inShort>[0];

/** Shows the situation in `page` and asks the extension's content script there. */
export async function observeInChromium(browser: ChromiumHarness, page: Page, build: BuildName, situation: Situation): Promise<Outcome> {
  const mark = `seen=${encodeURIComponent(situation.name)}`;
  await page.goto(`https://${cloudHost}${addressOf(situation, build)}&${mark}`);
  if (situation.change) await page.evaluate(`(${situation.change})(window.cw)`);
  const reading = await poll('a settled reading', async () => {
    const answer = await askContentScript(browser, mark);
    return answer.kind !== 'settling' && answer;
  });
  const pod = await lasting(situation.expected.pod, () => page.evaluate(hasPod, podSelector), 3);
  return { reading: inShort(reading), pod };
}

/** What the content script in the tab whose address has `mark` answers this instant. */
export async function askContentScript(browser: ChromiumHarness, mark: string): Promise<Reading> {
  const worker = await browser.worker();
  return worker.evaluate(askTab, { mark, name: messageNames.readTicketNow });
}

/** Runs in the background worker. */
async function askTab({ mark, name }: { mark: string; name: string }): Promise<Reading> {
  type Tab = { id: number; url?: string };
  const { chrome } = globalThis as unknown as { chrome: { tabs: { query(by: object): Promise<Tab[]>; sendMessage(id: number, message: object): Promise<Reading> } } };
  const tab = (await chrome.tabs.query({})).find(({ url }) => url?.includes(mark));
  return chrome.tabs.sendMessage(tab!.id, { name });
}

/** The reader of the ticket page as one script that defines `reader`. */
export const bundleReader = () => bundleScript(path.resolve('utils/connectwise/read-ticket.ts'), 'reader');

/** Shows the situation in the current tab, evaluates the reader in the page and looks for the add-on's pod. */
export async function observeInFirefox(firefox: FirefoxHarness, reader: string, build: BuildName, situation: Situation): Promise<Outcome> {
  await firefox.goto(firefox.connectWiseUrl(addressOf(situation, build)));
  if (situation.change) await firefox.marionette.script(`(${situation.change})(window.cw)`);
  const reading = await firefox.marionette.script<Reading>(`${reader}; return reader.readTicket(document, location.href)`);
  const pod = await lasting(situation.expected.pod, () => firefox.marionette.script<boolean>(`return (${hasPod})(${JSON.stringify(podSelector)})`), 12);
  return { reading: inShort(reading), pod };
}

function addressOf({ address }: Situation, build: BuildName): string {
  if (address === 'ticket') return ticketPath('1234567', build);
  if (address === 'popped out') return `${ticketPath('1234567', build)}&popout=1`;
  return screenPath(address, build);
}

function hasPod(selector: string): boolean {
  return document.querySelector(selector) !== null;
}

/** What `look` answers once it has been `expected` for as many `looks`: few where the content script has answered before, more where nothing says that it has run. */
async function lasting(expected: boolean, look: () => Promise<boolean>, looks: number): Promise<boolean> {
  const until = Date.now() + 3_000;
  for (let same = 0; same < looks && Date.now() < until; ) {
    same = (await look()) === expected ? same + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return look();
}
