import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { requireDisplay, requireFirefox } from '../../../scripts/lib/tools.ts';
import { allHosts, cloudHost } from '../connectwise/hosts.ts';
import { openDisplay } from './display.ts';
import { createBackgroundActions } from './firefox-background.ts';
import { createEvaluate } from './firefox-evaluate.ts';
import { createInstall, isInstalled } from './firefox-install.ts';
import { createPageActions } from './firefox-pages.ts';
import { createPanelActions } from './firefox-panel.ts';
import { startFirefox, type FirefoxPrefs } from './firefox-process.ts';

export type FirefoxOptions = {
  /** The folder of the unpacked add-on. */
  extension: string;
  /** The loopback port (HTTPS) of the ConnectWise page. Firefox cannot map ports: it becomes part of the address. */
  hostPort: number;
  prefs?: FirefoxPrefs;
  /** A profile folder to keep, for tests that restart the browser. Without it a temporary one that `close` removes. */
  profile?: string;
  /** The add-on stays in the profile, as one from a store does: with its permissions, which else go with the browser. It is packed beside its folder. */
  forGood?: boolean;
};
export type FirefoxHarness = Awaited<ReturnType<typeof openFirefox>>;

const addonUuid = '11111111-2222-4333-8444-555555555555';

/** Firefox with the add-on on a screen of its own, where real mouse clicks reach the page, the toolbar and the sidebar. */
export async function openFirefox({ extension, hostPort, prefs = {}, profile, forGood = false }: FirefoxOptions) {
  const program = await requireFirefox();
  await requireDisplay();
  const addonId = await readAddonId(extension);
  const display = await openDisplay();
  const browser = await startFirefox({
    program,
    args: ['--width', '1280', '--height', '900'],
    environment: display.environment,
    profile,
    prefs: {
      // An add-on without a signature goes with the browser; what it stored stays, as an installed one's does.
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.uuids': JSON.stringify({ [addonId]: addonUuid }),
      'network.dns.localDomains': allHosts.join(','),
      'xpinstall.signatures.required': false,
      'ui.popup.disable_autohide': true, // without a window manager Firefox takes a click into its own popup for one beside it
      'dom.disable_open_during_load': false, // windows that ConnectWise opens are opened by no click here
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
    const install = createInstall(marionette, extension, forGood);
    if (!(await isInstalled(marionette, addonId))) await install();
    return {
      marionette,
      install,
      display,
      extensionUrl: (page: string) => `moz-extension://${addonUuid}/${page}`,
      /** An address on a ConnectWise host that reaches the page's port on loopback. */
      connectWiseUrl: (address: string, host = cloudHost) => `https://${host}:${hostPort}${address}`,
      addonId,
      evaluate: createEvaluate(marionette),
      ...createPageActions(marionette),
      ...createPanelActions(marionette, display.click, addonId),
      ...createBackgroundActions(marionette, addonId),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readAddonId(extension: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(extension, 'manifest.json'), 'utf8')) as { browser_specific_settings: { gecko: { id: string } } };
  return manifest.browser_specific_settings.gecko.id;
}
