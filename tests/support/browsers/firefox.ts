import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { requireDisplay, requireFirefox } from '../../../scripts/lib/tools.ts';
import { allHosts, cloudHost } from '../connectwise/hosts.ts';
import { openDisplay } from './display.ts';
import { createPanelActions } from './firefox-panel.ts';
import { startFirefox, type FirefoxPrefs } from './firefox-process.ts';
import { createSidebar } from './firefox-sidebar.ts';
import type { Marionette } from './marionette.ts';
import { poll } from './poll.ts';

export type FirefoxOptions = {
  /** The folder of the unpacked add-on. */
  extension: string;
  /** The loopback port (HTTPS) of the ConnectWise page. Firefox cannot map ports: it becomes part of the address. */
  hostPort: number;
  prefs?: FirefoxPrefs;
};
export type FirefoxHarness = Awaited<ReturnType<typeof openFirefox>>;

const addonUuid = '11111111-2222-4333-8444-555555555555';

/** Firefox with the add-on on a screen of its own, where real mouse clicks reach the page, the toolbar and the sidebar. */
export async function openFirefox({ extension, hostPort, prefs = {} }: FirefoxOptions) {
  const program = await requireFirefox();
  await requireDisplay();
  const addonId = await readAddonId(extension);
  const display = await openDisplay();
  const browser = await startFirefox({
    program,
    args: ['--width', '1280', '--height', '900'],
    environment: display.environment,
    prefs: {
      'extensions.webextensions.uuids': JSON.stringify({ [addonId]: addonUuid }),
      'network.dns.localDomains': allHosts.join(','),
      ...prefs,
    },
  }).catch((error: unknown) => {
    display.close();
    throw error;
  });
  const close = async () => {
    await browser.close();
    display.close();
  };
  const { marionette } = browser;
  try {
    await marionette.value('Addon:Install', { path: path.resolve(extension), temporary: true });
    return {
      marionette,
      display,
      extensionUrl: (page: string) => `moz-extension://${addonUuid}/${page}`,
      /** An address on a ConnectWise host that reaches the page's port on loopback. */
      connectWiseUrl: (address: string, host = cloudHost) => `https://${host}:${hostPort}${address}`,
      goto: (url: string) => marionette.command('WebDriver:Navigate', { url }),
      ...createPageActions(marionette),
      sidebar: createSidebar(marionette, display.click),
      ...createPanelActions(marionette, display.click, addonId),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function createPageActions(marionette: Marionette) {
  const find = async (using: string, value: string) => (await poll(`${value}`, () => marionette.value('WebDriver:FindElement', { using, value }))) as Record<string, string>;
  const idOf = (element: Record<string, string>) => Object.values(element)[0];
  return {
    /** Runs the body of a function in the page of the current tab. */
    evaluate: <T>(script: string, args: unknown[] = []) => marionette.script<T>(script, args),
    /** Waits until the page of the current tab shows a text that matches. */
    sees: (pattern: RegExp) => poll(`${pattern} in the page`, async () => pattern.test(await marionette.script<string>('return document.body.innerText'))),
    /** Clicks what `xpath` finds in the page of the current tab. */
    click: async (xpath: string) => marionette.command('WebDriver:ElementClick', { id: idOf(await find('xpath', xpath)) }),
    /** Types into what `xpath` finds in the page of the current tab. */
    type: async (xpath: string, text: string) => {
      const id = idOf(await find('xpath', xpath));
      await marionette.command('WebDriver:ElementClear', { id });
      await marionette.command('WebDriver:ElementSendKeys', { id, text });
    },
    newTab: async () => {
      const { handle } = (await marionette.command('WebDriver:NewWindow', { type: 'tab', focus: true })) as { handle: string };
      await marionette.command('WebDriver:SwitchToWindow', { handle, focus: true });
      return handle;
    },
    switchTo: (handle: string) => marionette.command('WebDriver:SwitchToWindow', { handle, focus: true }),
    currentTab: async () => (await marionette.value('WebDriver:GetWindowHandle', {})) as string,
  };
}

async function readAddonId(extension: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(extension, 'manifest.json'), 'utf8')) as { browser_specific_settings: { gecko: { id: string } } };
  return manifest.browser_specific_settings.gecko.id;
}
