import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tickets } from '../support/stage/cast.ts';
import { receivedCode } from '../support/stage/received.ts';
import { ticketAddress } from '../support/connectwise/server.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';
import { createTechnician, type Technician } from '../support/stage/technician.ts';

describe('a ticket that ConnectWise opened in a window of its own, in Chromium', () => {
  let stage: Stage;
  let poppedOut: Page;
  let technician: Technician;

  const popOut = async (number: string): Promise<Page> => {
    const opened = stage.browser.context.waitForEvent('page');
    await stage.page.evaluate((url) => void window.open(url, '_blank', 'popup,width=760,height=640'), ticketAddress(number));
    return opened;
  };
  beforeAll(async () => {
    stage = await openStage({ headless: true });
    await stage.signIn();
    await stage.openTicket(tickets.jo.number);
    poppedOut = await popOut(tickets.kim.number);
  });
  afterAll(() => stage?.close());

  test('it stands in a window where the browser has no panel', async () => {
    await poppedOut.waitForLoadState();
    const worker = await stage.browser.worker();
    expect(await worker.evaluate('chrome.windows.getAll().then((all) => all.map(({ type }) => type).toSorted())')).toEqual(['normal', 'popup']);
  });

  test('a click on its pod opens the panel of the ordinary window, which shows this ticket', async () => {
    technician = createTechnician(await stage.browser.openPanel(poppedOut));
    for (const words of [tickets.kim.number, tickets.kim.contact, tickets.kim.email]) await technician.sees(words);
    expect(await technician.words()).not.toContain(tickets.jo.email);
  });

  test('its caller is verified from there', async () => {
    await technician.choose('Email');
    await technician.press('SEND');
    expect(await technician.readCode()).toBe(await receivedCode(stage, 'Email'));
    await technician.press('APPROVE');
    await technician.sees('User Identity Successfully Verified');
    await (await stage.browser.pod(poppedOut)).getByText('Verified', { exact: true }).waitFor();
    await technician.press('OK');
  });

  test('another tab in the panel’s own window takes the panel back, the next click brings it again', async () => {
    const other = await stage.browser.context.newPage();
    await other.goto(ticketAddress(tickets.sam.number));
    await technician.sees(tickets.sam.email);
    await stage.browser.openPanel(poppedOut);
    await technician.sees(tickets.kim.email);
    await other.close();
    await technician.sees(tickets.jo.email);
  });

  test('meanwhile the panel says so, and goes back to its own window’s ticket on request or when another is opened there', async () => {
    await stage.browser.openPanel(poppedOut);
    await technician.sees('This ticket is in a window of its own.');
    await technician.press('SHOW THIS WINDOW’S TICKET');
    await technician.sees(tickets.jo.email);
    expect(await technician.words()).not.toContain('window of its own');
    await stage.browser.openPanel(poppedOut);
    await technician.sees(tickets.kim.email);
    await stage.openTicket(tickets.sam.number);
    await technician.sees(tickets.sam.email);
    await stage.openTicket(tickets.jo.number);
    await technician.sees(tickets.jo.email);
  });

  test('closed, its ticket leaves the panel', async () => {
    await stage.browser.openPanel(poppedOut);
    await technician.sees(tickets.kim.email);
    await poppedOut.close();
    await technician.sees(tickets.jo.email);
  });
});
