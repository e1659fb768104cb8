import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FirefoxHarness } from '../support/browsers/firefox.ts';
import { poll } from '../support/browsers/poll.ts';
import type { BrowserStage } from '../support/stage/browser-stage.ts';
import { tickets } from '../support/stage/cast.ts';
import { openFirefoxStage } from '../support/stage/firefox-stage.ts';

/** What Firefox does in its own way: its sidebar opens from no click in a web page, so the panel appears below the toolbar button first. */
describe('pod and sidebar, in Firefox', () => {
  let stage: BrowserStage;
  let firefox: FirefoxHarness;

  beforeAll(async () => {
    const opened = await openFirefoxStage();
    stage = opened;
    firefox = opened.firefox();
    await stage.openTicket(tickets.jo.number);
  });
  afterAll(() => stage?.close());

  test('a click on the pod shows the panel, and a click there keeps it open in the sidebar', async () => {
    await firefox.clickPod();
    await firefox.sidebar.sees(new RegExp(tickets.jo.number));
    expect(await firefox.sidebar.url()).toBeNull();
    await firefox.sidebar.click('Keep open in sidebar');
    await poll('the sidebar to open', async () => (await firefox.sidebar.url())?.includes('sidepanel') || undefined);
    await firefox.sidebar.sees(new RegExp(tickets.jo.number));
  });

  test('Alt+Shift+K, pressed on the keyboard, closes and opens the sidebar', async () => {
    const isOpen = async (expected: boolean) => (((await firefox.sidebar.url())?.includes('sidepanel') ?? false) === expected || undefined);
    firefox.display.press('alt+shift+k');
    await poll('the sidebar to close', () => isOpen(false));
    firefox.display.press('alt+shift+k');
    await poll('the sidebar to open', () => isOpen(true));
    await firefox.sidebar.sees(new RegExp(tickets.jo.number));
  });
});
