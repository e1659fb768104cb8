import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../support/browsers/poll.ts';
import { crowd, technicianName, tickets } from '../support/stage/cast.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';
import { openPanel, type Technician } from '../support/stage/technician.ts';

const [first, second] = [tickets.jo, crowd[0]!];

describe('somebody who was verified a moment ago, in the panel, on the pod and on the toolbar button', () => {
  let stage: Stage;
  let technician: Technician;

  beforeAll(async () => {
    stage = await openStage({ headless: true });
    await stage.openTicket(first.number);
    technician = await openPanel(stage);
    await stage.signIn();
    await technician.button('SEND').waitFor();
  });
  afterAll(() => stage?.close());

  /** What the browser itself says that the button of the ticket's tab shows. */
  async function badge(): Promise<{ text: string; title: string }> {
    return (await stage.browser.worker()).evaluate(async () => {
      const { tabs, action } = (globalThis as unknown as Chrome).chrome;
      const tabId = (await tabs.query({ url: 'https://na.myconnectwise.net/*' }))[0]?.id ?? -1;
      return { text: await action.getBadgeText({ tabId }), title: await action.getTitle({ tabId }) };
    });
  }
  const badgeReads = (text: string) => poll(`the button to say ${text || 'nothing'}`, async () => (await badge()).text === text || undefined);
  const podReads = async (words: string) => (await stage.browser.pod(stage.page)).getByText(words, { exact: true }).waitFor({ timeout: 15_000 });
  const contactBecomes = (contact: Pick<typeof first, 'company' | 'contact' | 'email'>) =>
    stage.page.evaluate(({ company, contact: name, email }) => (window as unknown as CwWindow).cw.set({ company, contact: name, email }), contact);

  test('while it is under way the button waits, and after APPROVE and OK all three say so', async () => {
    expect(await badge()).toEqual({ text: '', title: 'Countersign' });
    await technician.choose('Email');
    await technician.sayAction('Password reset');
    await technician.press('SEND');
    await technician.readCode();
    await badgeReads('…');
    await technician.press('APPROVE');
    await technician.sees('15 min left, for this contact on this ticket only.');
    await technician.press('OK');
    await technician.sees(`Verified just now by ${technicianName}, Email, 15 min left, for password reset.`);
    await technician.button('SEND').waitFor();
    await podReads('Verified');
    await badgeReads('✓15');
    expect((await badge()).title).toBe('Countersign: verified just now by e-mail, 15 min left');
    const pod = await stage.browser.pod(stage.page);
    expect(await pod.evaluate(() => document.body.innerText.replaceAll(/\s+/g, ' '))).not.toMatch(new RegExp([technicianName, first.contact, first.email, first.company].join('|')));
  });

  test('a killed worker and a page that is loaded anew change nothing', async () => {
    await stage.browser.stopWorker();
    await stage.page.reload();
    await podReads('Verified');
    await badgeReads('✓15');
    await technician.sees(/Verified (?:just now|1 min ago) by/);
  });

  test('another contact on the ticket is not verified anywhere, and the first one is again when the service says so', async () => {
    await contactBecomes(second);
    await technician.sees(second.email);
    await technician.button('SEND').waitFor();
    await podReads('Not verified yet');
    await badgeReads('');
    expect(await technician.words()).not.toContain('Verified');
    await contactBecomes(first);
    await technician.sees(first.email);
    await technician.sees(/Verified (?:just now|\d min ago) by/);
    await podReads('Verified');
    await poll('the button to say it again', async () => /^✓1[45]$/.test((await badge()).text) || undefined);
  });

  test('a later DENY ends it', async () => {
    await technician.choose('SMS');
    await technician.press('SEND');
    await technician.readCode();
    await technician.press('DENY');
    await badgeReads('!');
    await technician.press('CANCEL');
    await technician.button('SEND').waitFor();
    await podReads('Not verified yet');
    await badgeReads('');
    expect(await technician.words()).not.toContain('Verified');
  });
});

type CwWindow = { cw: { set(values: Record<string, string>): void } };
type Chrome = {
  chrome: {
    tabs: { query(filter: { url: string }): Promise<{ id?: number }[]> };
    action: { getBadgeText(of: { tabId: number }): Promise<string>; getTitle(of: { tabId: number }): Promise<string> };
  };
};
