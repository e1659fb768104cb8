import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openChromiumPhone, type ChromiumPhone } from '../support/browsers/chromium-phone.ts';
import { poll } from '../support/browsers/poll.ts';
import { connectUserAgent, type UserAgent } from '../support/push-service/user-agent.ts';
import { phoneOwners, technicianName, tenantName } from '../support/stage/cast.ts';
import type { PhoneOwner } from '../support/stage/cast.ts';
import { addPhone, handsOn, type Hands } from '../support/stage/phone.ts';
import { startBackstage, type Backstage } from '../support/stage/stage.ts';
import { createTestClient, type TestClient } from '../support/test-client.ts';

const [robin] = phoneOwners as [PhoneOwner];

describe('the phone app in Chromium', () => {
  let stage: Backstage;
  let userAgent: UserAgent;
  let phone: ChromiumPhone;
  let hands: Hands;
  let technician: TestClient;
  /** A request that waits on the phone. */
  let request: string;

  beforeAll(async () => {
    stage = await startBackstage({ invited: [robin] });
    userAgent = await connectUserAgent(stage.push.serverUrl);
    phone = await openChromiumPhone();
    await phone.useSubscription(await userAgent.subscribe());
    hands = handsOn(phone.page);
    technician = await createTestClient(stage.service.origin);
    await technician.pair(await stage.service.pairingCode());
  });
  afterAll(async () => {
    await phone?.close();
    userAgent?.close();
    await stage?.close();
  });

  test('every screen on the way to an added phone is accessible and fits 320 pixels', async () => {
    await openApp('');
    await hands.sees(/This phone is not added yet/);
    await checkScreen();
    await addPhone(stage, robin, { ...hands, sees: (pattern) => hands.sees(pattern).then(checkScreen) });
    await hands.sees(/a notification appears here/);
    await hands.click('Done');
  });

  test('nothing keeps it from being installed', async () => {
    const { errors, manifest } = await phone.installability();
    expect(errors).toEqual([]);
    expect(manifest).toMatchObject({ name: 'Countersign', start_url: '/p/', scope: '/p/', display: 'standalone' });
  });

  test('a push shows exactly one notification, which names the MSP, the technician, the ticket and what is asked for', async () => {
    await stage.service.command('policy', 'set', 'userVerificationRequired=true');
    request = await send();
    await poll('the push', () => userAgent.received() === 1);
    await phone.deliverPush(JSON.stringify({ r: request }));
    const [shown, ...others] = await poll('the notification', async () => found(await phone.notifications()));
    expect(shown).toMatchObject({ title: `${tenantName} asks: is this you?`, tag: request });
    for (const words of [`Only if you called ${tenantName}`, technicianName, `ticket #${robin.number}`, 'Password reset']) expect(shown?.body).toContain(words);
    expect(others).toEqual([]);
  });

  test('where policy insists on fingerprint, face or PIN, nothing is approved without it, and the result says that it was there', async () => {
    await hands.sees(/wants fingerprint, face or PIN/);
    const approve = phone.page.getByRole('button', { name: 'Approve' });
    expect(await approve.count()).toBe(0);
    await checkScreen();
    await hands.click('I did not ask for this');
    await checkScreen();
    await hands.click('Go back');
    const authenticator = await phone.addAuthenticator();
    await hands.click('Turn it on');
    await approve.waitFor();
    await authenticator.setUserVerified(false);
    await hands.click('Approve');
    await hands.sees(/was not confirmed/);
    expect(await read()).toMatchObject({ status: 'pending', answeredAt: null });
    await authenticator.setUserVerified(true);
    await hands.click('Approve');
    await hands.sees(/You are verified/);
    await checkScreen();
    expect(await read()).toMatchObject({ status: 'approved', assurance: ['user-verified-device', 'reduced', 'new-device', 'page-only'] });
    await hands.click('OK');
  });

  test('what else it shows is accessible and fits, too', async () => {
    for (const [hash, words] of [['', /Last requests/], ['#phones', /fingerprint, face or PIN on/], ['#add-phone', /Add another phone/], ['#notifications', /Notifications are on/], ['#lost', /Lost your phone/]] as const) {
      await openApp(hash);
      await hands.sees(words);
      await checkScreen();
    }
  });

  test('a push that says nothing useful still shows one notification', async () => {
    await phone.deliverPush('?');
    const shown = await poll('the notification', async () => found(await phone.notifications()));
    expect(shown).toEqual([{ title: `${tenantName} asks: is this you?`, body: 'Open to see who asks, and for what.', tag: 'request' }]);
  });

  test('it opens without the service, says so, and goes on by itself when it is back', async () => {
    await openApp('');
    await stage.service.kill('SIGTERM');
    await phone.page.reload();
    await hands.sees(/The service cannot be reached/);
    await stage.service.restart();
    await hands.sees(/Last requests/);
  });

  const openApp = (hash: string) => phone.page.goto(`${stage.service.phoneOrigin}/p/${hash}`);

  async function checkScreen(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: phone.page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    await phone.page.setViewportSize({ width: 320, height: 640 });
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await phone.page.setViewportSize({ width: 390, height: 844 });
  }

  async function send(): Promise<string> {
    const { number, company, contact, email } = robin;
    const about = { ticket: { host: 'na.myconnectwise.net', number }, company, contact, email };
    const { status, body } = await technician.call('startVerification', { body: { contact: about, method: 'push', action: 'password_reset', direction: 'inbound', check: 'none' } });
    expect(status).toBe(201);
    return body.id;
  }

  const read = async () => (await technician.call('getVerification', { id: request })).body;
});

const found = <T>(all: T[]) => (all.length > 0 ? all : undefined);
