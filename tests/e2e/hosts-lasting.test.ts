import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { podSelector } from '../../utils/pod/pod-selector.ts';
import { openDisplay, type Display } from '../support/browsers/display.ts';
import { openFirefox, type FirefoxHarness } from '../support/browsers/firefox.ts';
import { copyExtension, type CopiedExtension } from '../support/browsers/newer-version.ts';
import { poll } from '../support/browsers/poll.ts';
import { onPremiseHosts } from '../support/connectwise/hosts.ts';
import { startConnectWise, type FakeConnectWise } from '../support/connectwise/server.ts';
import { tickets } from '../support/stage/cast.ts';
import { openChromiumWindow } from '../support/stage/chromium-window.ts';
import { createTechnician } from '../support/stage/technician.ts';

const [host] = onPremiseHosts;
const ticketPath = `/v4_6_release/ConnectWise.aspx?routeTo=ServiceFV&recid=${tickets.jo.number}`;
const built = (target: string) => path.resolve(import.meta.dirname, `../../.output/${target}-mv3`);

describe('a ConnectWise server of one’s own stays readable, in Chromium', () => {
  let display: Display;
  let connectwise: FakeConnectWise;
  let profile: string;
  let extension: CopiedExtension;
  let chromium: Awaited<ReturnType<typeof openChromiumWindow>>;

  const open = async (isFirstRun: boolean) => {
    chromium = await openChromiumWindow({ connectwise }, { display, profile, isFirstRun, extension: extension.folder });
  };
  const registered = async () => (await chromium.browser.worker()).evaluate<string[]>('chrome.scripting.getRegisteredContentScripts().then((all) => all.map(({ id }) => id))');
  const version = async () => (await chromium.browser.worker()).evaluate<string>('chrome.runtime.getManifest().version');

  /** Takes the new files, as an update does: from the browser's own page, which may do so in its developer mode. */
  const reload = async () => {
    const page = await chromium.browser.context.newPage();
    await page.goto('chrome://extensions/');
    await page.evaluate(`chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }).then(() => chrome.developerPrivate.reload('${chromium.browser.extensionId}'))`);
    await page.close();
    await chromium.page.bringToFront();
  };

  beforeAll(async () => {
    [display, connectwise, profile, extension] = await Promise.all([openDisplay(), startConnectWise({ tickets: Object.values(tickets) }), mkdtemp(path.join(os.tmpdir(), 'lasting-')), copyExtension(built('chrome'))]);
    await open(true);
    const settings = await poll('the settings page', () => chromium.browser.context.pages().find((each) => each.url().endsWith('/options.html')));
    await settings.bringToFront();
    await settings.getByRole('button', { name: 'I agree' }).click();
    await settings.getByLabel('Address of your own ConnectWise server').fill(`https://${host}`);
    await settings.getByRole('button', { name: 'ADD', exact: true }).click();
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // the browser's question; nothing tells when it is there
    display.press('Tab', 'Return');
    await settings.getByRole('button', { name: `REMOVE https://${host}` }).waitFor();
  });
  afterAll(async () => {
    await chromium?.browser.close();
    await connectwise?.close();
    display?.close();
    await extension?.remove();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  test('after the browser was closed and opened again: its script is registered, pod and panel are there', async () => {
    await chromium.browser.close();
    await open(false);
    await poll('the script', async () => (await registered()).includes(`https://${host}`));
    await chromium.page.goto(`https://${host}${ticketPath}`);
    await createTechnician(await chromium.browser.openPanel(chromium.page)).sees(tickets.jo.email);
  });

  test('after an update of the extension: the same, also in the ticket that is open already', async () => {
    await chromium.page.locator(podSelector).evaluate((pod) => void (pod.id = 'old'));
    const newer = await extension.becomeNewer();
    await reload();
    await poll('the new version', async () => (await version()) === newer);
    await poll('the script', async () => (await registered()).includes(`https://${host}`));
    await poll('the pod of the new version', () => chromium.page.evaluate((selector) => document.getElementById('old') === null && document.querySelectorAll(selector).length === 1, podSelector));
    await createTechnician(await chromium.browser.openPanel(chromium.page)).sees(tickets.jo.email);
    await chromium.page.reload();
    await chromium.page.locator(podSelector).waitFor();
  });
});

const button = (name: string) => `//button[normalize-space()="${name}"]`;

describe('a ConnectWise server of one’s own stays readable, in Firefox', () => {
  let connectwise: FakeConnectWise;
  let profile: string;
  let extension: CopiedExtension;
  let firefox: FirefoxHarness;

  const open = async () => {
    // Firefox's own question stands in no page that a test could press; everything behind it is the real way.
    firefox = await openFirefox({ extension: extension.folder, forGood: true, profile, hostPort: connectwise.port, prefs: { 'extensions.webextOptionalPermissionPrompts': false } });
  };
  const pods = (selector = podSelector) => firefox.marionette.script<number>('return document.querySelectorAll(arguments[0]).length', [selector]);
  const registered = () => firefox.evaluateInBackground(() => (globalThis as unknown as Chrome).chrome.scripting.getRegisteredContentScripts().then((all) => all.map(({ id }) => id)));
  const version = () => firefox.evaluateInBackground(() => (globalThis as unknown as Chrome).chrome.runtime.getManifest().version);
  const origin = () => `https://${host}:${connectwise.port}`;

  beforeAll(async () => {
    [connectwise, profile, extension] = await Promise.all([startConnectWise({ tickets: Object.values(tickets) }), mkdtemp(path.join(os.tmpdir(), 'lasting-')), copyExtension(built('firefox'))]);
    await open();
    await firefox.sees(/I agree/);
    await firefox.click(button('I agree'));
    await firefox.type('//input[@id=//label[contains(normalize-space(), "own ConnectWise server")]/@for]', origin());
    await firefox.click(button('ADD'));
    await firefox.sees(/REMOVE/);
  });
  afterAll(async () => {
    await firefox?.close();
    await connectwise?.close();
    await extension?.remove();
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  test('after the browser was closed and opened again: its script is registered, pod and panel are there', async () => {
    await firefox.close();
    await open();
    await poll('the script', async () => (await registered()).includes(origin()));
    await firefox.goto(origin() + ticketPath);
    await poll('the pod', pods);
    await firefox.openPanel();
    await firefox.sidebar.sees(new RegExp(tickets.jo.email));
  });

  test('after an update of the add-on: the same, also in the ticket that is open already', async () => {
    await firefox.marionette.script('document.querySelector(arguments[0]).id = "old"', [podSelector]);
    const newer = await extension.becomeNewer();
    await firefox.install();
    await poll('the new version', async () => (await version()) === newer);
    await poll('the script', async () => (await registered()).includes(origin()));
    await poll('the pod of the new version', async () => (await pods('#old')) === 0 && (await pods()) === 1);
    await firefox.openPanel();
    await firefox.sidebar.sees(new RegExp(tickets.jo.email));
    await firefox.reload();
    await poll('the pod after a reload', pods);
  });
});

type Chrome = { chrome: { runtime: { getManifest(): { version: string } }; scripting: { getRegisteredContentScripts(): Promise<{ id: string }[]> } } };
