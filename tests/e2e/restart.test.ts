import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openChromium } from '../support/browsers/chromium.ts';
import { tickets } from '../support/stage/cast.ts';
import { openStage, ticketAddress } from '../support/stage/stage.ts';
import { createTechnician } from '../support/stage/technician.ts';

test('a technician is still signed in after the browser was closed and opened again, until revoked', async () => {
  const profile = await mkdtemp(path.join(tmpdir(), 'countersign-profile-'));
  const stage = await openStage({ headless: true, profile });
  try {
    await stage.signIn();
    await stage.browser.close();
    const again = await openChromium({ extension: path.resolve('.output/chrome-mv3'), hostPort: stage.connectwise.port, headless: true, profile });
    try {
      const page = await again.context.newPage();
      await page.goto(ticketAddress(tickets.jo.number));
      const technician = createTechnician(await again.openPanel(page));
      await technician.button('SEND').waitFor({ timeout: 15_000 });
      await stage.service.command('technician', 'revoke', 'alex@northwind.example');
      await technician.press('SEND');
      await technician.sees(/signed out/i);
      expect(stage.mail.messages.length + stage.texts.messages.length).toBe(0);
    } finally {
      await again.close();
    }
  } finally {
    await stage.close();
    await rm(profile, { recursive: true, force: true });
  }
});
