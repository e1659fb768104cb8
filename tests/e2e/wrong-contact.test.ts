import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../support/browsers/poll.ts';
import type { BrowserStage, PanelHands } from '../support/stage/browser-stage.ts';
import { browsers } from '../support/stage/browsers.ts';
import { crowd } from '../support/stage/cast.ts';

/** Milliseconds after the ticket was switched at which SEND is pressed; the old contact stands in the fields for 2 s. */
const everyMoment = [0, 50, 150, 400, 800, 1200, 1600, 1950, 2050, 2300, 2700, 3200];
/** What decides is the same code in both browsers. What Firefox adds is when it hears of the page: so the moments around the switch and around the change of the fields, and each takes four seconds. */
const momentsIn = { Chromium: everyMoment, Firefox: [0, 150, 800, 1950, 2050, 2700] };
const staleMs = 2_000;

describe.each(browsers)('the ticket is switched while the old contact still stands in the fields, in $browser through the real $panel', ({ browser, openStage }) => {
  let stage: BrowserStage;
  let technician: PanelHands;

  beforeAll(async () => {
    stage = await openStage();
    await stage.openTicket(crowd[0]!.number);
    technician = await stage.openPanel();
    await stage.signIn();
  });
  afterAll(() => stage?.close());

  const settled = () => poll('SEND, or a code', async () => /SEND|Ask the caller/.test(await technician.words()));

  test.each(momentsIn[browser].map((afterMs, index) => ({ afterMs, from: crowd[index]!, to: crowd[index + 1]! })))(
    'SEND pressed $afterMs ms after the switch reaches nobody but the contact of the new ticket',
    async ({ afterMs, from, to }) => {
      // The ticket of the case before stands there still.
      if (!(await technician.words()).includes(from.email)) await stage.openTicket(from.number);
      await technician.sees(from.email);
      await settled(); // the SEND before may have reached this contact: then its code is in front
      const before = stage.mail.messages.length;

      const switchedAt = await stage.page.evaluate(switchTicket, { number: to.number, staleMs });
      await setTimeout(Math.max(0, switchedAt + afterMs - Date.now()));
      await technician.evaluate(pressSendIfThere);
      await technician.sees(to.email);
      await settled();

      const sentTo = stage.mail.messages.slice(before).map((message) => message.to);
      expect(sentTo.filter((address) => address !== to.email)).toEqual([]);
      expect(stage.texts.messages).toEqual([]);
    },
  );

  test('a contact that is exchanged on the same ticket between reading and SEND stops the SEND', async () => {
    const from = crowd[15]!;
    await stage.openTicket(from.number);
    await technician.sees(from.email);
    await technician.offers('SEND');
    const before = stage.mail.messages.length;
    await stage.page.evaluate(() => window.cw.set({ email: 'attacker@elsewhere.example' }));
    await technician.evaluate(pressSendIfThere);
    await technician.sees('attacker@elsewhere.example');
    expect(stage.mail.messages.length).toBe(before);
  });
});

function switchTicket({ number, staleMs: stale }: { number: string; staleMs: number }): number {
  window.cw.open(number, { staleMs: stale });
  return Date.now();
}

function pressSendIfThere(): void {
  const button = [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === 'SEND');
  button?.click();
}
