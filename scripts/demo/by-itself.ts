import path from 'node:path';
import { tickets } from '../../tests/support/stage/cast.ts';
import type { StagePhone } from '../../tests/support/stage/phone.ts';
import { receivedCode } from '../../tests/support/stage/received.ts';
import type { Stage } from '../../tests/support/stage/stage.ts';
import { openPanel, type ChannelWord, type Technician } from '../../tests/support/stage/technician.ts';
import { takePictureSideBySide } from './picture-side-by-side.ts';
import { playPush } from './push-by-itself.ts';
import { createShow, output } from './show.ts';
import type { Show } from './show.ts';

/** Plays every way a verification can go, printing each step with the words on the screen; throws where one is not seen. */
export async function playByItself(stage: Stage, phone: StagePhone, messagesAddress: string): Promise<void> {
  const show = createShow(stage);

  await stage.openTicket(tickets.jo.number);
  const technician = await openPanel(stage);
  await technician.sees(tickets.jo.email);
  await show('before-signing-in', technician, 'The panel shows the ticket before anybody has signed in');
  await stage.signIn();

  await compare(stage, technician, show, 'Email', 'APPROVE', 'User Identity Successfully Verified');
  await noteOnTicket(stage, 1, 'after APPROVE');
  await stage.page.screenshot({ path: path.join(output, 'ticket-after-approve.png') });
  await compare(stage, technician, show, 'SMS', 'APPROVE', 'User Identity Successfully Verified', 'sms');
  await stage.openTicket(tickets.lee.number);
  await technician.sees(tickets.lee.contact);
  await compare(stage, technician, show, 'Email', 'DENY', 'Unable to Verify Identity');
  await noteOnTicket(stage, 1, 'after DENY');
  await stage.page.screenshot({ path: path.join(output, 'ticket-after-deny.png') });
  await typed(stage, technician, show);
  await expiry(stage, technician, show);
  await unknown(stage, technician, show);
  await blocked(stage, technician, show);

  await playPush({ stage, technician, phone, show });

  const messages = await stage.browser.context.newPage();
  await messages.setViewportSize({ width: 420, height: 900 });
  await messages.goto(messagesAddress);
  await messages.getByRole('article').first().waitFor();
  await messages.screenshot({ path: path.join(output, 'messages.png') });
  console.log(`\nEvery step was seen. Screenshots: ${path.relative(process.cwd(), output)}/`);
}

async function compare(stage: Stage, technician: Technician, show: Show, method: ChannelWord, decision: 'APPROVE' | 'DENY', outcome: string, prefix = method.toLowerCase()): Promise<void> {
  const name = `${prefix}-${decision.toLowerCase()}`;
  await ready(technician, method);
  await show(`${name}-ready`, technician, `${method}: ready to SEND`);
  await technician.press('SEND');
  const shown = await technician.readCode();
  const received = await receivedCode(stage, method);
  if (shown !== received) throw new Error(`the panel's digits differ from those that the caller got by ${method}`);
  console.log('      the digits that the caller got equal those in the panel');
  await show(`${name}-code`, technician, `${method}: the caller reads the digits`);
  if (decision === 'APPROVE') await takePictureSideBySide(stage, [await stage.page.screenshot(), await technician.panel.screenshot()], path.join(output, `${name}-beside-ticket.png`));
  await technician.press(decision);
  await technician.sees(outcome);
  await show(`${name}-result`, technician, `${method}: ${decision}`);
  await technician.press(decision === 'APPROVE' ? 'OK' : 'CANCEL');
}

/** The ticket's notes are those that the service wrote through ConnectWise's API; prints the newest. */
async function noteOnTicket(stage: Stage, count: number, when: string): Promise<void> {
  const notes = stage.page.locator('.TicketNote-row', { hasText: 'Receipt' });
  await notes.nth(count - 1).waitFor({ timeout: 15_000 });
  console.log(`\n    the note on the ticket ${when}:\n      ticket | ${(await notes.first().locator('.TicketNote-noteLabel').innerText()).trim()}`);
}

async function blocked(stage: Stage, technician: Technician, show: Show): Promise<void> {
  const { poisoned } = tickets;
  await stage.openTicket(poisoned.number);
  await technician.sees(/Nothing can be sent/);
  await technician.sees(new RegExp(`The page shows ${poisoned.email}`));
  if (await technician.has('SEND')) throw new Error('the panel offers SEND for a ticket that names another address than the contact record');
  if (stage.mail.messages.some(({ to }) => to === poisoned.email)) throw new Error('a message went to the address that somebody wrote into the ticket');
  await show('poisoned-ticket', technician, 'A ticket that names another address than the contact record is blocked');
}

async function ready(technician: Technician, method: ChannelWord): Promise<void> {
  await technician.button('SEND').waitFor({ timeout: 15_000 });
  await technician.choose(method);
}

async function typed(stage: Stage, technician: Technician, show: Show): Promise<void> {
  await stage.openTicket(tickets.sam.number);
  await technician.sees(tickets.sam.contact);
  await ready(technician, 'SMS');
  await technician.press('SEND');
  const code = await receivedCode(stage, 'SMS');
  await technician.button('CHECK').waitFor();
  if ((await technician.words()).replace(/\s/g, '').includes(code)) throw new Error('the panel shows a code that is to be typed');
  await show('typed-code', technician, 'Typed code: the panel does not show it');
  await technician.typeCode(code);
  await technician.sees('User Identity Successfully Verified');
  await show('typed-code-result', technician, 'Typed code: the service compared it');
  await technician.press('OK');
}

async function expiry(stage: Stage, technician: Technician, show: Show): Promise<void> {
  await stage.openTicket(tickets.kim.number);
  await technician.sees(tickets.kim.contact);
  await ready(technician, 'SMS');
  await technician.press('SEND');
  await technician.readCode();
  console.log("\n    this customer's codes live one minute; waiting for the service's clock");
  await technician.sees('Verification Timed Out', 90_000);
  await show('expired', technician, 'Expiry');
  await technician.press('CANCEL');
}

async function unknown(stage: Stage, technician: Technician, show: Show): Promise<void> {
  await stage.openTicket(tickets.stranger.number);
  await technician.sees(`No account for ${tickets.stranger.email}`);
  await show('no-account', technician, 'An address that nobody knows: nothing can be sent');
}
