import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { preact } from '@preact/preset-vite';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { states } from '../tests/support/gallery/states.ts';

/** Pictures of every state of the panel and the options page, in both widths and both colour schemes. */
const { values } = parseArgs({ options: { out: { type: 'string', default: 'test-output/gallery' }, browser: { type: 'string', default: '/usr/bin/chromium' } } });
const root = path.resolve(import.meta.dirname, '..');
const server = await createServer({ root, configFile: false, logLevel: 'error', server: { port: 0, host: '127.0.0.1' }, plugins: [preact()] });
await server.listen();
const address = server.httpServer?.address();
if (typeof address !== 'object' || !address) throw new Error('The gallery has no address.');
const gallery = `http://127.0.0.1:${address.port}/tests/support/gallery/index.html`;
const browser = await chromium.launch({ executablePath: values.browser, args: ['--no-sandbox'] });
let overflowing = 0;
try {
  await mkdir(values.out, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [250, 360]) {
      const page = await browser.newPage({ viewport: { width, height: 620 }, colorScheme, reducedMotion: 'reduce' });
      for (const name of Object.keys(states)) await picture(page, `panel:${name}`, `${name}-${width}-${colorScheme}`);
      await page.close();
    }
    const page = await browser.newPage({ viewport: { width: 760, height: 700 }, colorScheme, reducedMotion: 'reduce' });
    for (const name of ['no consent', 'not paired', 'signed out', 'unreachable', 'service too old', 'ready']) await picture(page, `options:${name}`, `options-${name}-${colorScheme}`);
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(`${values.out}: ${overflowing} wider than the panel`);
process.exit(overflowing === 0 ? 0 : 1);

async function picture(page: Page, hash: string, name: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${gallery}#${encodeURIComponent(hash)}`);
  await page.locator('h1').first().waitFor();
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (tooWide) {
    overflowing += 1;
    console.error(`${name} scrolls sideways`);
  }
  await page.screenshot({ path: path.join(values.out, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`), fullPage: true });
}
