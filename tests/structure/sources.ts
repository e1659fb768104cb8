import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** Paths from the root of all files that match `patterns`. */
export function list(...patterns: string[]): string[] {
  const outside = (file: string) => !/(^|\/)(node_modules|\.output|\.wxt|demo-output|test-output|\.cache|data)(\/|$)/.test(file);
  return globSync(patterns, { cwd: root }).filter(outside).toSorted();
}

export const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const importStatement = /(?:^|[;\n])\s*(?:import|export)\s(?:type\s)?(?:[\w*{}\s,$]+?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** What `file` imports, statically or not: packages as written, files as paths from the root and without their ending. */
export function importsOf(file: string): string[] {
  return parseImports(read(file)).map((name) => resolve(file, name));
}

export function parseImports(text: string): string[] {
  return [...text.matchAll(importStatement)].map((match) => (match[1] ?? match[2])!);
}

function resolve(file: string, name: string): string {
  const bare = name.replace(/\?.*$/, '');
  if (bare.startsWith('.')) return path.posix.join(path.posix.dirname(file), bare).replace(/\.(tsx?|mjs|js)$/, '');
  if (bare.startsWith('#contract/')) return bare.slice(1);
  if (/^[@~]\//.test(bare)) return bare.slice(2).replace(/\.(tsx?|mjs|js)$/, '');
  return bare;
}

/** Whether an import leads to one of `folders` (or is exactly that file or package). */
export function isInside(name: string, ...folders: string[]): boolean {
  return folders.some((folder) => name === folder || name.startsWith(`${folder}/`));
}
