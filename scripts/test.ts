import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { requireChromium, requireDisplay, requireFirefox, requirePostgres } from './lib/tools.ts';
import { buildSelfserve } from './lib/build-selfserve.ts';
import { buildTargets, targets } from './lib/builds.ts';
import { root, run } from './lib/run.ts';
import { add, nothing, readTally, type Tally } from './lib/test-results.ts';

/** `npm test -- tests/unit` runs what the words match; without words everything runs. */
const filters = process.argv.slice(2);
const reaches = (folder: string) => filters.length === 0 || filters.some((filter) => touches(filter.replace(/^\.\//, ''), `tests/${folder}/`));
const touches = (filter: string, folder: string) => !/^tests\/\w+/.test(filter) || folder.startsWith(`${filter.replace(/\/$/, '')}/`) || filter.startsWith(folder);
const reports = path.join(root, 'test-output', 'reports');
/** What must never be read, and where: recorded by the tests, searched after the last one. */
const records = path.join(root, 'test-output', 'secrets');

async function runProject(project: string, timeoutMs: number): Promise<Tally> {
  const report = path.join(reports, `${project}.json`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, '--passWithNoTests', ...filters];
  const code = await run('vitest', args, { timeoutMs, env: { COUNTERSIGN_SECRETS_DIR: records } });
  const result = readTally(report);
  // The runner also fails for what belongs to no test, such as an error thrown after the last one.
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1, broken: [`${project}: the runner ended with ${code}`] } : result;
}

async function preparePrograms({ service, endToEnd }: { service: boolean; endToEnd: boolean }): Promise<boolean> {
  try {
    if (service) console.log(`PostgreSQL: ${await requirePostgres()}`);
    if (!endToEnd) return true;
    console.log(`Chromium: ${await requireChromium()}`);
    console.log(`Firefox: ${await requireFirefox()}`);
    await requireDisplay();
    return true;
  } catch (error) {
    console.error((error as Error).message);
    return false;
  }
}

async function runAll(): Promise<Tally> {
  const fast = ['unit', 'service', 'structure'].some(reaches);
  const service = reaches('service');
  const endToEnd = reaches('e2e');
  if (!(await preparePrograms({ service, endToEnd }))) return { ...nothing, failed: 1, broken: ['the programs that the tests need'] };
  if ((endToEnd || reaches('structure')) && !((await buildTargets(targets)) && (await buildSelfserve()))) return { ...nothing, failed: 1, broken: ['the build'] };
  // Both wait more than they compute, so they run at the same time; a browser test is alone, because it looks at clocks.
  const [quick, onPostgres] = await Promise.all([fast ? runProject('fast', 30 * 60_000) : nothing, service ? runProject('postgres', 30 * 60_000) : nothing]);
  let result = add(quick, onPostgres);
  if (endToEnd) result = add(result, await runProject('e2e', 30 * 60_000));
  // Only a run of everything has enough to look for and to look in.
  return filters.length === 0 ? add(result, await runProject('secrets', 5 * 60_000)) : result;
}

for (const folder of [reports, records]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
const result = await runAll();
for (const name of result.broken) console.log(`Did not run: ${name.replace(`${root}/`, '')}`);
for (const fault of result.faults) console.log(`Failed: ${fault.replace(`${root}/`, '')}`);
if (result.skipped > 0) console.log(`${result.skipped} skipped`);
console.log(`${result.passed} passed, ${result.failed} failed`);
process.exit(result.failed > 0 || result.passed === 0 ? 1 : 0);
