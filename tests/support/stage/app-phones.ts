import AxeBuilder from '@axe-core/playwright';
import { openChromiumPhone } from '../browsers/chromium-phone.ts';
import { openFirefoxPhone } from '../browsers/firefox-phone.ts';
import { poll } from '../browsers/poll.ts';
import type { ShownNotification } from '../browsers/shown-notification.ts';
import { connectUserAgent } from '../push-service/user-agent.ts';
import { handsOn, type Hands } from './phone.ts';
import type { Backstage } from './stage.ts';

/** A browser with the phone app in it, the same in both. */
export type AppPhone = Hands & {
  reload(): Promise<unknown>;
  has(button: string): Promise<boolean>;
  findBarriers(): Promise<string[]>;
  /** How far the page's content stands out where the screen has so many pixels. */
  overhangOn(pixels: number): Promise<number>;
  notifications(): Promise<ShownNotification[]>;
  /** Resolves when the push about `request` has been handed to the app. */
  gets(request: string): Promise<unknown>;
  /** Only where the browser has a virtual one. */
  addAuthenticator?(): Promise<{ setUserVerified(isUserVerified: boolean): Promise<unknown> }>;
  close(): Promise<unknown>;
};

const measure = (pixels: number) => document.documentElement.scrollWidth - Math.min(document.documentElement.clientWidth, pixels);

export async function openChromiumApp(stage: Backstage) {
  const userAgent = await connectUserAgent(stage.push.serverUrl);
  const phone = await openChromiumPhone();
  await phone.useSubscription(await userAgent.subscribe());
  const { page } = phone;
  let received = 0;
  return {
    ...handsOn(page),
    ...phone,
    reload: () => page.reload(),
    has: async (name: string) => (await page.getByRole('button', { name, exact: true }).count()) > 0,
    findBarriers: async () => {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    },
    overhangOn: async (width: number) => {
      await page.setViewportSize({ width, height: 640 });
      const overhang = await page.evaluate(measure, width);
      await page.setViewportSize({ width: 390, height: 844 });
      return overhang;
    },
    gets: async (request: string) => {
      received += 1;
      await poll('the push', () => userAgent.received() === received);
      await phone.deliverPush(JSON.stringify({ r: request }));
    },
    close: async () => {
      await phone.close();
      userAgent.close();
    },
  } satisfies AppPhone;
}

export async function openFirefoxApp(stage: Backstage) {
  const phone = await openFirefoxPhone({ pushServerUrl: stage.push.serverUrl });
  return {
    ...phone,
    has: (name: string) => phone.evaluate<boolean>('return [...document.querySelectorAll("button")].some((each) => each.innerText.trim() === arguments[0])', [name]),
    overhangOn: async (width: number) => {
      await phone.resize(width);
      const overhang = await phone.evaluate<number>(`return (${measure})(arguments[0])`, [width]);
      await phone.resize(390);
      return overhang;
    },
    gets: () => poll('the notification', async () => (await phone.notifications()).length > 0),
  } satisfies AppPhone;
}

/** For `describe.each`. */
export const appPhones = [
  { browser: 'Chromium', openApp: openChromiumApp },
  { browser: 'Firefox', openApp: openFirefoxApp },
] as const;
