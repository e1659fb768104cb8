import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { EvaluateOptions } from './firefox-evaluate.ts';

type EvaluateInPage = (fn: () => Promise<string[]>, arg: undefined, options: EvaluateOptions) => Promise<string[]>;

/** What fails an accessibility check in the page: the same checks as in Chromium. */
export async function findBarriers(evaluate: EvaluateInPage): Promise<string[]> {
  return evaluate(runAxe, undefined, { before: await readAxe(), timeoutMs: 30_000 });
}

const readAxe = () => readFile(createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');

type Axe = { run(on: Document): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

/** Runs in the page, after axe. */
async function runAxe(): Promise<string[]> {
  const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document);
  return violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`);
}
