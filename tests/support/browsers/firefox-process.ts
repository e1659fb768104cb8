import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { connectMarionette, type Marionette } from './marionette.ts';
import { poll } from './poll.ts';
import { freePort } from './ports.ts';

export type FirefoxPrefs = Record<string, string | number | boolean>;
export type FirefoxProcessOptions = {
  program: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  prefs: FirefoxPrefs;
  /** CSS for the browser's own window. */
  windowStyle?: string;
  /** A profile folder to keep. Without it a temporary one that `close` removes. */
  profile?: string | undefined;
};

const standardPrefs: FirefoxPrefs = {
  'datareporting.policy.dataSubmissionEnabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.aboutwelcome.enabled': false,
  'browser.startup.page': 0,
  'app.update.auto': false,
  'extensions.update.enabled': false,
  'intl.accept_languages': 'en-US',
};

/** Starts Firefox and opens a session. */
export async function startFirefox({ program, args, environment, prefs, windowStyle, profile: kept }: FirefoxProcessOptions) {
  const profile = kept ?? (await mkdtemp(path.join(os.tmpdir(), 'firefox-')));
  const port = await freePort();
  await writePrefs(profile, { ...standardPrefs, 'marionette.port': port, ...prefs });
  if (windowStyle) await writeWindowStyle(profile, windowStyle);
  const firefox = spawn(program, ['--no-remote', '--marionette', '--remote-allow-system-access', ...args, '--profile', profile], {
    env: { ...environment, HOME: profile },
    stdio: 'ignore',
  });
  const close = async (marionette?: Marionette) => {
    await quit(firefox, marionette);
    if (!kept) await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    const marionette = await connectMarionette(port);
    await marionette.command('WebDriver:NewSession', { acceptInsecureCerts: true });
    return { marionette, close: () => close(marionette) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function writePrefs(profile: string, prefs: FirefoxPrefs): Promise<void> {
  const lines = Object.entries(prefs).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  await writeFile(path.join(profile, 'user.js'), lines.join('\n'));
}

/** Read only with the pref `toolkit.legacyUserProfileCustomizations.stylesheets`. */
async function writeWindowStyle(profile: string, style: string): Promise<void> {
  await mkdir(path.join(profile, 'chrome'));
  await writeFile(path.join(profile, 'chrome', 'userChrome.css'), style);
}

async function quit(firefox: ChildProcess, marionette?: Marionette): Promise<void> {
  const ended = () => firefox.exitCode !== null || firefox.signalCode !== null;
  void marionette?.command('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
  await poll('Firefox to end', ended, marionette ? 5_000 : 1).catch(() => firefox.kill('SIGKILL'));
  await poll('Firefox to end', ended, 5_000);
  marionette?.close();
}
