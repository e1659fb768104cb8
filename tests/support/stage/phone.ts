import type { Page } from 'playwright';
import { openFirefoxPhone } from '../browsers/firefox-phone.ts';
import type { PhoneOwner } from './cast.ts';
import { receivedInvitation, receivedSetUpCode } from './received.ts';
import type { Backstage } from './stage.ts';

export type StagePhone = Awaited<ReturnType<typeof openPhone>>;
/** A person's hands on a page, by the names that they read. */
export type Hands = {
  open(address: string): Promise<unknown>;
  sees(pattern: RegExp): Promise<unknown>;
  click(name: string): Promise<unknown>;
  type(label: string, words: string): Promise<unknown>;
};

/** Real Firefox as the phone of `person`, who must have been invited. One browser can serve several people, one after the other. */
export async function openPhone(stage: Backstage, person: PhoneOwner, { headless = true }: { headless?: boolean } = {}) {
  const phone = await openFirefoxPhone({ pushServerUrl: stage.push.serverUrl, headless });
  const appAddress = `${stage.service.phoneOrigin}/p/`;
  const takeNotifications = async () => {
    await phone.sees(/a notification appears here/);
    await phone.click('Done');
    await phone.sees(/Nothing is waiting/);
  };
  try {
    await addPhone(stage, person, phone);
    await takeNotifications();
  } catch (error) {
    await phone.close();
    throw error;
  }
  return {
    ...phone,
    openApp: () => phone.open(appAddress),
    /** Takes the phone from whose it was, as the app does it, and adds it for `next`. */
    async handTo(next: PhoneOwner): Promise<void> {
      await phone.open('about:blank'); // a result that still stands in front would stay there
      await phone.open(`${appAddress}#phones`);
      await phone.click('Remove this phone');
      await phone.click('Yes, remove it');
      await phone.sees(/This phone was removed/);
      await addPhone(stage, next, phone);
      await takeNotifications();
    },
  };
}

/** Hands on a page of Chromium. */
export function handsOn(page: Page): Hands {
  return {
    open: (address) => page.goto(address),
    sees: (pattern) => page.getByText(pattern).first().waitFor({ timeout: 15_000 }),
    click: (name) => page.getByRole('button', { name, exact: true }).click(),
    type: (label, words) => page.getByLabel(label).fill(words),
  };
}

/** Adds a phone as a person does: the link from the e-mail, then the code from the text message, then a name. */
export async function addPhone(stage: Backstage, person: PhoneOwner, hands: Hands): Promise<void> {
  await hands.open(await receivedInvitation(stage, person));
  await hands.sees(/Add this phone for/);
  const seen = stage.texts.messages.length;
  await hands.click('Send me the code');
  await hands.type('Six-digit code', await receivedSetUpCode(stage, person, seen));
  await hands.type('Name of this phone', `Phone of ${person.contact}`);
  await hands.click('Add this phone');
  await hands.sees(/This phone is added/);
}
