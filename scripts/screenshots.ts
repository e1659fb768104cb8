import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { preact } from '@preact/preset-vite';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { requireChromium } from './lib/tools.ts';

/** Pictures of every state of the panel and the options page in both widths and colour schemes; checks that they are accessible and fit. */
const { values } = parseArgs({ options: { out: { type: 'string', default: 'test-output/gallery' } } });
const root = path.resolve(import.meta.dirname, '..');
const server = await createServer({ root, configFile: false, logLevel: 'error', server: { port: 0, host: '127.0.0.1' }, plugins: [preact()] });
await server.listen();
const address = server.httpServer?.address();
if (typeof address !== 'object' || !address) throw new Error('The gallery has no address.');
const gallery = `http://127.0.0.1:${address.port}/tests/support/gallery/index.html`;
const browser = await chromium.launch({ executablePath: await requireChromium(), args: ['--no-sandbox'] });
let faults = 0;
try {
  await mkdir(values.out, { recursive: true });
  const names = await stateNames();
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [250, 360]) {
      const page = await newPage(width, colorScheme);
      for (const name of names) await picture(page, `panel:${name}`, `${name}-${width}-${colorScheme}`);
      await page.close();
    }
    const page = await newPage(760, colorScheme);
    for (const name of ['no consent', 'not paired', 'signed out', 'unreachable', 'service too old', 'ready']) await picture(page, `options:${name}`, `options-${name}-${colorScheme}`);
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(`${values.out}: ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);

async function newPage(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 620 }, colorScheme, reducedMotion: 'reduce' });
  return context.newPage();
}

/** The gallery without a name lists all states. */
async function stateNames(): Promise<string[]> {
  const page = await browser.newPage();
  await page.goto(gallery);
  await page.locator('li').first().waitFor();
  const names = await page.locator('li').allTextContents();
  await page.close();
  return names;
}

async function picture(page: Page, hash: string, name: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${gallery}#${encodeURIComponent(hash)}`);
  await page.locator('h1').first().waitFor();
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (tooWide) fault(name, 'scrolls sideways');
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, nodes } of violations) fault(name, `${id} ${nodes.map(({ html }) => html.slice(0, 100)).join(' ')}`);
  await page.screenshot({ path: path.join(values.out, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`), fullPage: true });
}

function fault(name: string, what: string): void {
  faults += 1;
  console.error(`${name}: ${what}`);
}
