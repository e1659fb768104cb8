import { afterAll, beforeAll, expect, test } from 'vitest';
import { tickets } from '../support/stage/cast.ts';
import { openStage, type Stage } from '../support/stage/stage.ts';
import { openPanel, type Technician } from '../support/stage/technician.ts';

let stage: Stage;
let technician: Technician;

beforeAll(async () => {
  stage = await openStage({ headless: true });
  await stage.openTicket(tickets.jo.number);
  technician = await openPanel(stage);
  await stage.signIn();
  await technician.button('SEND').waitFor();
});
afterAll(() => stage?.close());

test('a field that ConnectWise has moved is named, and one press copies how the page is built, without a word of the ticket', async () => {
  await stage.page.evaluate(() => {
    const field = document.querySelector('.pod_service_ticket_company .cw_emailAddress');
    if (field) field.className = 'cw_mailBox';
    document.querySelector('.pod_service_ticket_company [title="Email"]')?.setAttribute('title', 'E-mail address');
  });
  await technician.sees('was not found on the page');
  await technician.panel.evaluate(() => {
    const seen = window as unknown as { copied?: string };
    navigator.clipboard.writeText = async (text) => void (seen.copied = text);
  });
  await technician.press('COPY DIAGNOSTICS');
  await technician.sees('Copied.');
  const copied = await technician.panel.evaluate(() => (window as unknown as { copied: string }).copied);
  expect(copied).toMatch(/^Countersign \d+\.\d+\.\d+, Chrome on Linux\ncloud, build v2025_1\n/);
  expect(copied).toContain('\n  email 0/0\n');
  expect(copied).toMatch(/^ +input\.cw_mailBox\[text\]$/m);
  for (const word of [tickets.jo.email, tickets.jo.contact, tickets.jo.company, tickets.jo.number]) expect(copied).not.toContain(word);
});

test('a ticket that is not saved yet says so', async () => {
  await stage.page.evaluate(() => (window as unknown as { cw: { screen(name: string): void } }).cw.screen('new'));
  await technician.sees('Save the ticket first');
});
