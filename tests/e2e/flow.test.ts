import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserStage, PanelHands } from '../support/stage/browser-stage.ts';
import { browsers } from '../support/stage/browsers.ts';
import { tickets } from '../support/stage/cast.ts';
import { receivedCode } from '../support/stage/received.ts';

describe.each(browsers)('from an open ticket to a result, in $browser through the real $panel', ({ openStage }) => {
  let stage: BrowserStage;
  let technician: PanelHands;

  beforeAll(async () => {
    stage = await openStage();
    await stage.openTicket(tickets.jo.number);
    technician = await stage.openPanel();
  });
  afterAll(() => stage?.close());

  test('the panel shows ticket, company, contact and e-mail before anybody has signed in, and sends nothing', async () => {
    for (const words of [tickets.jo.number, tickets.jo.company, tickets.jo.contact, tickets.jo.email]) await technician.sees(words);
    expect(await technician.has('SEND')).toBe(false);
    expect(stage.service.log()).not.toContain('/v1/');
  });

  test('a code by e-mail: the panel shows the digits that the caller got, APPROVE verifies', async () => {
    await stage.signIn();
    await technician.offers('SEND');
    await technician.choose('Email');
    await technician.press('SEND');
    expect(await technician.readCode()).toBe(await receivedCode(stage, 'Email'));
    await technician.press('APPROVE');
    await technician.sees('User Identity Successfully Verified');
    await technician.press('OK');
    await technician.offers('SEND');
  });

  test('a code by SMS: DENY says Unable to Verify Identity, CANCEL finishes', async () => {
    await technician.choose('SMS');
    await technician.press('SEND');
    expect(await technician.readCode()).toBe(await receivedCode(stage, 'SMS'));
    await technician.press('DENY');
    await technician.sees('Unable to Verify Identity');
    await technician.press('CANCEL');
    await technician.offers('SEND');
  });

  test('a typed code: the panel never shows it, three wrong ones deny', async () => {
    await stage.openTicket(tickets.sam.number);
    await technician.sees(tickets.sam.email);
    await technician.offers('SEND');
    await technician.choose('Email');
    await technician.press('SEND');
    const code = await receivedCode(stage, 'Email');
    const wrong = code === '000000' ? '111111' : '000000';
    await technician.typeCode(wrong);
    await technician.sees(/2 tries left/);
    expect((await technician.words()).replace(/\s/g, '')).not.toContain(code);
    await technician.typeCode(wrong);
    await technician.sees(/one try left/i);
    await technician.typeCode(wrong);
    await technician.sees('Unable to Verify Identity');
    await technician.press('CANCEL');
  });

  test('an address without an account is named and nothing can be sent', async () => {
    await stage.openTicket(tickets.stranger.number);
    await technician.sees(`No account for ${tickets.stranger.email}`);
    expect(await technician.has('SEND')).toBe(false);
  });

  test('a contact without a mobile number: SMS is off with the reason before SEND', async () => {
    await stage.openTicket(tickets.lee.number);
    await technician.sees(tickets.lee.email);
    await technician.offers('SEND');
    expect(await technician.isOff('SMS')).toBe(true);
    await technician.sees(/no mobile number/i);
  });

  test('nothing in the panel fails an accessibility check', async () => {
    expect(await technician.findBarriers()).toEqual([]);
  });

  test('the service stands in the way: the panel says so and picks up when it is back', async () => {
    await stage.service.kill('SIGKILL');
    await technician.choose('Email');
    await technician.press('SEND');
    await technician.sees(/may not have been sent/i, 30_000);
    await stage.service.restart();
    await technician.press('TRY AGAIN');
    expect(await technician.readCode()).toBe(await receivedCode(stage, 'Email'));
    await technician.press('APPROVE');
    await technician.sees('User Identity Successfully Verified');
    await technician.press('OK');
  });

  test('codes and destinations stand in no log line of the service', () => {
    const log = stage.service.log();
    const secrets = [...stage.mail.messages, ...stage.texts.messages].flatMap((message) => [message.code, message.to]);
    expect(secrets.length).toBeGreaterThan(6);
    expect(secrets.filter((secret) => secret && log.includes(secret))).toEqual([]);
  });
});
