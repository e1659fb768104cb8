import { requireFirefox } from '../../../scripts/lib/tools.ts';
import { findBarriers } from './firefox-axe.ts';
import { createEvaluate } from './firefox-evaluate.ts';
import { inFront } from './firefox-pages.ts';
import { createPhoneNotifications } from './firefox-notifications.ts';
import { startFirefox } from './firefox-process.ts';
import type { Marionette } from './marionette.ts';
import { poll } from './poll.ts';

export type FirefoxPhoneOptions = {
  /** The push service's WebSocket address. */
  pushServerUrl: string;
  headless?: boolean;
};
export type FirefoxPhone = Awaited<ReturnType<typeof openFirefoxPhone>>;

/** Firefox's own window is never narrower than 500 pixels: the page in it is. */
const windowStyle = 'browser[type="content"] { width: var(--width, 390px) !important; max-width: var(--width, 390px) !important; height: 844px !important; max-height: 844px !important; }';

/** Firefox as the end user's phone: a narrow page, real push messages from a local push service, notifications allowed. */
export async function openFirefoxPhone({ pushServerUrl, headless = true }: FirefoxPhoneOptions) {
  const { marionette, close } = await startFirefox({
    program: await requireFirefox(),
    args: [...(headless ? ['--headless'] : []), '--width', '500', '--height', '960'],
    environment: process.env,
    windowStyle,
    prefs: {
      'toolkit.legacyUserProfileCustomizations.stylesheets': true,
      'dom.push.serverURL': pushServerUrl,
      'dom.push.testing.allowInsecureServerURL': true,
      'dom.push.retryBaseInterval': 200, // milliseconds until it looks again for a push service that was out of reach
      'permissions.default.desktop-notification': 1,
      'dom.serviceWorkers.disable_open_click_delay': 15_000, // milliseconds in which a clicked notification may open a page; 1,000 is little for a busy machine
      'alerts.useSystemBackend': false, // notifications become windows of Firefox, which can be clicked
    },
  });
  await allowPush(marionette);
  const evaluate = createEvaluate(marionette);
  return {
    marionette,
    ...createPhonePage(marionette),
    ...createPhoneNotifications(marionette),
    /** What fails an accessibility check. */
    findBarriers: () => findBarriers((fn, arg, options) => evaluate({ browser: inFront }, fn, arg, options)),
    /** Makes the page as narrow as this. */
    async resize(width: number): Promise<void> {
      await marionette.inChrome(() => marionette.script('gBrowser.selectedBrowser.style.setProperty("--width", arguments[0])', [`${width}px`]));
      await poll(`a page of ${width} pixels`, () => marionette.script<boolean>('return innerWidth === arguments[0]', [width]));
    },
    close,
  };
}

/** Marionette turns push off in every session, as a preference of its own. */
async function allowPush(marionette: Marionette): Promise<void> {
  await marionette.inChrome(() => marionette.script(`Services.prefs.setBoolPref('dom.push.connection.enabled', true)`));
}

type Role = 'button' | 'link' | 'textbox' | 'checkbox' | 'radio' | 'combobox';
type Element = Record<string, string>;

function createPhonePage(marionette: Marionette) {
  const { command, value } = marionette;
  const text = () => marionette.script<string>('return document.body.innerText');
  /** By role and name as assistive technology hears them; `act` is asked again as long as the page moves underneath. */
  const withElement = (role: Role, name: string | RegExp, act: (id: string) => Promise<unknown>) =>
    poll(`the ${role} ${name}`, async () => {
      const id = await findByRole(marionette, role, name);
      if (id) await act(id);
      return Boolean(id);
    });
  return {
    /** Opens an address in the current tab. */
    open: (url: string) => command('WebDriver:Navigate', { url }),
    /** Runs the body of a function in the page. */
    evaluate: <T>(script: string, args: unknown[] = []) => marionette.script<T>(script, args),
    text,
    /** As the page itself would: the driver's own reload asks no service worker. */
    reload: () => marionette.script<void>('location.reload()'),
    /** Waits until the page shows a text that matches, and answers all of it. */
    sees: (pattern: RegExp, timeoutMs?: number) =>
      poll(`${pattern} on the phone`, async () => {
        const shown = await text();
        if (!pattern.test(shown)) throw new Error(`it shows "${shown}"`);
        return shown;
      }, timeoutMs),
    /** Clicks the enabled element with this role and accessible name. */
    click: (name: string | RegExp, role: Role = 'button') => withElement(role, name, (id) => command('WebDriver:ElementClick', { id })),
    /** Replaces what stands in the field with this label. */
    type: (label: string | RegExp, words: string) =>
      withElement('textbox', label, async (id) => {
        await command('WebDriver:ElementClear', { id });
        await command('WebDriver:ElementSendKeys', { id, text: words });
      }),
    /** Goes on in the tab whose address matches; waits for it. */
    switchTo: (address: RegExp) => poll(`a tab at ${address}`, () => switchToTab(marionette, address)),
    /** What the page shows, as PNG. */
    screenshot: async () => Buffer.from((await value('WebDriver:TakeScreenshot', { full: false })) as string, 'base64'),
    /** Puts the window's upper left corner there on the screen. */
    moveTo: (x: number, y: number) => command('WebDriver:SetWindowRect', { x, y }),
  };
}

async function findByRole({ command, value }: Marionette, role: Role, name: string | RegExp): Promise<string | undefined> {
  const candidates = (await command('WebDriver:FindElements', { using: 'css selector', value: 'button, a[href], input, textarea, select, [role]' })) as Element[];
  for (const id of candidates.flatMap((each) => Object.values(each))) {
    const label = (await value('WebDriver:GetComputedLabel', { id })) as string;
    const isNamed = typeof name === 'string' ? label === name : name.test(label);
    if (isNamed && (await value('WebDriver:GetComputedRole', { id })) === role && (await value('WebDriver:IsElementEnabled', { id }))) return id;
  }
  return undefined;
}

async function switchToTab({ command, script }: Marionette, address: RegExp): Promise<boolean> {
  for (const handle of (await command('WebDriver:GetWindowHandles')) as string[]) {
    await command('WebDriver:SwitchToWindow', { handle, focus: true });
    if (address.test(await script<string>('return location.href'))) return true;
  }
  return false;
}
