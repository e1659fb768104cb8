import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserStage, PanelHands } from '../support/stage/browser-stage.ts';
import { browsers } from '../support/stage/browsers.ts';
import { tickets } from '../support/stage/cast.ts';

/** As people and reports call them. */
const names = { Chromium: 'Chrome', Firefox: 'Firefox' };

describe.each(browsers)('a ticket that cannot be read, in $browser through the real $panel', ({ browser, openStage }) => {
  let stage: BrowserStage;
  let technician: PanelHands;

  beforeAll(async () => {
    stage = await openStage();
    await stage.openTicket(tickets.jo.number);
    technician = await stage.openPanel();
    await stage.signIn();
    await technician.offers('SEND');
  });
  afterAll(() => stage?.close());

  test('a field that ConnectWise has moved is named, and one press copies how the page is built, without a word of the ticket', async () => {
    await stage.page.evaluate(() => {
      const field = document.querySelector('.pod_service_ticket_company .cw_emailAddress');
      if (field) field.className = 'cw_mailBox';
      document.querySelector('.pod_service_ticket_company [title="Email"]')?.setAttribute('title', 'E-mail address');
    });
    await technician.sees('was not found on the page');
    await technician.evaluate(() => {
      const seen = window as unknown as { copied?: string };
      navigator.clipboard.writeText = async (text) => void (seen.copied = text);
    });
    await technician.press('COPY DIAGNOSTICS');
    await technician.sees('Copied.');
    const copied = await technician.evaluate(() => (window as unknown as { copied: string }).copied);
    expect(copied).toMatch(new RegExp(`^Countersign \\d+\\.\\d+\\.\\d+, ${names[browser]} on Linux\ncloud, build v2025_1\n`));
    expect(copied).toContain('\n  email 0/0\n');
    expect(copied).toMatch(/^ +input\.cw_mailBox\[text\]$/m);
    for (const word of [tickets.jo.email, tickets.jo.contact, tickets.jo.company, tickets.jo.number]) expect(copied).not.toContain(word);
  });

  test('a ticket that is not saved yet says so', async () => {
    await stage.page.evaluate(() => window.cw.screen('new'));
    await technician.sees('Save the ticket first');
  });
});
