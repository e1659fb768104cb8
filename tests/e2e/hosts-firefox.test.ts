import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { podSelector } from '../../utils/pod/pod-selector.ts';
import { openFirefox, type FirefoxHarness } from '../support/browsers/firefox.ts';
import { poll } from '../support/browsers/poll.ts';
import { stays } from '../support/browsers/stays.ts';
import { onPremiseHosts } from '../support/connectwise/hosts.ts';
import { startConnectWise, type FakeConnectWise } from '../support/connectwise/server.ts';
import { tickets } from '../support/stage/cast.ts';

const extension = path.resolve(import.meta.dirname, '../../.output/firefox-mv3');
const [host] = onPremiseHosts;
const button = (name: string) => `//button[normalize-space()="${name}"]`;
const field = '//input[@id=//label[contains(normalize-space(), "own ConnectWise server")]/@for]';

/** As a person does in the browser's page about the add-on. */
const withdrawCloud = `
  const done = arguments[arguments.length - 1];
  const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
  const { extension } = WebExtensionPolicy.getByID(arguments[0]);
  const origins = ['https://*.myconnectwise.net/*', 'https://*.connectwisedev.com/*'];
  ExtensionPermissions.remove(arguments[0], { permissions: [], origins, data_collection: [] }, extension).then(() => done('done'), (error) => done(String(error)));`;

const closeSidebar = `
  const [ordinary, own] = [...Services.wm.getEnumerator('navigator:browser')].toSorted((one, other) => Number(other.toolbar.visible) - Number(one.toolbar.visible));
  ordinary.SidebarController.hide();
  own.focus();`;
const windowInFront = `return Services.wm.getMostRecentWindow('navigator:browser').toolbar.visible ? 'ordinary window' : 'window of its own'`;

describe('a ConnectWise server of one’s own, in Firefox', () => {
  let connectwise: FakeConnectWise;
  let firefox: FirefoxHarness;
  let options: string;
  let ticket: string;
  let origin: string;

  const ticketUrl = (number: string) => `${origin}/v4_6_release/ConnectWise.aspx?routeTo=ServiceFV&recid=${number}`;
  const hasPod = () => firefox.marionette.script<boolean>(`return document.querySelector(${JSON.stringify(podSelector)}) !== null`);
  const untilPod = (shown: boolean) => poll(`the pod to ${shown ? 'appear' : 'go'}`, async () => (await hasPod()) === shown || undefined);
  const inFront = () => firefox.marionette.inChrome(() => firefox.marionette.script<string>(windowInFront));

  beforeAll(async () => {
    connectwise = await startConnectWise({ tickets: Object.values(tickets) });
    origin = `https://${host}:${connectwise.port}`;
    // Firefox's own question stands in no page that a test could press; everything behind it is the real way.
    const prefs = { 'extensions.webextOptionalPermissionPrompts': false };
    firefox = await openFirefox({ extension, hostPort: connectwise.port, prefs });
    await firefox.sees(/I agree/);
    options = await firefox.currentTab();
    await firefox.click(button('I agree'));
    ticket = await firefox.newTab();
    await firefox.goto(ticketUrl(tickets.jo.number));
  });
  afterAll(async () => {
    await firefox?.close();
    await connectwise?.close();
  });

  test('an address that nobody added is not read', async () => {
    await stays('no pod in a page that may not be read', async () => !(await hasPod()));
  });

  test('added with its port, the ticket that is open already is read without a reload', async () => {
    await firefox.switchTo(options);
    await firefox.type(field, origin);
    await firefox.click(button('ADD'));
    await firefox.sees(/REMOVE/);
    await firefox.switchTo(ticket);
    await untilPod(true);
    await firefox.openPanel();
    for (const words of [tickets.jo.number, tickets.jo.contact, tickets.jo.email]) await firefox.sidebar.sees(new RegExp(words));
  });

  test('a page that loads anew is read', async () => {
    await firefox.goto(ticketUrl(tickets.sam.number));
    await untilPod(true);
    await firefox.sidebar.sees(new RegExp(tickets.sam.email));
  });

  test('removed: the open ticket is left, and a page that loads anew is not read', async () => {
    await firefox.switchTo(options);
    await firefox.click('//button[starts-with(normalize-space(), "REMOVE")]');
    await firefox.switchTo(ticket);
    await untilPod(false);
    await poll('the ticket to leave the sidebar', async () => !(await firefox.sidebar.evaluate(() => document.body.innerText)).includes(tickets.sam.email) || undefined);
    await firefox.goto(ticketUrl(tickets.jo.number));
    await stays('no pod in a page that may not be read', async () => !(await hasPod()));
    expect(await firefox.sidebar.evaluate(() => document.body.innerText)).not.toContain(tickets.jo.email);
  });

  test('the cloud withdrawn in the browser: the settings say so, ALLOW AGAIN brings it back', async () => {
    await firefox.goto(firefox.connectWiseUrl(`/v2025_1/ConnectWise.aspx?routeTo=ServiceFV&recid=${tickets.jo.number}`));
    await firefox.sidebar.sees(new RegExp(tickets.jo.email));
    expect(await firefox.marionette.inChrome(() => firefox.marionette.asyncScript(withdrawCloud, ['countersign@countersign.example']))).toBe('done');
    await untilPod(false);
    await firefox.switchTo(options);
    await firefox.sees(/Not allowed by the browser/);
    await firefox.click('//button[starts-with(normalize-space(), "ALLOW AGAIN")]');
    await firefox.switchTo(ticket);
    await untilPod(true);
    await firefox.sidebar.sees(new RegExp(tickets.jo.email));
  });

  test('a ticket in a window of its own: its pod brings it into the panel of the ordinary window', async () => {
    await firefox.marionette.script('window.open(arguments[0], "_blank", "popup,width=700,height=600")', [firefox.connectWiseUrl(`/v2025_1/ConnectWise.aspx?routeTo=ServiceFV&recid=${tickets.kim.number}`)]);
    expect(await inFront()).toBe('window of its own');
    await firefox.clickPod();
    await firefox.sidebar.sees(new RegExp(tickets.kim.email));
    expect(await firefox.sidebar.url()).toContain('sidepanel');
    expect(await inFront()).toBe('ordinary window');
  });

  test('the same where the sidebar is closed: the panel stands below the toolbar button', async () => {
    await firefox.marionette.inChrome(() => firefox.marionette.script<void>(closeSidebar));
    await poll('the window of its own in front', async () => (await inFront()) === 'window of its own' || undefined);
    await firefox.clickPod();
    await firefox.sidebar.sees(new RegExp(tickets.kim.email));
    expect(await firefox.sidebar.url()).toBeNull();
    expect(await inFront()).toBe('ordinary window');
  });
});
