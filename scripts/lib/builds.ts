import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './run.ts';

export const targets = ['chrome', 'edge', 'firefox'] as const;
export type Target = (typeof targets)[number];

/** Where the build of `target` lies. */
export const outputOf = (target: Target) => path.join(root, '.output', `${target}-mv3`);

/** The content script runs in every ConnectWise page: bytes there cost the technician's page. */
export const contentScriptLimit = 20_000;
/** Text that only the libraries contain, and that minifying keeps. */
const libraryMarks = { polyfill: /message port closed before a response/, zod: /invalid_type|_zod\b/, ky: /X-HTTP-Method-Override|KyResponse|ForceRetryError|HTTPError/, preact: /__preact|dangerouslySetInnerHTML/ } as const;

/** What is wrong with the content scripts of the build of `target`; empty when nothing is. */
export function contentScriptProblems(target: Target): string[] {
  const folder = path.join(outputOf(target), 'content-scripts');
  if (!existsSync(folder)) return [`${target}: no content script was built`];
  return readdirSync(folder).filter((name) => name.endsWith('.js')).flatMap((name) => problemsOf(target, path.join(folder, name)));
}

function problemsOf(target: Target, file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const size = statSync(file).size;
  const tooBig = size > contentScriptLimit ? [`${target}: ${path.basename(file)} has ${size} bytes, at most ${contentScriptLimit} are allowed`] : [];
  const libraries = Object.entries(libraryMarks).filter(([, mark]) => mark.test(text));
  return [...tooBig, ...libraries.map(([library]) => `${target}: ${path.basename(file)} contains ${library}`)];
}

/** Builds the extension for `chosen`, one after the other. Answers whether all of them came out right. */
export async function buildTargets(chosen: readonly Target[]): Promise<boolean> {
  for (const target of chosen) {
    const code = await run('wxt', ['build', '--browser', target, '--mv3'], { timeoutMs: 180_000 });
    if (code !== 0) return false;
    const problems = contentScriptProblems(target);
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) return false;
  }
  return true;
}
