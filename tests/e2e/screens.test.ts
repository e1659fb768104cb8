import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { podSelector } from '../../utils/pod/pod-selector.ts';
import { openChromium, type ChromiumHarness } from '../support/browsers/chromium.ts';
import { openFirefox, type FirefoxHarness } from '../support/browsers/firefox.ts';
import { poll } from '../support/browsers/poll.ts';
import { stays } from '../support/browsers/stays.ts';
import { type BrowserName, expectedIn, inShort, type Observation, type Outcome, type Situation, situationsFor } from '../support/connectwise/expected.ts';
import { cloudHost, onPremiseHosts } from '../support/connectwise/hosts.ts';
import { askContentScript, bundleReader, observeInChromium, observeInFirefox } from '../support/connectwise/observe.ts';
import { type BuildName, buildNames } from '../support/connectwise/page/builds.ts';
import { renderScreens } from '../support/connectwise/screens-document.ts';
import { type FakeConnectWise, startConnectWise, ticketPath } from '../support/connectwise/server.ts';

const output = (target: string) => path.resolve(`.output/${target}-mv3`);
let connectwise: FakeConnectWise;
const seen: Observation[] = [];

beforeAll(async () => void (connectwise = await startConnectWise()));
afterAll(async () => {
  await connectwise?.close();
  if (process.env.COUNTERSIGN_WRITE_SCREENS) writeFileSync('docs/connectwise-screens.md', renderScreens(seen));
});

/** Looks at every situation of a build, one in each of `views` at a time, and keeps what was seen for the document. */
async function observeAll<View>(browser: BrowserName, build: BuildName, views: View[], observe: (view: View, situation: Situation) => Promise<Outcome>): Promise<Observation[]> {
  const situations = situationsFor(browser, build);
  const observations: Observation[] = [];
  let next = 0;
  const work = async (view: View) => {
    for (let index = next++; index < situations.length; index = next++) {
      const situation = situations[index]!;
      observations[index] = { situation: situation.name, build, browser, outcome: await observe(view, situation) };
    }
  };
  await Promise.all(views.map(work));
  seen.push(...observations);
  return observations;
}

describe('in Chromium, with the extension', () => {
  let chromium: ChromiumHarness;
  let pages: Page[];
  beforeAll(async () => {
    chromium = await openChromium({ extension: output('chrome'), hostPort: connectwise.port });
    await poll('the settings page of the first run', () => chromium.context.pages().find((each) => each.url().endsWith('/options.html')));
    pages = await Promise.all(Array.from({ length: 8 }, () => chromium.context.newPage()));
  });
  afterAll(() => chromium?.close());

  test.each(buildNames)('every screen of build %s is read as the table says', async (build) => {
    const observed = await observeAll('Chromium', build, pages, (page, situation) => observeInChromium(chromium, page, build, situation));
    expect(observed).toEqual(expectedIn('Chromium', build));
  });

  test.each(['contact', 'email'] as const)('while tickets change, %s first, no reading mixes two people', async (first) => {
    const page = pages[0]!;
    const mark = `mixed=${first}`;
    await page.goto(`https://${cloudHost}${ticketPath('1234567')}&${mark}`);
    const readings = new Set<string>();
    const readUntil = async (words: string) => {
      await expect.poll(async () => {
        readings.add(inShort(await askContentScript(chromium, mark)));
        return [...readings].at(-1);
      }, { interval: 40, timeout: 10_000 }).toBe(words);
    };
    const people = ['#1234567: Acme Example, Jo Sample, jo@acme.example', '#1234568: Globex Example, Sam Other, sam@globex.example'] as const;
    await readUntil(people[0]);
    await page.evaluate((half) => {
      window.cw.churn(true);
      window.cw.open('1234568', { staleMs: 900, partMs: 500, first: half, navigate: 'replace' });
    }, first);
    await readUntil(people[1]);
    expect([...readings]).toEqual(['settling #1234567', people[0], 'settling #1234568', people[1]]);
  });

  test('the way back to the last ticket is followed', async () => {
    const [page] = pages;
    const mark = 'way=back';
    const reads = (words: string) => expect.poll(async () => inShort(await askContentScript(chromium, mark)), { timeout: 10_000 }).toContain(words);
    await page!.goto(`https://${cloudHost}${ticketPath('1234567')}&${mark}`);
    await reads('#1234567: Acme Example, Jo Sample');
    await page!.evaluate(() => window.cw.open('1234568'));
    await reads('#1234568: Globex Example, Sam Other');
    await page!.goBack();
    await reads('#1234567: Acme Example, Jo Sample');
  });

  test('a ticket that ConnectWise opens in a window of its own is read there, and has a pod there', async () => {
    const [page] = pages;
    await page!.goto(`https://${cloudHost}${ticketPath('1234567')}`);
    const [popup] = await Promise.all([chromium.context.waitForEvent('page'), page!.evaluate(() => void window.cw.popOut('1234569'))]);
    await expect.poll(async () => inShort(await askContentScript(chromium, 'popout=1')), { timeout: 10_000 }).toBe('#1234569: Acme Example, Kim Third, kim@acme.example');
    await popup.locator(podSelector).waitFor({ state: 'attached' });
    await popup.close();
  });

  test('a host that is nobody’s cloud is left alone until it has been allowed', async () => {
    const [page] = pages;
    await page!.goto(`https://${onPremiseHosts[0]}/v4_6_release/ConnectWise.aspx?routeTo=ServiceFV&recid=1234567`);
    await page!.getByText('Service Ticket #1234567').waitFor();
    await stays('no pod at a host that nobody allowed', async () => (await page!.locator(podSelector).count()) === 0);
  });
});

describe('in Firefox, with the add-on', () => {
  let firefox: FirefoxHarness;
  let reader: string;
  beforeAll(async () => {
    reader = await bundleReader();
    firefox = await openFirefox({ extension: output('firefox'), hostPort: connectwise.port });
    await firefox.sees(/I agree/); // the first run's page takes the tab in front
    await firefox.newTab();
  });
  afterAll(() => firefox?.close());

  test.each(buildNames)('what is looked at of build %s is read as the table says', async (build) => {
    expect(await observeAll('Firefox', build, [firefox], (_, situation) => observeInFirefox(firefox, reader, build, situation))).toEqual(expectedIn('Firefox', build));
  });
});
