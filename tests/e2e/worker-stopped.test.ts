import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserStage, PanelHands } from '../support/stage/browser-stage.ts';
import { browsers } from '../support/stage/browsers.ts';
import { mixedCrowd as crowd } from '../support/stage/cast.ts';
import { receivedCode } from '../support/stage/received.ts';

/** Where in the flow the browser's background worker is stopped; Firefox's is an event page. */
const moments = ['before SEND', 'right after SEND', 'with the code on the screen', 'right after APPROVE', 'right after SEND and right after APPROVE'] as const;

/** Each moment four times in Chromium, where ending and waking race for the same service worker; twice in Firefox, where ending it is one step. */
const roundsIn = { Chromium: crowd, Firefox: crowd.slice(0, 2 * moments.length) };

describe.each(browsers)('the background worker is stopped in the middle, again and again, in $browser through the real $panel', ({ browser, openStage }) => {
  let stage: BrowserStage;
  let technician: PanelHands;

  beforeAll(async () => {
    stage = await openStage();
    await stage.openTicket(crowd[0]!.number);
    technician = await stage.openPanel();
    await stage.signIn();
  });
  afterAll(() => stage?.close());

  test.each(roundsIn[browser].map((person, index) => ({ person, moment: moments[index % moments.length]! })))(
    '$person.contact, $moment: verified, and one code for one SEND',
    async ({ person, moment }) => {
      const before = stage.mail.messages.length;
      await stage.page.evaluate((number) => window.cw.open(number), person.number);
      await technician.sees(person.email);
      await technician.offers('SEND');
      await technician.choose('Email');
      if (moment === 'before SEND') await stage.background.stop();
      await technician.press('SEND');
      if (moment.startsWith('right after SEND')) await stage.background.stop();
      const shown = await technician.readCode();
      expect(shown).toBe(await receivedCode(stage, 'Email'));
      if (moment === 'with the code on the screen') await stage.background.stop();
      await technician.press('APPROVE');
      if (moment.endsWith('right after APPROVE')) await stage.background.stop();
      await technician.sees('User Identity Successfully Verified', 30_000);
      await technician.press('OK');
      expect(stage.mail.messages.length - before).toBe(1);
    },
  );
});
