import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { preact } from '@preact/preset-vite';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { requireChromium } from './lib/tools.ts';

/** Pictures of every state of the panel, the options page, the pod and the phone app, in their widths and both colour schemes; checks that they are accessible and fit. */
const { values } = parseArgs({ options: { out: { type: 'string', default: 'test-output/gallery' }, only: { type: 'string', default: '' } } });
const root = path.resolve(import.meta.dirname, '..');
const optionsStates = ['no consent', 'not paired', 'signed out', 'unreachable', 'service too old', 'ready', 'addresses', 'an address withdrawn', 'all addresses withdrawn'];

/** What is photographed: `states` are read from the gallery's own list where they are not named. */
type Subject = { page: 'index' | 'phone' | 'pods' | 'pod-frame'; prefix: string; hashPrefix: string; sizes: [width: number, height: number][]; states?: string[]; isFrame?: boolean };
const subjects: Subject[] = [
  { page: 'index', prefix: '', hashPrefix: 'panel:', sizes: [[250, 620], [360, 620]] },
  { page: 'index', prefix: 'options-', hashPrefix: 'options:', sizes: [[760, 620]], states: optionsStates },
  // The page decides whether the pod is light or dark, whatever the system prefers.
  { page: 'pods', prefix: 'pods-', hashPrefix: '', sizes: [[760, 560]], states: ['light', 'dark'] },
  { page: 'pod-frame', prefix: 'pod-', hashPrefix: '', isFrame: true, sizes: [[200, 56], [272, 56], [310, 56], [400, 56]] },
  { page: 'phone', prefix: 'phone-', hashPrefix: '', sizes: [[390, 844], [320, 640]] },
];

const server = await createServer({ root, configFile: false, logLevel: 'error', server: { port: 0, host: '127.0.0.1' }, plugins: [preact()] });
await server.listen();
const address = server.httpServer?.address();
if (typeof address !== 'object' || !address) throw new Error('The gallery has no address.');
const gallery = (page: Subject['page']) => `http://127.0.0.1:${address.port}/tests/support/gallery/${page}.html`;
const browser = await chromium.launch({ executablePath: await requireChromium(), args: ['--no-sandbox'] });
let faults = 0;
try {
  await mkdir(values.out, { recursive: true });
  for (const subject of subjects) {
    const states = subject.states ?? (await stateNames(subject));
    for (const colorScheme of ['light', 'dark'] as const) for (const size of subject.sizes) await photograph(subject, states, size, colorScheme);
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(`${values.out}: ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);

async function photograph(subject: Subject, states: string[], [width, height]: [number, number], colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  for (const state of states) {
    const name = subject.prefix + state;
    if (name.startsWith(values.only)) await picture(page, subject, `${gallery(subject.page)}#${encodeURIComponent(subject.hashPrefix + state)}`, `${name}-${width}-${colorScheme}`);
  }
  await context.close();
}

/** The gallery without a name lists all states. */
async function stateNames(subject: Subject): Promise<string[]> {
  const page = await browser.newPage();
  await page.goto(gallery(subject.page));
  await page.locator('li').first().waitFor();
  const names = await page.locator('li').allTextContents();
  await page.close();
  return names;
}

async function picture(page: Page, { isFrame = false }: Subject, url: string, name: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(url);
  await page.locator('h1, main').first().waitFor();
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (tooWide) fault(name, 'scrolls sideways');
  const { violations } = await new AxeBuilder({ page }).disableRules(isFrame ? ['page-has-heading-one'] : []).analyze();
  for (const { id, nodes } of violations) fault(name, `${id} ${nodes.map(({ html }) => html.slice(0, 100)).join(' ')}`);
  await page.screenshot({ path: path.join(values.out, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`), fullPage: true });
}

function fault(name: string, what: string): void {
  faults += 1;
  console.error(`${name}: ${what}`);
}
