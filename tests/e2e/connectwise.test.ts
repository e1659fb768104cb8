import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../support/browsers/poll.ts';
import type { FakeTicket } from '../support/connectwise/tickets.ts';
import { openChromiumWindow } from '../support/stage/chromium-window.ts';
import type { BrowserStage, PanelHands } from '../support/stage/browser-stage.ts';
import { browsers } from '../support/stage/browsers.ts';
import { crowd, secondTechnician, technicianName, tickets } from '../support/stage/cast.ts';
import { receivedCode } from '../support/stage/received.ts';
import { createTechnician } from '../support/stage/technician.ts';

const { jo, lee, poisoned, sam } = tickets;
const [person] = crowd as [FakeTicket];

describe.each(browsers)('a service that is connected to ConnectWise, in $browser through the real $panel', ({ openStage }) => {
  let stage: BrowserStage;
  let technician: PanelHands;

  beforeAll(async () => {
    stage = await openStage({ isConnected: true });
    await stage.openTicket(jo.number);
    technician = await stage.openPanel();
    await stage.signIn();
    await technician.offers('SEND');
  });
  afterAll(() => stage?.close());

  const noteOnPage = (words: string) => poll(`a note that says ${words}`, () => stage.page.evaluate((wanted) => document.querySelector('.TicketNote-rowWrap')?.textContent?.includes(wanted), words), 15_000);
  const api = () => stage.api!;

  async function verify(decision: 'APPROVE' | 'DENY'): Promise<void> {
    await technician.choose('Email');
    await technician.press('SEND');
    expect(await technician.readCode()).toBe(await receivedCode(stage, 'Email'));
    await technician.press(decision);
    await technician.sees('A note was written on the ticket.');
    await technician.press(decision === 'APPROVE' ? 'OK' : 'CANCEL');
  }

  test('after APPROVE the ticket has one internal note with the receipt, and no code', async () => {
    await technician.sees(/ConnectWise/);
    await verify('APPROVE');
    await noteOnPage('CS-');
    const [note, ...more] = api().notesOf(Number(jo.number));
    expect(more).toEqual([]);
    expect(note).toMatchObject({ internalAnalysisFlag: true, detailDescriptionFlag: false, resolutionFlag: false, processNotifications: false });
    expect(note!.text).toContain(technicianName);
    expect(note!.text).not.toMatch(new RegExp(`${jo.email}|\\b\\d{6}\\b`));
  });

  test('after DENY too', async () => {
    await stage.openTicket(lee.number);
    await technician.sees(lee.contact);
    await technician.offers('SEND');
    await verify('DENY');
    await noteOnPage('CS-');
  });

  test('a ticket whose page names another address than the contact record is blocked, and nothing goes to that address', async () => {
    await stage.openTicket(poisoned.number);
    await technician.sees(/Nothing can be sent\./);
    const words = await technician.words();
    expect(words).toContain(`The page shows ${poisoned.email}. ConnectWise’s contact record says j•••@a•••.example.`);
    expect(await technician.has('SEND')).toBe(false);
    expect(await technician.findBarriers()).toEqual([]);
    expect(stage.mail.messages.filter(({ to }) => to === poisoned.email)).toEqual([]);
  });

  test('a second technician confirms in a browser of their own, and the code goes to the account’s address', async () => {
    await technician.fill(/^Why go on all the same/, 'Jo is at the desk beside me');
    await technician.press('ASK A SECOND TECHNICIAN');
    await technician.sees(/Waiting for a second technician/);
    const second = await openChromiumWindow(stage, { headless: true, technician: secondTechnician });
    try {
      await second.openTicket(poisoned.number);
      const colleague = createTechnician(await second.browser.openPanel(second.page));
      await second.signIn();
      await colleague.sees(/Jo is at the desk beside me/);
      await colleague.press('CONFIRM');
      await colleague.sees(new RegExp(`Only ${technicianName} can send`));
    } finally {
      await second.browser.close();
    }
    await technician.offers('SEND');
    await verify('APPROVE');
    await noteOnPage(secondTechnician.name);
    expect(stage.mail.messages.at(-1)?.to).toBe(jo.email);
    expect(stage.mail.messages.filter(({ to }) => to === poisoned.email)).toEqual([]);
  });

  test('the caller is another contact of the ticket’s company: found, chosen with a reason, and verified by their own address', async () => {
    await stage.openTicket(jo.number);
    await technician.sees(new RegExp(jo.number));
    await technician.press('The caller is not this contact');
    await technician.fill(/^Name or address of the caller/, 'nomob');
    await technician.press('SEARCH');
    await technician.choose(lee.contact);
    await technician.fill(/^Why is it another caller/, 'Lee calls for Jo');
    await technician.press('CHOOSE THIS CONTACT');
    await technician.offers('SEND');
    await verify('APPROVE');
    expect(stage.mail.messages.filter(({ code }) => code !== undefined).at(-1)?.to).toBe(lee.email);
  });

  test('ConnectWise does not answer: the panel says so and nothing can be sent; it goes on when it is back', async () => {
    api().setFault(() => '500');
    await stage.openTicket(sam.number);
    await technician.sees(/ConnectWise did not answer/);
    expect(await technician.has('SEND')).toBe(false);
    api().setFault(() => undefined);
    await technician.press('LOOK AGAIN');
    await technician.offers('SEND');
  });

  test('a ticket whose page cannot be read: its number is enough', async () => {
    await stage.page.evaluate(() => window.cw.screen('board'));
    await technician.fill(/^Enter a ticket number/, person.number);
    await technician.press('OPEN TICKET');
    await technician.sees(person.contact);
    await technician.offers('SEND');
    await verify('APPROVE');
  });
});
