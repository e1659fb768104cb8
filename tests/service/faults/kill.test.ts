import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Verification } from '#contract/verification';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import type { SmtpSink } from '../../support/sinks/smtp-sink.ts';
import { startTwilioSink } from '../../support/sinks/twilio-sink.ts';
import type { TwilioSink } from '../../support/sinks/twilio-sink.ts';
import { crowd, tickets } from '../../support/stage/cast.ts';
import { startServiceProcess } from '../../support/stage/service-process.ts';
import type { ServiceProcess } from '../../support/stage/service-process.ts';
import { createTestClient } from '../../support/test-client.ts';
import type { TestClient } from '../../support/test-client.ts';

const account = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'token' };
let mail: SmtpSink;
let texts: TwilioSink;
let service: ServiceProcess;
let client: TestClient;

beforeAll(async () => {
  mail = await startSmtpSink();
  texts = await startTwilioSink(account);
  service = await startServiceProcess({
    COUNTERSIGN_SMTP_URL: mail.url,
    COUNTERSIGN_SMTP_INSECURE: '1',
    COUNTERSIGN_MAIL_FROM: 'help@northwind.example',
    COUNTERSIGN_TWILIO_ACCOUNT_SID: account.accountSid,
    COUNTERSIGN_TWILIO_AUTH_TOKEN: account.authToken,
    COUNTERSIGN_TWILIO_FROM: '+12025550100',
    COUNTERSIGN_TWILIO_API_ORIGIN: texts.origin,
  });
  client = await createTestClient(service.origin);
  await client.pair(await service.pairingCode());
}, 60_000);

afterAll(async () => {
  await service?.close();
  await Promise.all([mail?.close(), texts?.close()]);
}, 30_000);

type Person = { number: string; company: string; contact: string; email: string };
type Press = { idempotencyKey: string; body: unknown };

/** One press of SEND: the same key and words however often the network makes the extension repeat it. */
function press({ number, company, contact, email }: Person, method: 'email' | 'sms'): Press {
  const page = { ticket: { host: 'na.myconnectwise.net', number }, company, contact, email };
  return { idempotencyKey: randomUUID(), body: { contact: page, method, action: null } };
}

async function killAndRestart(): Promise<void> {
  await service.kill('SIGKILL');
  await service.restart();
}

/** What the extension does after a lost answer: the same SEND once more, then it watches until the message is settled. */
async function repeatUntilSettled(sent: Press): Promise<Verification> {
  const again = await client.call('startVerification', sent);
  expect(again.status).toBe(201);
  return vi.waitFor(
    async () => {
      const { body } = await client.call('getVerification', { id: again.body.id });
      expect(['handed_over', 'maybe_sent']).toContain(body.delivery.state);
      return body as Verification;
    },
    { timeout: 10_000, interval: 50 },
  );
}

const arrivedFor = ({ email }: Person) => mail.messages.filter(({ to }) => to === email);

describe('a service that is killed', () => {
  test('while the mail server has the message and has not answered: one code, "maybe sent", and the code still decides', async () => {
    const person = crowd[0]!;
    mail.setBehaviour('hang-after-data');
    const sent = press(person, 'email');
    await client.call('startVerification', sent);
    await vi.waitFor(() => expect(arrivedFor(person)).toHaveLength(1), { timeout: 10_000 });
    mail.setBehaviour('accept');
    await killAndRestart();

    const seen = await repeatUntilSettled(sent);
    expect(seen.delivery).toEqual({ state: 'maybe_sent', reason: 'interrupted' });
    expect(seen.code).toBe(arrivedFor(person)[0]!.code);
    const decided = await client.call('decide', { id: seen.id, body: { decision: 'approve' } });
    expect(decided.body).toMatchObject({ status: 'approved' });
    expect(arrivedFor(person)).toHaveLength(1);
  }, 60_000);

  test('while the mail server keeps it waiting: no code, and "maybe sent" all the same', async () => {
    const person = crowd[1]!;
    const before = mail.connections();
    mail.setBehaviour('hang-before-data');
    const sent = press(person, 'email');
    await client.call('startVerification', sent);
    await vi.waitFor(() => expect(mail.connections()).toBe(before + 1), { timeout: 10_000 });
    mail.setBehaviour('accept');
    await killAndRestart();

    expect((await repeatUntilSettled(sent)).delivery).toEqual({ state: 'maybe_sent', reason: 'interrupted' });
    expect(arrivedFor(person)).toEqual([]);
  }, 60_000);

  test('while the text provider has the message and has not answered: one code, "maybe sent"', async () => {
    texts.setBehaviour('hang');
    const sent = press(tickets.jo, 'sms');
    await client.call('startVerification', sent);
    await vi.waitFor(() => expect(texts.messages).toHaveLength(1), { timeout: 10_000 });
    texts.setBehaviour('accept');
    await killAndRestart();

    const seen = await repeatUntilSettled(sent);
    expect(seen.delivery).toEqual({ state: 'maybe_sent', reason: 'interrupted' });
    expect(seen.code).toBe(texts.messages[0]!.code);
    expect(texts.requests()).toBe(1);
  }, 60_000);

  test('at any moment after SEND: never two codes, and a code that was not taken up yet still leaves', async () => {
    const outcomes: string[] = [];
    for (const [round, person] of crowd.slice(2, 10).entries()) {
      const sent = press(person, 'email');
      const lost = client.call('startVerification', sent).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, round * 30)); // the moment of the kill, not a wait
      await killAndRestart();
      await lost;

      const seen = await repeatUntilSettled(sent);
      const arrived = arrivedFor(person);
      expect(arrived.length).toBeLessThanOrEqual(1);
      if (seen.delivery.state === 'handed_over') expect(arrived.map(({ code }) => code)).toEqual([seen.code]);
      outcomes.push(seen.delivery.state);
    }
    expect(outcomes).toHaveLength(8);
    expect(mail.violations).toEqual([]);
    const recipients = mail.messages.map(({ to }) => to);
    expect(new Set(recipients).size).toBe(recipients.length);
  }, 120_000);
});
