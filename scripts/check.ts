import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './lib/run.ts';

const minutes = 60_000;
const projects = ['tsconfig.json', 'tsconfig.pure.json', 'service/tsconfig.json', 'service/selfserve/tsconfig.json', 'service/selfserve/worker/tsconfig.json', 'tests/tsconfig.json', 'tests/tsconfig.extension.json'];
const checks: [name: string, command: string, args: string[]][] = [
  ...projects.map((file): [string, string, string[]] => [`types of ${file}`, 'tsc', ['--noEmit', '-p', file]]),
  ['lint', 'oxlint', ['--deny-warnings']],
  ['dead code', 'knip', []],
];

if (!existsSync(path.join(root, '.wxt', 'tsconfig.json'))) await run('wxt', ['prepare'], { timeoutMs: 2 * minutes });
const failed: string[] = [];
for (const [name, command, args] of checks) {
  console.log(`\n== ${name}: ${command} ${args.join(' ')}`);
  if ((await run(command, args, { timeoutMs: 5 * minutes })) !== 0) failed.push(name);
}
console.log(failed.length === 0 ? `\n${checks.length} checks passed` : `\nFailed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
