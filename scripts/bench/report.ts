import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../lib/run.ts';
import { requireChromium, requirePostgres } from '../lib/tools.ts';
import type { Figure } from './figure.ts';
import { toJsonLine, toTable } from './table.ts';

/** Writes docs/reports/YYYY-MM-DD-bench.md, and answers its path from the root. */
export async function writeReport(figures: readonly Figure[], notes: readonly string[], at: Date): Promise<string> {
  const date = at.toISOString().slice(0, 10);
  const file = path.join('docs', 'reports', `${date}-bench.md`);
  const [header = [], ...rows] = toTable(figures);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const text = [
    `# Benchmark of ${date}`, '', 'Made by `npm run bench -- --report`: one run, everything on this machine.', '',
    ...(await describeMachine()).map(([what, value]) => `- ${what}: ${value}`), '',
    line(header), line(header.map(() => '---')), ...rows.map(line), '', ...notes.flatMap((note) => [note, '']),
    '```jsonl', ...figures.map(toJsonLine), '```', '',
  ];
  mkdirSync(path.join(root, 'docs', 'reports'), { recursive: true });
  writeFileSync(path.join(root, file), text.join('\n'));
  return file;
}

async function describeMachine(): Promise<[string, string][]> {
  const cpus = os.cpus();
  return [
    ['processor', `${cpus[0]?.model.trim() ?? 'unknown'}, ${cpus.length} cores`],
    ['memory', `${Math.round(os.totalmem() / 2 ** 30)} GiB`],
    ['system', `${os.type()} ${os.release()}`],
    ['Node', process.version],
    ['PostgreSQL', versionOf(path.join(await requirePostgres(), 'postgres'))],
    ['browser', versionOf(await requireChromium())],
  ];
}

function versionOf(program: string): string {
  return execFileSync(program, ['--version'], { encoding: 'utf8', timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
