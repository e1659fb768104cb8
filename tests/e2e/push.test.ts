import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../support/browsers/poll.ts';
import { startWebhookSink } from '../support/sinks/webhook-sink.ts';
import type { BrowserStage, PanelHands } from '../support/stage/browser-stage.ts';
import { browsers } from '../support/stage/browsers.ts';
import { phoneOwners, technicianName, tenantName, tickets, type PhoneOwner } from '../support/stage/cast.ts';
import { openPhone, type StagePhone } from '../support/stage/phone.ts';
import { receivedCode } from '../support/stage/received.ts';
import type { ToggleWord } from '../support/stage/technician.ts';

/** Each for a walk of their own: the phones of an account get no two pushes within 20 seconds. */
const [robin, noa, max, uma, eli, ida, tom] = phoneOwners as [PhoneOwner, PhoneOwner, PhoneOwner, PhoneOwner, PhoneOwner, PhoneOwner, PhoneOwner];
const question = `${tenantName} asks: is this you?`;

describe.each(browsers)('a push, from SEND VERIFICATION to the result: a phone in Firefox, the real $panel in $browser', ({ openStage }) => {
  let stage: BrowserStage;
  let technician: PanelHands;
  let phone: StagePhone;

  beforeAll(async () => {
    stage = await openStage({ invited: phoneOwners });
    await stage.openTicket(tickets.jo.number);
    technician = await stage.openPanel();
    [phone] = await Promise.all([openPhone(stage, robin), stage.signIn()]);
  });
  afterAll(async () => {
    await phone?.close();
    await stage?.close();
  });

  test('Approve: a notification comes to a phone that does something else, leads to the request, and Approve verifies', async () => {
    await phone.open('about:blank');
    await sendTo(robin);
    await technician.sees('Waiting for approval');
    await phone.clickNotification(question);
    await phone.switchTo(/\/p\/$/);
    const shown = await phone.sees(/Approve/);
    for (const words of [question, `Only if you called ${tenantName}`, technicianName, `#${robin.number}`, 'Password reset']) expect(shown).toContain(words);
    expect(shown).not.toContain(robin.summary);
    await phone.click('Approve');
    await technician.sees('User Identity Successfully Verified');
    await phone.sees(/You are verified/);
    await technician.press('OK');
  });

  test('Deny: the notification names who asks and for what; the panel says Unable to Verify Identity', async () => {
    await phone.handTo(noa);
    await sendTo(noa);
    const [notification] = await poll('the notification', async () => found(await phone.notifications()));
    expect(notification).toMatchObject({ title: question, body: expect.stringContaining(`${technicianName}, ticket #${noa.number}, Password reset`) });
    await phone.click('Deny');
    await technician.sees('Unable to Verify Identity');
    await technician.sees('They pressed Deny on the phone.');
    await technician.press('CANCEL');
    expect(await poll('the notification to go', async () => (await phone.notifications()).length === 0)).toBe(true);
  });

  test('"I did not ask for this": the ticket is flagged, pushes stop, and the MSP gets a signed request and an e-mail', async () => {
    const alerts = await startWebhookSink();
    await stage.service.command('policy', 'set', 'alertEmail=security@northwind.example', `alertWebhook=${alerts.origin}/alerts`);
    await phone.handTo(max);
    await sendTo(max);
    await phone.click('I did not ask for this');
    await phone.click('Yes, report it');
    await technician.sees('The person says that they did not ask for this.');
    await technician.press('CANCEL');
    await technician.sees(/did not ask for this” on this ticket/);
    expect(await technician.isOff('Push')).toBe(true);
    const secret = (await stage.service.command('alert', 'secret')).trim();
    const { headers, body } = await poll('the signed request', () => alerts.posted[0]);
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({ type: 'alert.not_requested', ticket: { number: max.number } });
    await poll('the e-mail', () => stage.mail.messages.some(({ to, subject }) => to === 'security@northwind.example' && subject.includes(`#${max.number}`)));
    await alerts.close();
  });

  test('with a code: Approve puts a check mark above "Waiting for approval", both show the same digits, APPROVE verifies', async () => {
    await phone.handTo(uma);
    await sendTo(uma, 'Send Verification Code');
    await phone.click('Approve');
    const digits = await technician.readCode();
    await technician.sees('Approved on the phone. Ask the caller to read their code.');
    await technician.sees('Waiting for approval');
    expect(digitsIn(await phone.sees(/\d{3} \d{3}/))).toBe(digits);
    await technician.press('APPROVE');
    await technician.sees('User Identity Successfully Verified');
    await phone.sees(/You are verified/);
    await technician.press('OK');
  });

  test('with a code: Deny on the phone is the end, and no code was ever shown', async () => {
    await phone.handTo(eli);
    await sendTo(eli, 'Send Verification Code');
    await phone.click('Deny');
    await technician.sees('Unable to Verify Identity');
    expect(await technician.evaluate(() => document.querySelectorAll('[data-code]').length)).toBe(0);
    await technician.press('CANCEL');
  });

  test('notifications turned off on the phone: the app says so, and the panel says before SEND that a text message is used', async () => {
    await phone.denyNotifications(stage.service.phoneOrigin);
    await phone.openApp();
    await phone.sees(/Notifications are turned off for this app/);
    await open(tickets.jo); // what is offered is asked anew with another ticket
    await open(eli);
    await technician.sees('The phone app takes no notifications now: a text message with a code will be sent instead.');
    await technician.offers('SEND');
    await phone.allowNotifications(stage.service.phoneOrigin);
  });

  test('a push that is lost, and a number read out: the open app asks by itself, and the panel gets its answer', async () => {
    await phone.handTo(ida);
    stage.push.setBehaviour('lose', 1);
    await sendTo(ida, 'Read a Number to the Caller');
    const number = await technician.readNumber();
    await phone.type(/^Number that/, number);
    await phone.click('Approve');
    await technician.sees('User Identity Successfully Verified');
    expect(await phone.notifications()).toEqual([]);
    await technician.press('OK');
  });

  test('a subscription that is gone: the panel says so, and a text message is one click away', async () => {
    await phone.handTo(tom);
    stage.push.setBehaviour({ status: 410 }, 1);
    await sendTo(tom);
    await technician.sees('The push did not arrive');
    await technician.press('Send by SMS instead');
    expect(await technician.readCode()).toBe(await receivedCode(stage, 'SMS'));
    await technician.press('APPROVE');
    await technician.sees('User Identity Successfully Verified');
    await technician.press('OK');
  });

  async function sendTo(person: PhoneOwner, toggle?: ToggleWord): Promise<void> {
    await open(person);
    await technician.offers('SEND VERIFICATION');
    await technician.sayAction('Password reset');
    if (toggle) await technician.turnOn(toggle);
    await technician.press('SEND VERIFICATION');
  }

  async function open({ number, email }: { number: string; email: string }): Promise<void> {
    await stage.openTicket(number);
    await technician.sees(email);
  }
});

const digitsIn = (text: string) => /(\d{3}) (\d{3})/.exec(text)?.slice(1).join('');
const found = <T>(all: T[]) => (all.length > 0 ? all : undefined);
