import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { preact } from '@preact/preset-vite';
import { build } from 'vite';
import type { InlineConfig } from 'vite';
import { root } from './run.ts';

const source = path.join(root, 'service', 'selfserve');
/** Where the phone app's build lies; the service serves it from there. */
export const selfserveOutput = path.join(root, '.output', 'selfserve');
/** The oldest browsers that take Web Push on all systems: iOS from 16.4. */
const target = ['chrome116', 'firefox128', 'safari16.4'];

const shared: InlineConfig = { root: source, configFile: false, base: '/p/', logLevel: 'warn' };
const page: InlineConfig = {
  ...shared,
  plugins: [preact({ devToolsEnabled: false })],
  build: { target, outDir: selfserveOutput, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
};

/** The worker is one classic script under a name that never changes; it keeps `files` for the time without a connection. */
function worker(files: readonly string[]): InlineConfig {
  const output = { format: 'iife', entryFileNames: 'sw.js' } as const;
  return {
    ...shared,
    define: { shellFiles: JSON.stringify(files), shellVersion: JSON.stringify(versionOf(files)) },
    build: { target, outDir: selfserveOutput, emptyOutDir: false, copyPublicDir: false, rolldownOptions: { input: path.join(source, 'worker', 'sw.ts'), output } },
  };
}

/** Builds the phone app. Answers whether it came out. */
export async function buildSelfserve(): Promise<boolean> {
  try {
    await build(page);
    await build(worker(['', ...readdirSync(selfserveOutput, { recursive: true, encoding: 'utf8' }).filter(isShell).toSorted()]));
    return true;
  } catch (error) {
    console.error(`The phone app: ${(error as Error).message}`);
    return false;
  }
}

/** What the page itself loads: it is `''` at its address, and icons are the system's business. */
const isShell = (file: string) => /\.(js|css)$/.test(file) && file !== 'sw.js';

function versionOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(path.join(selfserveOutput, file === '' ? 'index.html' : file)));
  return hash.digest('hex').slice(0, 16);
}
