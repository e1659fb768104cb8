import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.ts';

/** A program that the project needs and how to get it; `candidates` are paths or names on PATH, best first. */
type Tool = { name: string; candidates: () => Promise<(string | undefined)[]> | (string | undefined)[]; debian: string; elsewhere: string };

const chromium: Tool = {
  name: 'Chromium',
  candidates: async () => [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', 'google-chrome-for-testing', 'chromium-browser', await playwrightChromium()],
  debian: 'chromium',
  elsewhere: 'node_modules/.bin/playwright install --with-deps chromium   (or set CHROMIUM_PATH to a Chromium or Chrome for Testing)',
};
const firefox: Tool = {
  name: 'Firefox',
  candidates: () => [process.env['FIREFOX_PATH'], 'firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
  debian: 'firefox-esr',
  elsewhere: 'install Firefox ESR from mozilla.org and set FIREFOX_PATH to it',
};
const fromPackage = (name: string, program: string, debian: string): Tool => ({
  name,
  candidates: () => [program],
  debian,
  elsewhere: `install ${name} with your system's package manager`,
});
const xvfb = fromPackage('Xvfb', 'Xvfb', 'xvfb');
const xdotool = fromPackage('xdotool', 'xdotool', 'xdotool');
/** Debian keeps every version in a folder of its own, outside PATH. */
const postgres: Tool = {
  ...fromPackage('PostgreSQL', 'initdb', 'postgresql'),
  candidates: () => [...globSync('/usr/lib/postgresql/*/bin/initdb').toSorted((a, b) => versionIn(b) - versionIn(a)), 'initdb'],
};
const versionIn = (file: string) => Number(/\d+/.exec(file)?.[0]);

/** The path of a Chromium that loads unpacked extensions; installs it on Debian as root, otherwise says what to run. */
export const requireChromium = () => requireTool(chromium);

/** The path of Firefox. */
export const requireFirefox = () => requireTool(firefox);

/** A screen of its own and a mouse on it: Firefox's sidebar opens on a real click only. */
export async function requireDisplay(): Promise<void> {
  await requireTool(xvfb);
  await requireTool(xdotool);
}

/** The folder of PostgreSQL's server programs (initdb, postgres, pg_dump), of the newest version that is there. */
export const requirePostgres = async () => path.dirname(await requireTool(postgres));

async function requireTool(tool: Tool): Promise<string> {
  const found = await find(tool);
  if (found) return found;
  if (canInstall()) await aptInstall(tool.debian);
  const installed = await find(tool);
  if (installed) return installed;
  const debian = isDebian() ? `sudo apt-get update && sudo apt-get install -y ${tool.debian}` : tool.elsewhere;
  throw new Error(`${tool.name} is missing. Run:\n  ${debian}`);
}

async function find(tool: Tool): Promise<string | undefined> {
  for (const candidate of await tool.candidates()) {
    const found = candidate && resolveProgram(candidate);
    if (found && answersVersion(found)) return found;
  }
  return undefined;
}

function resolveProgram(candidate: string): string | undefined {
  if (path.isAbsolute(candidate)) return existsSync(candidate) ? candidate : undefined;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, candidate)).find((file) => existsSync(file));
}

/** Ubuntu's `chromium-browser` can be a placeholder that only says to install a snap. */
function answersVersion(program: string): boolean {
  if (!/chrom/i.test(program)) return true;
  return spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 20_000 }).status === 0;
}

async function playwrightChromium(): Promise<string | undefined> {
  const { chromium: playwright } = await import('playwright');
  return playwright.executablePath() || undefined;
}

const isDebian = () => existsSync('/etc/os-release') && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
const canInstall = () => isDebian() && process.getuid?.() === 0;

let listsAreFresh = false;

async function aptInstall(name: string): Promise<void> {
  const apt = (args: string[]) => run('apt-get', args, { timeoutMs: 5 * 60_000, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  console.log(`Installing ${name}: apt-get install ${name}`);
  if (!listsAreFresh) await apt(['update', '-qq']);
  listsAreFresh = true;
  await apt(['install', '-y', '-qq', '--no-install-recommends', name]);
}
