import { expect, test } from 'vitest';
import { browsers } from '../support/stage/browsers.ts';
import { tickets } from '../support/stage/cast.ts';

test.each(browsers)('a technician is still signed in after the browser was closed and opened again, until revoked, in $browser through the real $panel', async ({ openStage }) => {
  const stage = await openStage();
  try {
    await stage.signIn();
    await stage.restartBrowser();
    await stage.openTicket(tickets.jo.number);
    const technician = await stage.openPanel();
    await technician.offers('SEND');
    await stage.service.command('technician', 'revoke', 'alex@northwind.example');
    await technician.press('SEND');
    await technician.sees(/signed out/i);
    expect(stage.mail.messages.length + stage.texts.messages.length).toBe(0);
  } finally {
    await stage.close();
  }
});
