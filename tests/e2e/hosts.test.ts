import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDisplay, type Display } from '../support/browsers/display.ts';
import { poll } from '../support/browsers/poll.ts';
import { stays } from '../support/browsers/stays.ts';
import { onPremiseHosts } from '../support/connectwise/hosts.ts';
import { tickets } from '../support/stage/cast.ts';
import { receivedCode } from '../support/stage/received.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';
import { createTechnician, type Technician } from '../support/stage/technician.ts';

const [host, neighbour] = onPremiseHosts;
const addressAt = (name: string) => `https://${name}/v4_6_release/ConnectWise.aspx?routeTo=ServiceFV&recid=${tickets.jo.number}`;

describe('a ConnectWise server of one’s own, in Chromium with its real question', () => {
  let display: Display;
  let stage: Stage;
  let ticket: Page;
  let options: Page;
  let technician: Technician;

  beforeAll(async () => {
    display = await openDisplay();
    stage = await openStage({ display });
    await stage.signIn();
    ticket = await stage.browser.context.newPage();
    await ticket.goto(addressAt(host));
    options = await stage.browser.context.newPage();
    await options.goto(stage.browser.extensionUrl('options.html'));
  });
  afterAll(async () => {
    await stage?.close();
    display?.close();
  });

  const hasPod = (page: Page) => page.frames().some((frame) => frame.url().startsWith('chrome-extension://'));
  const untilPod = (page: Page, shown: boolean) => poll(`the pod to ${shown ? 'appear' : 'go'}`, () => hasPod(page) === shown || undefined);
  const add = async (address: string) => {
    await options.bringToFront();
    await options.getByLabel('Address of your own ConnectWise server').fill(address);
    await options.getByRole('button', { name: 'ADD', exact: true }).click();
  };
  /** The browser's question stands in front of the page and has the keyboard; its first button is Cancel. No page and no protocol tells when it is there. */
  const answer = async (...keys: string[]) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    display.press(...keys);
  };
  const inBrowserSettings = async (script: string) => {
    const page = await stage.browser.context.newPage();
    await page.goto('chrome://extensions/');
    await page.evaluate(script);
    await page.close();
  };

  test('an address that nobody added is not read, even with the product’s path', async () => {
    await stays('no pod in a page that may not be read', () => !hasPod(ticket));
  });

  test('a no to the browser’s question adds nothing and says what to do', async () => {
    await add(`https://${host}`);
    await answer('Escape');
    await options.getByRole('alert').getByText(/choose Allow/).waitFor();
    expect(await options.getByRole('button', { name: /^REMOVE/ }).count()).toBe(0);
  });

  test('after Allow the ticket that is open already is read without a reload', async () => {
    await options.getByRole('button', { name: 'ADD', exact: true }).click();
    await answer('Tab', 'Return');
    await options.getByRole('button', { name: `REMOVE https://${host}` }).waitFor();
    await untilPod(ticket, true);
    await ticket.bringToFront();
    technician = createTechnician(await stage.browser.openPanel(ticket));
    for (const words of [tickets.jo.number, tickets.jo.contact, tickets.jo.email]) await technician.sees(words);
  });

  test('a caller is verified there', async () => {
    await technician.choose('Email');
    await technician.press('SEND');
    expect(await technician.readCode()).toBe(await receivedCode(stage, 'Email'));
    await technician.press('APPROVE');
    await technician.sees('User Identity Successfully Verified');
    await technician.press('OK');
  });

  test('a page that loads anew is read; a server beside it is not', async () => {
    await ticket.reload();
    await untilPod(ticket, true);
    await technician.sees(tickets.jo.email);
    const other = await stage.browser.context.newPage();
    await other.goto(addressAt(neighbour));
    await stays('no pod in a page that may not be read', () => !hasPod(other));
    await other.close();
  });

  test('a start of the worker brings back what the browser has forgotten', async () => {
    const registered = () => stage.browser.worker().then((worker) => worker.evaluate<string[]>('chrome.scripting.getRegisteredContentScripts().then((all) => all.map(({ id }) => id))'));
    expect(await registered()).toEqual([`https://${host}`]);
    await (await stage.browser.worker()).evaluate('chrome.scripting.unregisterContentScripts()');
    expect(await registered()).toEqual([]);
    await stage.browser.stopWorker();
    await ticket.bringToFront();
    await ticket.reload();
    await poll('the script to be registered', async () => (await registered()).includes(`https://${host}`) || undefined);
  });

  test('no other site can find out that the extension is there', async () => {
    const other = await stage.browser.context.newPage();
    await other.goto(addressAt(neighbour));
    const found = await other.evaluate((address) => fetch(address).then(() => 'found', () => 'nothing'), stage.browser.extensionUrl('pod.html'));
    expect(found).toBe('nothing');
    await other.close();
  });

  test('removed: the open ticket is left, and a page that loads anew is not read', async () => {
    await options.bringToFront();
    await options.getByRole('button', { name: `REMOVE https://${host}` }).click();
    await untilPod(ticket, false);
    await ticket.bringToFront();
    await technician.sees('No ticket in this tab');
    await ticket.reload();
    await stays('no pod in a page that may not be read', () => !hasPod(ticket));
    expect(await technician.words()).not.toContain(tickets.jo.email);
    const worker = await stage.browser.worker();
    expect(await worker.evaluate(`chrome.permissions.contains({ origins: ['https://${host}/*'] })`)).toBe(false);
    expect(await worker.evaluate('chrome.scripting.getRegisteredContentScripts()')).toEqual([]);
  });

  test('the cloud withdrawn in the browser’s own settings: the panel says so, ALLOW AGAIN brings it back', async () => {
    await stage.openTicket(tickets.sam.number);
    await technician.sees(tickets.sam.email);
    await inBrowserSettings(`chrome.developerPrivate.updateExtensionConfiguration({ extensionId: '${stage.browser.extensionId}', hostAccess: 'ON_SPECIFIC_SITES' })`);
    await stage.page.bringToFront();
    await technician.sees(/does not let Countersign read the ConnectWise cloud/);
    await stage.page.reload();
    await technician.sees(/does not let Countersign read the ConnectWise cloud/);
    await options.bringToFront();
    await options.getByRole('button', { name: 'ALLOW AGAIN ConnectWise cloud' }).click();
    await answer('Tab', 'Return');
    await options.getByRole('button', { name: /^ALLOW AGAIN/ }).waitFor({ state: 'detached' });
    await stage.page.bringToFront();
    await technician.sees(tickets.sam.email);
  });
});
