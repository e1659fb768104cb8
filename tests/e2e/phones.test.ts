import type { PushSubscription } from 'web-push';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openChromiumPhone, type ChromiumPhone } from '../support/browsers/chromium-phone.ts';
import { openFirefoxPhone, type FirefoxPhone } from '../support/browsers/firefox-phone.ts';
import { poll } from '../support/browsers/poll.ts';
import { startPushService, type PushService } from '../support/push-service/push-service.ts';
import { createSender, sendPush } from '../support/push-service/send-push.ts';
import { startTinyApp } from './tiny-app.ts';

/*
 * The browsers as phones, each for what the tests of the app use it for. Only Firefox can be told another push service than its maker's; only
 * Chromium's protocol gives touch, dark colours, the word on whether a page can be installed, and a passkey without hardware.
 */
const sender = createSender();
let app: Awaited<ReturnType<typeof startTinyApp>>;
beforeAll(async () => {
  app = await startTinyApp();
});
afterAll(() => app?.close());

describe('Firefox as a phone', () => {
  let push: PushService;
  let phone: FirefoxPhone;
  beforeAll(async () => {
    push = await startPushService();
    phone = await openFirefoxPhone({ pushServerUrl: push.serverUrl });
    await phone.open(app.url(sender.publicKey));
  });
  afterAll(async () => {
    await phone?.close();
    await push?.close();
  });
  const acknowledged = () => poll('the browser to acknowledge', () => push.requests.at(-1)?.acknowledged);
  const bodies = async () => (await phone.notifications()).map(({ body }) => body).toSorted();

  test('shows a page of 390 by 844, which is typed into, clicked by name and photographed', async () => {
    await phone.type('Your name', 'Jo');
    await phone.click('Greet me');
    expect(await phone.sees(/Hello Jo/)).toContain('Turn on notifications');
    const header = await phone.screenshot();
    expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([390, 844]);
  });

  test('subscribes, and what is sent encrypted becomes a notification; a click on it opens the app', async () => {
    await phone.click('Turn on notifications');
    const subscription = await readSubscription();
    expect((await sendPush(sender, subscription, 'first', { urgency: 'high', topic: 'abc' })).status).toBe(201);
    expect(await acknowledged()).toBe(100);
    expect(await bodies()).toEqual(['first']);
    await phone.clickNotification('Request');
    await phone.switchTo(/\?opened=first$/);
  });

  test('gets what was sent while it had no network', async () => {
    await phone.switchTo(/\?key=/);
    const subscription = await readSubscription();
    push.setReachable(false);
    expect((await sendPush(sender, subscription, 'second')).status).toBe(201);
    push.setReachable(true);
    expect(await acknowledged()).toBe(100);
    expect(await bodies()).toContain('second');
  });

  async function readSubscription(): Promise<PushSubscription> {
    const [json] = /\{"endpoint.*\}/.exec(await phone.sees(/\{"endpoint/))!;
    return JSON.parse(json) as PushSubscription;
  }
});

describe('Chromium as a phone', () => {
  let phone: ChromiumPhone;
  beforeAll(async () => {
    phone = await openChromiumPhone({ colorScheme: 'dark' });
    await phone.page.goto(app.url(sender.publicKey));
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  });
  afterAll(() => phone?.close());

  test('shows a page of 390 by 844 with touch, in the dark', async () => {
    const seen = await phone.page.evaluate(() => [innerWidth, innerHeight, navigator.maxTouchPoints, matchMedia('(prefers-color-scheme: dark)').matches]);
    expect(seen).toEqual([390, 844, 1, true]);
  });

  test('a message that is handed to it becomes a notification', async () => {
    await phone.deliverPush('third');
    const shown = await poll('the notification', async () => (await phone.notifications())[0]);
    expect(shown).toEqual({ title: 'Request', body: 'third', tag: 'third' });
  });

  test('says whether a page can be installed', async () => {
    const { errors, manifest } = await phone.installability();
    expect(errors).toEqual([]);
    expect(manifest).toMatchObject({ name: 'Tiny app' });
    await phone.page.goto('about:blank');
    expect((await phone.installability()).errors).not.toEqual([]);
    await phone.page.goBack();
  });

  test('makes a passkey only for a person whom it has verified', async () => {
    const authenticator = await phone.addAuthenticator();
    expect(await makePasskey()).toBe('public-key');
    await authenticator.setUserVerified(false);
    expect(await makePasskey()).toBe('NotAllowedError');
  });

  function makePasskey(): Promise<string> {
    return phone.page.evaluate(() => {
      const publicKey: PublicKeyCredentialCreationOptions = {
        challenge: new Uint8Array(32),
        rp: { name: 'Tiny app' },
        user: { id: new Uint8Array(16), name: 'jo', displayName: 'Jo' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required' },
      };
      return navigator.credentials.create({ publicKey }).then((credential) => credential!.type, (error: Error) => error.name);
    });
  }
});
