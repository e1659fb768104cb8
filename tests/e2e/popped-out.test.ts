import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../support/browsers/poll.ts';
import type { BrowserStage, PanelHands, PoppedOut } from '../support/stage/browser-stage.ts';
import { browsers } from '../support/stage/browsers.ts';
import { tickets } from '../support/stage/cast.ts';
import { receivedCode } from '../support/stage/received.ts';

describe.each(browsers)('a ticket that ConnectWise opened in a window of its own, in $browser with the real $panel', ({ openStage }) => {
  let stage: BrowserStage;
  let poppedOut: PoppedOut;
  let technician: PanelHands;

  beforeAll(async () => {
    stage = await openStage();
    await stage.signIn();
    await stage.openTicket(tickets.jo.number);
    technician = await stage.openPanel();
    poppedOut = await stage.popOut(tickets.kim.number);
  });
  afterAll(() => stage?.close());

  test('it stands in a window where the browser has no panel', async () => {
    expect(await stage.background.evaluate(kindsOfWindows)).toEqual(['normal', 'popup']);
  });

  test('a click on its pod brings it into the panel of the ordinary window', async () => {
    await poppedOut.clickPod();
    for (const words of [tickets.kim.number, tickets.kim.contact, tickets.kim.email]) await technician.sees(words);
    expect(await technician.words()).not.toContain(tickets.jo.email);
  });

  test('its caller is verified from there', async () => {
    await technician.choose('Email');
    await technician.press('SEND');
    expect(await technician.readCode()).toBe(await receivedCode(stage, 'Email'));
    await technician.press('APPROVE');
    await technician.sees('User Identity Successfully Verified');
    await poll('the pod to say it', () => poppedOut.pod.evaluate(() => document.querySelector<HTMLElement>('[role="status"]')?.innerText === 'Verified'));
    await technician.press('OK');
  });

  test('another tab in the panel’s own window takes the panel back, the next click brings it again', async () => {
    const other = await stage.openTab(stage.ticketAddress(tickets.sam.number));
    await technician.sees(tickets.sam.email);
    await poppedOut.clickPod();
    await technician.sees(tickets.kim.email);
    await other.close();
    await technician.sees(tickets.jo.email);
  });

  test('meanwhile the panel says so, and goes back to its own window’s ticket on request or when another is opened there', async () => {
    await poppedOut.clickPod();
    await technician.sees('This ticket is in a window of its own.');
    await technician.press('SHOW THIS WINDOW’S TICKET');
    await technician.sees(tickets.jo.email);
    expect(await technician.words()).not.toContain('window of its own');
    await poppedOut.clickPod();
    await technician.sees(tickets.kim.email);
    await stage.openTicket(tickets.sam.number);
    await technician.sees(tickets.sam.email);
    await stage.openTicket(tickets.jo.number);
    await technician.sees(tickets.jo.email);
  });

  test('closed, its ticket leaves the panel', async () => {
    await poppedOut.clickPod();
    await technician.sees(tickets.kim.email);
    await poppedOut.close();
    await technician.sees(tickets.jo.email);
  });

  test('where it is the last window, a click on its pod opens an ordinary one with the same ticket, and the panel beside it', async () => {
    poppedOut = await stage.popOut(tickets.kim.number);
    await poppedOut.closeOthers();
    const { panel, address } = await poppedOut.clickAlone();
    expect(address.split('#')[0]).toBe(stage.ticketAddress(tickets.kim.number)); // behind it the page keeps its state
    await panel.sees(tickets.kim.email);
    expect(await stage.background.evaluate(kindsOfWindows)).toEqual(['normal', 'popup']);
  });
});

type Chrome = { chrome: { windows: { getAll(): Promise<{ type: string }[]> } } };

/** Runs in the background. */
function kindsOfWindows(): Promise<string[]> {
  return (globalThis as unknown as Chrome).chrome.windows.getAll().then((all) => all.map(({ type }) => type).toSorted());
}
