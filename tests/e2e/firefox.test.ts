import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { podSelector } from '../../utils/pod/pod-selector.ts';
import type { FirefoxHarness } from '../support/browsers/firefox.ts';
import { poll } from '../support/browsers/poll.ts';
import type { BrowserStage } from '../support/stage/browser-stage.ts';
import { tickets } from '../support/stage/cast.ts';
import { openFirefoxStage } from '../support/stage/firefox-stage.ts';
import { createFirefoxTechnician } from '../support/stage/firefox-technician.ts';

/** What Firefox does in its own way: its sidebar opens from no click in a web page, so the panel appears below the toolbar button first. */
describe('pod, sidebar and toolbar button, in Firefox', () => {
  let stage: BrowserStage;
  let firefox: FirefoxHarness;

  beforeAll(async () => {
    // Without a window manager Firefox takes a click into its own popup for one beside it.
    const opened = await openFirefoxStage({ prefs: { 'ui.popup.disable_autohide': true } });
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

  test('a result says how much longer it counts, and so does the toolbar button', async () => {
    await stage.signIn();
    await firefox.openPanel();
    const technician = createFirefoxTechnician(firefox.sidebar);
    await technician.offers('SEND');
    await technician.choose('Email');
    await technician.press('SEND');
    await technician.readCode();
    await technician.press('APPROVE');
    await technician.sees(/15 min left, for this contact on this ticket only/);
    await poll('the toolbar button to say it', async () => (await firefox.readButton()).text === '✓15' || undefined);
    expect((await firefox.readButton()).title).toMatch(/^Countersign: verified just now by e-mail, 15 min left/);
    await technician.press('OK');
    await technician.sees(/Verified just now by Alex Technician, Email, 15 min left/);
  });

  test('the pod floats, is folded and moved, is hidden with one click, and the sidebar brings it back', async () => {
    type Box = { right: number; top: number; width: number; screenX: number; screenY: number } | null;
    const box = () =>
      firefox.marionette.script<Box>(`
        const pod = document.querySelector('${podSelector}');
        pod?.scrollIntoView({ block: 'center' });
        const { right, top, width } = pod?.getBoundingClientRect() ?? {};
        return pod && { right, top, width, screenX: mozInnerScreenX + right, screenY: mozInnerScreenY + top };`);
    const until = (what: string, is: (box: Box) => boolean) => poll(what, async () => is(await box()) || undefined);
    const press = async (left: number, down: number) => {
      const { screenX, screenY } = (await box())!;
      firefox.display.click(screenX - left, screenY + down);
    };
    await firefox.marionette.script('window.cw.dropCompanyPod()');
    await until('the card', (now) => now?.width === 272);
    await press(15, 41);
    await until('the shield', (now) => now?.width === 40);
    const { right } = (await box())!;
    firefox.display.press('Left');
    await until('the shield to move', (now) => now?.right === right - 16);
    await press(20, 20);
    await until('the card', (now) => now?.width === 272 && now.right === right - 16);
    await press(15, 15);
    await until('the card to go', (now) => now === null);
    await firefox.sidebar.click('SHOW THE LINK IN TICKETS AGAIN');
    await until('the card to return', (now) => now?.width === 272 && now.right === right - 16);
  });
});
