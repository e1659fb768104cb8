import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { podSelector } from '../../utils/connectwise/pod-selector.ts';
import { openFirefox, type FirefoxHarness } from '../support/browsers/firefox.ts';
import { poll } from '../support/browsers/poll.ts';
import { tickets } from '../support/stage/cast.ts';
import { receivedCode } from '../support/stage/received.ts';
import { startBackstage, type Backstage } from '../support/stage/stage.ts';

const extension = path.resolve(import.meta.dirname, '../../.output/firefox-mv3');
const button = (name: string) => `//button[normalize-space()="${name}"]`;
const field = (label: string) => `//input[@id=//label[contains(normalize-space(), "${label}")]/@for] | //label[contains(normalize-space(), "${label}")]//input`;

describe('from an open ticket to a result, in Firefox through the real sidebar', () => {
  let backstage: Backstage;
  let firefox: FirefoxHarness;
  let settingsTab: string;
  let ticketTab: string;

  beforeAll(async () => {
    backstage = await startBackstage();
    // Without a window manager Firefox takes a click into its own popup for one beside it.
    firefox = await openFirefox({ extension, hostPort: backstage.connectwise.port, prefs: { 'ui.popup.disable_autohide': true } });
    await firefox.sees(/I agree/); // the first run's page opens in the empty tab
    settingsTab = await firefox.currentTab();
    await firefox.newTab();
    ticketTab = await firefox.currentTab();
    await firefox.goto(firefox.connectWiseUrl(`/v2025_1/ConnectWise.aspx?routeTo=ServiceFV&recid=${tickets.jo.number}`));
  });
  afterAll(async () => {
    await firefox?.close();
    await backstage?.close();
  });

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

  test('the sidebar shows the ticket and its contact', async () => {
    await firefox.openPanel();
    for (const words of [tickets.jo.number, tickets.jo.company, tickets.jo.contact, tickets.jo.email]) await firefox.sidebar.sees(new RegExp(words));
    expect(await firefox.sidebar.text()).not.toContain('SEND');
  });

  test('after pairing, a code by e-mail: equal digits, APPROVE verifies', async () => {
    await firefox.switchTo(settingsTab);
    await firefox.click(button('I agree'));
    await firefox.type(field('ervice address'), backstage.service.origin);
    await firefox.type(field('airing code'), await backstage.service.pairingCode());
    await firefox.click(button('Pair this browser'));
    await firefox.sees(/Alex Technician/);
    await firefox.switchTo(ticketTab);

    await firefox.sidebar.sees(/\bSEND\b/);
    await firefox.sidebar.choose(/^Email/);
    await firefox.sidebar.click('SEND');
    const code = await receivedCode(backstage, 'Email');
    const shown = await firefox.sidebar.sees(/APPROVE/);
    expect(shown.replace(/\s/g, '')).toContain(code);
    await firefox.sidebar.click('APPROVE');
    await firefox.sidebar.sees(/User Identity Successfully Verified/);
  });

  test('the result says how much longer it counts, and so does the toolbar button', async () => {
    await firefox.sidebar.sees(/15 min left, for this contact on this ticket only/);
    await poll('the toolbar button to say it', async () => (await firefox.readButton()).text === '✓15' || undefined);
    expect((await firefox.readButton()).title).toMatch(/^Countersign: verified just now by e-mail, 15 min left/);
    await firefox.sidebar.click('OK');
    await firefox.sidebar.sees(/Verified just now by Alex Technician, Email, 15 min left/);
  });

  test('the pod floats, is folded and moved, is hidden with one click, and the sidebar brings it back', async () => {
    type Box = { right: number; top: number; width: number; screenX: number; screenY: number } | null;
    const box = () =>
      firefox.evaluate<Box>(`
        const pod = document.querySelector('${podSelector}');
        pod?.scrollIntoView({ block: 'center' });
        const { right, top, width } = pod?.getBoundingClientRect() ?? {};
        return pod && { right, top, width, screenX: mozInnerScreenX + right, screenY: mozInnerScreenY + top };`);
    const until = (what: string, is: (box: Box) => boolean) => poll(what, async () => is(await box()) || undefined);
    const press = async (left: number, down: number) => {
      const { screenX, screenY } = (await box())!;
      firefox.display.click(screenX - left, screenY + down);
    };
    await firefox.evaluate('window.cw.dropCompanyPod()');
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
