import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { selfserveOutput } from '../lib/build-selfserve.ts';
import { contentScriptLimit, outputOf } from '../lib/builds.ts';
import type { Figure } from './figure.ts';

/** What the built extension weighs: the panel as it is transferred, the scripts that run beside every ticket as they are parsed. And what a phone fetches at first. */
export async function measureBundleSizes(): Promise<Figure[]> {
  const folder = outputOf('chrome');
  const bytes = (file: string) => statSync(path.join(folder, file)).size;
  return [
    { name: 'panel scripts, gzip', value: transferred(scriptsOf(folder, 'sidepanel.html')), unit: 'kB', limit: { atMost: 45 } },
    { name: 'content script, minified', value: bytes('content-scripts/ticket.js') / 1000, unit: 'kB', limit: { atMost: contentScriptLimit / 1000 } },
    { name: 'background, minified', value: bytes('background.js') / 1000, unit: 'kB', limit: null },
    { name: 'phone app, first load of script, gzip', value: transferred([...scriptsOf(selfserveOutput, 'index.html', '/p/'), path.join(selfserveOutput, 'sw.js')]), unit: 'kB', limit: { atMost: 60 } },
  ];
}

/** Kilobytes. */
function transferred(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1000;
}

/** Every script that `page` loads: those it names, below `base`, and what they import. */
function scriptsOf(folder: string, page: string, base = '/'): string[] {
  const html = readFileSync(path.join(folder, page), 'utf8');
  const found = new Set<string>();
  const add = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/\b(?:import|from)\s*\(?\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g)) add(path.join(path.dirname(file), name));
  };
  for (const [, name = ''] of html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.js)"/g)) add(path.join(folder, name.replace(base, '')));
  return [...found];
}
