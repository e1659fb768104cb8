import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../support/browsers/poll.ts';
import type { BrowserStage, PanelHands } from '../support/stage/browser-stage.ts';
import { browsers } from '../support/stage/browsers.ts';
import { crowd, technicianName, tickets } from '../support/stage/cast.ts';
import { receivedNotYouLink } from '../support/stage/received.ts';

const [first, second] = [tickets.jo, crowd[0]!];

describe.each(browsers)('somebody who was verified a moment ago, in the $panel, on the pod and on the toolbar button of $browser', ({ openStage }) => {
  let stage: BrowserStage;
  let technician: PanelHands;

  beforeAll(async () => {
    stage = await openStage();
    await stage.openTicket(first.number);
    technician = await stage.openPanel();
    await stage.signIn();
    await technician.offers('SEND');
  });
  afterAll(() => stage?.close());

  const badgeReads = (text: string) => poll(`the button to say ${text || 'nothing'}`, async () => (await stage.badge()).text === text || undefined);
  const podWords = () => stage.pod.evaluate(() => document.body.innerText.replaceAll(/\s+/g, ' '));
  const podReads = (words: string, timeoutMs?: number) => poll(`the pod to say ${words}`, () => stage.pod.evaluate((expected) => document.querySelector<HTMLElement>('[role="status"]')?.innerText === expected, words), timeoutMs);
  const contactBecomes = ({ company, contact, email }: Pick<typeof first, 'company' | 'contact' | 'email'>) => stage.page.evaluate((who) => window.cw.set(who), { company, contact, email });

  test('while it is under way the button waits, and after APPROVE and OK all three say so', async () => {
    expect(await stage.badge()).toEqual({ text: '', title: 'Countersign' });
    await technician.choose('Email');
    await technician.sayAction('Password reset');
    await technician.press('SEND');
    await technician.readCode();
    await badgeReads('…');
    await technician.press('APPROVE');
    await technician.sees('15 min left, for this contact on this ticket only.');
    await technician.press('OK');
    await technician.sees(`Verified just now by ${technicianName}, Email, 15 min left, for password reset.`);
    await technician.offers('SEND');
    await podReads('Verified');
    await badgeReads('✓15');
    expect((await stage.badge()).title).toBe('Countersign: verified just now by e-mail, 15 min left');
    expect(await podWords()).not.toMatch(new RegExp([technicianName, first.contact, first.email, first.company].join('|')));
  });

  test('a killed background worker and a page that is loaded anew change nothing', async () => {
    await stage.background.stop();
    await stage.page.reload();
    await podReads('Verified');
    await badgeReads('✓15');
    await technician.sees(/Verified (?:just now|1 min ago) by/);
  });

  test('another contact on the ticket is not verified anywhere, and the first one is again when the service says so', async () => {
    await contactBecomes(second);
    await technician.sees(second.email);
    await technician.offers('SEND');
    await podReads('Not verified yet');
    await badgeReads('');
    expect(await technician.words()).not.toContain('Verified');
    await contactBecomes(first);
    await technician.sees(first.email);
    await technician.sees(/Verified (?:just now|\d min ago) by/);
    await podReads('Verified');
    await poll('the button to say it again', async () => /^✓1[45]$/.test((await stage.badge()).text) || undefined);
  });

  test('a later DENY ends it', async () => {
    await technician.choose('SMS');
    await technician.press('SEND');
    await technician.readCode();
    await technician.press('DENY');
    await badgeReads('!');
    await technician.press('CANCEL');
    await technician.offers('SEND');
    await podReads('Not verified yet');
    await badgeReads('');
    expect(await technician.words()).not.toContain('Verified');
  });

  test('"That was not me", said while the panel is closed, is known as soon as the panel is opened again', async () => {
    await stage.openTicket(tickets.kim.number);
    await technician.sees(tickets.kim.email);
    await technician.offers('SEND');
    await technician.choose('SMS');
    await technician.press('SEND');
    await technician.readCode();
    await technician.press('APPROVE');
    await technician.press('OK');
    await badgeReads('✓15');
    await stage.closePanel();
    const page = await stage.openTab(await receivedNotYouLink(stage, tickets.kim.email));
    await poll('the button', () => page.evaluate(pressNotMe));
    await poll('the report', async () => stage.service.log().includes('not_you'));
    await page.close();
    await podReads('Verified'); // while nobody looks at the panel, nobody asks
    technician = await stage.openPanel();
    await podReads('Not verified yet', 5_000);
    await badgeReads('');
    await technician.offers('SEND');
    expect(await technician.words()).not.toMatch(/Verified just now/);
  });
});

/** Runs in the page that the link leads to. */
function pressNotMe(): boolean {
  const button = [...document.querySelectorAll('button')].find((each) => each.textContent === 'That was not me');
  button?.click();
  return button !== undefined;
}
