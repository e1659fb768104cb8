import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { selfserveOutput } from '../../scripts/lib/build-selfserve.ts';

const firstLoadLimit = 60_000;
const read = (file: string) => readFileSync(path.join(selfserveOutput, file), 'utf8');
const page = () => read('index.html');
const files = () => readdirSync(selfserveOutput, { recursive: true, encoding: 'utf8' });
const scripts = () => files().filter((file) => file.endsWith('.js'));

test('all scripts of the phone app, its worker included, are within 60 kB gzip', () => {
  const sizes = scripts().map((file) => [file, gzipSync(read(file)).length] as const);
  expect(sizes.length).toBeGreaterThanOrEqual(2);
  expect(sizes.reduce((sum, [, size]) => sum + size, 0), sizes.join(' ')).toBeLessThanOrEqual(firstLoadLimit);
});

test('nothing of zod’s classic build is in it', () => {
  // A method that only the classic build has; minifying keeps the names of methods.
  expect(scripts().filter((file) => /\bsuperRefine\b/.test(read(file)))).toEqual([]);
});

test('the page has no inline script and no inline style: its policy would refuse them', () => {
  expect(page()).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|\sstyle=/);
  for (const file of scripts()) expect(read(file)).not.toMatch(/\bnew Function\(|\beval\(/);
});

test('nobody is kept from zooming in', () => {
  expect(page()).not.toMatch(/maximum-scale|user-scalable/);
});

test('the worker has a name that never changes, and everything else that runs has a hash in its name', () => {
  expect(scripts().filter((file) => !/^assets\/[\w-]+-[\w-]{8}\.js$/.test(file))).toEqual(['sw.js']);
});

test('the worker keeps every file that the page loads', () => {
  const loaded = [...page().matchAll(/(?:src|href)="\/p\/(assets\/[^"]+)"/g)].map((match) => match[1]);
  expect(loaded.length).toBeGreaterThanOrEqual(2);
  for (const file of loaded) expect(read('sw.js')).toContain(String(file));
});

test('every picture that the manifest and the page name is there, in the size that is said', () => {
  type Manifest = { start_url: string; scope: string; display: string; icons: { src: string; sizes: string; purpose: string }[] };
  const { icons, ...manifest } = JSON.parse(read('manifest.webmanifest')) as Manifest;
  expect(manifest).toMatchObject({ start_url: '/p/', scope: '/p/', display: 'standalone' });
  expect(icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(['192x192 any', '512x512 any', '512x512 maskable']);
  for (const { src, sizes } of [...icons, { src: 'icons/apple-touch-180.png', sizes: '180x180' }]) expect(sizeOf(src)).toBe(sizes);
});

/** Width and height of a PNG (W3C PNG §11.2.2). */
function sizeOf(file: string): string {
  const bytes = readFileSync(path.join(selfserveOutput, file));
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}
