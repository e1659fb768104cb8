import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crowd } from '../support/stage/cast.ts';
import { receivedCode } from '../support/stage/received.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';
import { openPanel, type Technician } from '../support/stage/technician.ts';

/** Where in the flow the browser's background worker is stopped. */
const moments = ['before SEND', 'right after SEND', 'with the code on the screen', 'right after APPROVE', 'right after SEND and right after APPROVE'] as const;

describe('the background worker is stopped in the middle, 20 rounds', () => {
  let stage: Stage;
  let technician: Technician;

  beforeAll(async () => {
    stage = await openStage({ headless: true });
    await stage.openTicket(crowd[0]!.number);
    technician = await openPanel(stage);
    await stage.signIn();
    });
  afterAll(() => stage?.close());

  test.each(crowd.map((person, index) => ({ person, moment: moments[index % moments.length]! })))(
    '$person.contact, $moment: verified, and one code for one SEND',
    async ({ person, moment }) => {
      const before = stage.mail.messages.length;
      await stage.openTicket(person.number);
      await technician.sees(person.email);
      await technician.button('SEND').waitFor();
      await technician.choose('Email');
      if (moment === 'before SEND') await stage.browser.stopWorker();
      await technician.press('SEND');
      if (moment.startsWith('right after SEND')) await stage.browser.stopWorker();
      const shown = await technician.readCode();
      expect(shown).toBe(await receivedCode(stage, 'Email'));
      if (moment === 'with the code on the screen') await stage.browser.stopWorker();
      await technician.press('APPROVE');
      if (moment.endsWith('right after APPROVE')) await stage.browser.stopWorker();
      await technician.sees('User Identity Successfully Verified', 30_000);
      await technician.press('OK');
      expect(stage.mail.messages.length - before).toBe(1);
    },
  );
});
