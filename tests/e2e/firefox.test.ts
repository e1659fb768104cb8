import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

  test('Alt+Shift+V, pressed on the keyboard, closes and opens the sidebar', async () => {
    const isOpen = async (expected: boolean) => (((await firefox.sidebar.url())?.includes('sidepanel') ?? false) === expected || undefined);
    firefox.display.press('alt+shift+v');
    await poll('the sidebar to close', () => isOpen(false));
    firefox.display.press('alt+shift+v');
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
});
