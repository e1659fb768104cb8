import { createHmac, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAlerts } from '../../../service/src/delivery/alerts/alerts.ts';
import { webhookSecret } from '../../../service/src/delivery/alerts/post-alert.ts';
import type { Alert, AlertKind, Policy } from '../../../service/src/store/types.ts';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import type { SmtpSink } from '../../support/sinks/smtp-sink.ts';
import { startWebhookSink } from '../../support/sinks/webhook-sink.ts';
import { openHouse } from './outbox-house.ts';
import type { House } from './outbox-house.ts';

const tokenKey = new Uint8Array(32).fill(5);
const hour = 3_600_000;

let house: House;
let mail: SmtpSink;
let hook: Awaited<ReturnType<typeof startWebhookSink>>;
const running: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  [house, mail, hook] = await Promise.all([openHouse(), startSmtpSink(), startWebhookSink()]);
});
afterEach(async () => {
  for (const alerts of running.splice(0)) await alerts.stop();
  await Promise.all([house.close(), mail.close(), hook.close()]);
});

const both = () => ({ alertEmail: 'soc@northwind.example', alertWebhook: `${hook.origin}/alerts` });

/** "I did not ask for this", about a verification that is there. */
async function raise(policy: Policy = both(), kind: AlertKind = 'not_requested'): Promise<Alert> {
  const { tenant } = house.who;
  const { id } = await house.send();
  await house.store.writePolicy(tenant.id, null, policy, { type: 'policy_set', at: 0, technicianId: null, verificationId: null, details: {} });
  const row = await house.store.findVerification(tenant.id, id);
  const { accountId, ticketHost, ticketNumber } = row!;
  const at = house.clock.ms;
  const alert: Alert = { id: randomUUID(), tenantId: tenant.id, accountId, verificationId: id, kind, ticketHost, ticketNumber, at, clearedAt: null, attempts: 0, nextAt: at, doneAt: null, emailedAt: null, postedAt: null };
  await house.store.changePhones(tenant.id, accountId, () => ({ result: undefined, alert, audit: [] }));
  return alert;
}

function start(changes: { smtp?: undefined; pollMs?: number } = {}) {
  const note = (fields: object, text: string) => void house.logLines.push(JSON.stringify({ ...fields, text }));
  const smtp = { url: mail.url, insecure: true, from: 'Northwind IT <noreply@northwind.example>' };
  const alerts = createAlerts({ store: house.store, smtp, tokenKey, now: () => house.clock.ms, log: { info: note, warn: note, error: note }, pollMs: 10, ...changes });
  alerts.start();
  running.push(alerts);
  return alerts;
}

const find = async (id: string) => (await house.store.listAlerts(house.who.tenant.id, 10)).find((alert) => alert.id === id)!;
const eventually = (check: () => unknown) => vi.waitFor(async () => check(), { timeout: 5000 });
const isDone = (id: string) => eventually(async () => expect((await find(id)).doneAt).not.toBeNull());
const tried = (times: number) => eventually(() => expect(house.logLines).toHaveLength(times));

describe('an alert', () => {
  test('is told by e-mail: ticket, person, what happened, who, when, customer; no code, no address of the person', async () => {
    const { id } = await raise();
    start();
    await isDone(id);
    const [one] = mail.messages;
    expect(mail.messages).toHaveLength(1);
    expect(one).toMatchObject({ to: 'soc@northwind.example', subject: 'Look at ticket #1001: Person 1 pressed "I did not ask for this" on the phone', code: undefined });
    for (const part of ['#1001 on na.myconnectwise.net', 'Alex Kim', 'Acme', new Date(house.clock.ms).toISOString().slice(0, 10), 'npm run service -- alert list']) expect(one!.text).toContain(part);
    expect(one!.text).not.toMatch(/@acme|\+1202/);
    expect(mail.violations).toEqual([]);
  });

  test('is posted once, and says what a machine needs', async () => {
    const alert = await raise();
    start();
    await isDone(alert.id);
    expect(hook.posted).toHaveLength(1);
    expect(hook.posted[0]!.path).toBe('/alerts');
    expect(JSON.parse(hook.posted[0]!.body)).toEqual({
      type: 'alert.not_requested', id: alert.id, at: new Date(alert.at).toISOString(), tenant: 'Northwind IT', ticket: { host: 'na.myconnectwise.net', number: '1001' },
      account: { name: 'Person 1', customer: 'Acme' }, verification: { id: alert.verificationId, technician: 'Alex Kim', action: 'password_reset', method: 'email' },
    });
    expect(house.logLines.join()).not.toMatch(/@|http/);
  });

  test.each<[AlertKind, string]>([['denied', 'denied 2 requests on the phone, one after the other'], ['not_you', 'says that it was not they who were verified']])('%s says so', async (kind, words) => {
    const { id } = await raise(both(), kind);
    start();
    await isDone(id);
    expect(mail.messages[0]!.text).toContain(`Person 1 ${words}.`);
    expect(JSON.parse(hook.posted[0]!.body)).toMatchObject({ type: `alert.${kind}` });
  });

  test('is told at a kick, long before the next look', async () => {
    const alerts = start({ pollMs: 3_600_000 });
    const { id } = await raise();
    alerts.kick();
    await isDone(id);
  });
});

