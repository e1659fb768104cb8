import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { requireFirefox } from '../../../scripts/lib/tools.ts';
import { openDisplay } from './display.ts';
import { createPanelActions } from './firefox-panel.ts';
import { createSidebar } from './firefox-sidebar.ts';
import { connectMarionette, type Marionette } from './marionette.ts';
import { poll } from './poll.ts';
import { freePort } from './ports.ts';

export type FirefoxOptions = {
  /** The folder of the unpacked add-on. */
  extension: string;
  /** The loopback port (HTTPS) of the ConnectWise page. Firefox cannot map ports: it becomes part of the address. */
  hostPort: number;
  prefs?: Record<string, string | number | boolean>;
};
export type FirefoxHarness = Awaited<ReturnType<typeof openFirefox>>;

const connectWiseHosts = ['na.myconnectwise.net', 'eu.myconnectwise.net', 'au.myconnectwise.net', 'staging.connectwisedev.com'];
const addonUuid = '11111111-2222-4333-8444-555555555555';

/** Firefox with the add-on on a screen of its own, where real mouse clicks reach the page, the toolbar and the sidebar. */
export async function openFirefox({ extension, hostPort, prefs = {} }: FirefoxOptions) {
  const program = await requireFirefox();
  const profile = await mkdtemp(path.join(os.tmpdir(), 'firefox-'));
  const port = await freePort();
  const addonId = await readAddonId(extension);
  await writePrefs(profile, { ...standardPrefs(addonId, port), ...prefs });
  const display = await openDisplay();
  const firefox = spawn(program, ['--no-remote', '--marionette', '--remote-allow-system-access', '--width', '1280', '--height', '900', '--profile', profile], {
    env: { ...display.environment, HOME: profile },
    stdio: 'ignore',
  });
  const shutDown = async (marionette?: Marionette) => {
    await quit(firefox, marionette);
    display.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    const marionette = await connectMarionette(port);
    await marionette.command('WebDriver:NewSession', { acceptInsecureCerts: true });
    await marionette.value('Addon:Install', { path: path.resolve(extension), temporary: true });
    return {
      marionette,
      display,
      extensionUrl: (page: string) => `moz-extension://${addonUuid}/${page}`,
      /** An address on a ConnectWise host that reaches the page's port on loopback. */
      connectWiseUrl: (address: string, host = 'na.myconnectwise.net') => `https://${host}:${hostPort}${address}`,
      goto: (url: string) => marionette.command('WebDriver:Navigate', { url }),
      ...createPageActions(marionette),
      sidebar: createSidebar(marionette, display.click),
      ...createPanelActions(marionette, display.click, addonId),
      close: () => shutDown(marionette),
    };
  } catch (error) {
    await shutDown();
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

function standardPrefs(addonId: string, port: number): Record<string, string | number | boolean> {
  return {
    'marionette.port': port,
    'extensions.webextensions.uuids': JSON.stringify({ [addonId]: addonUuid }),
    'network.dns.localDomains': connectWiseHosts.join(','),
    'datareporting.policy.dataSubmissionEnabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'browser.aboutwelcome.enabled': false,
    'browser.startup.page': 0,
    'app.update.auto': false,
    'extensions.update.enabled': false,
    'intl.accept_languages': 'en-US',
  };
}

async function writePrefs(profile: string, prefs: Record<string, string | number | boolean>): Promise<void> {
  const lines = Object.entries(prefs).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  await writeFile(path.join(profile, 'user.js'), lines.join('\n'));
}

async function quit(firefox: ChildProcess, marionette?: Marionette): Promise<void> {
  const ended = () => firefox.exitCode !== null || firefox.signalCode !== null;
  void marionette?.command('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
  await poll('Firefox to end', ended, marionette ? 5_000 : 1).catch(() => firefox.kill('SIGKILL'));
  await poll('Firefox to end', ended, 5_000);
  marionette?.close();
}