describe('the signature of a webhook', () => {
  test('is what Standard Webhooks ask for: checked by its library, and by hand', async () => {
    const { id } = await raise();
    house.clock.ms = Date.now();
    start();
    await isDone(id);
    const { headers, body } = hook.posted[0]!;
    const secret = webhookSecret(tokenKey, house.who.tenant.id);
    const named = { 'webhook-id': String(headers['webhook-id']), 'webhook-timestamp': String(headers['webhook-timestamp']), 'webhook-signature': String(headers['webhook-signature']) };
    expect(new Webhook(secret).verify(body, named)).toMatchObject({ id });
    const byHand = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(`${id}.${named['webhook-timestamp']}.${body}`).digest('base64');
    expect(named['webhook-signature']).toBe(`v1,${byHand}`);
    expect(() => new Webhook(secret).verify(body.replace('1001', '1002'), named)).toThrow();
    expect(() => new Webhook(webhookSecret(tokenKey, randomUUID())).verify(body, named)).toThrow();
  });

  test('of a repeat has the same id and a new time', async () => {
    hook.answer.status = 500;
    await raise();
    start();
    await tried(1);
    hook.answer.status = 200;
    house.clock.ms += 60_000;
    await tried(2);
    const [first, second] = hook.posted.map(({ headers }) => headers);
    expect(first!['webhook-id']).toBe(second!['webhook-id']);
    expect(Number(second!['webhook-timestamp']) - Number(first!['webhook-timestamp'])).toBe(60);
  });

  test('is made with a key of 32 bytes that each tenant has for itself', () => {
    const [one, other] = [randomUUID(), randomUUID()].map((tenantId) => webhookSecret(tokenKey, tenantId));
    expect(one).not.toBe(other);
    expect(Buffer.from(one!.replace('whsec_', ''), 'base64')).toHaveLength(32);
  });
});

describe('what does not work', () => {
  test('is tried again by itself: what was told is not told twice', async () => {
    hook.answer.status = 503;
    const { id } = await raise();
    start();
    await tried(1);
    expect(await find(id)).toMatchObject({ doneAt: null, postedAt: null, emailedAt: house.clock.ms });
    hook.answer.status = 204;
    house.clock.ms += 60_000;
    await isDone(id);
    expect(hook.posted).toHaveLength(2);
    expect(mail.messages).toHaveLength(1);
  });

  test('a mail server that does not take it holds up no webhook', async () => {
    mail.setBehaviour('temp-fail');
    const { id } = await raise();
    start();
    await tried(1);
    expect(await find(id)).toMatchObject({ doneAt: null, emailedAt: null, postedAt: house.clock.ms });
    mail.setBehaviour('accept');
    house.clock.ms += 60_000;
    await isDone(id);
    expect([mail.messages.length, hook.posted.length]).toEqual([1, 1]);
  });

  test.each([301, 302, 307, 400, 404, 410, 500])('an answer of %i counts as not told, and no redirect is followed', async (status) => {
    hook.answer.status = status;
    hook.answer.headers = { location: `${hook.origin}/elsewhere` };
    const { id } = await raise({ alertWebhook: `${hook.origin}/alerts` });
    start();
    await tried(1);
    expect(hook.posted.map(({ path }) => path)).toEqual(['/alerts']);
    expect((await find(id)).postedAt).toBeNull();
  });

  test('is given up after three days, with an error that says what to look at', async () => {
    const { id, at } = await raise({ alertWebhook: 'http://127.0.0.1:1/alerts' });
    const alerts = start();
    for (let attempts = 1; (await find(id)).doneAt === null && attempts < 40; attempts += 1) {
      await tried(attempts);
      house.clock.ms += Math.min(6 * hour, 60_000 * 2 ** (attempts - 1));
    }
    await alerts.stop();
    const { doneAt, postedAt } = await find(id);
    expect(postedAt).toBeNull();
    expect(doneAt! - at).toBeGreaterThan(65 * hour);
    expect(doneAt! - at).toBeLessThanOrEqual(78 * hour);
    expect(house.logLines.at(-1)).toContain('alert given up: check alertEmail and alertWebhook, and run alert list');
  });

  test('an address that is not safe gets nothing', async () => {
    const { id } = await raise({ alertWebhook: 'http://alerts.northwind.example/' });
    start();
    await tried(1);
    expect(await find(id)).toMatchObject({ doneAt: null, postedAt: null });
  });
});

describe('a way that is not set up', () => {
  test.each([
    ['the webhook', () => ({ alertEmail: 'soc@northwind.example' }), [1, 0]],
    ['the e-mail', () => ({ alertWebhook: `${hook.origin}/alerts` }), [0, 1]],
  ] as const)('%s: the other one is enough', async (_, policy, told) => {
    const { id } = await raise(policy());
    start();
    await isDone(id);
    expect([mail.messages.length, hook.posted.length]).toEqual(told);
  });

  test('both: the log says what to do', async () => {
    const { id } = await raise({});
    start();
    await isDone(id);
    expect(house.logLines[0]).toContain('nobody is told, set alertEmail or alertWebhook by policy set');
  });

  test('a mail server: the webhook is enough', async () => {
    const { id } = await raise();
    start({ smtp: undefined });
    await isDone(id);
    expect([mail.messages.length, hook.posted.length]).toEqual([0, 1]);
  });
});
