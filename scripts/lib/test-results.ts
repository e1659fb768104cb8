import { existsSync, readFileSync } from 'node:fs';

type TestReport = { status: string; fullName: string; failureMessages?: string[] | undefined };
type SuiteReport = { name: string; status: string; message?: string; assertionResults: TestReport[] };
type Report = { testResults: SuiteReport[] };

/** `broken`: files that never came to running their tests; each also counts as one failure. `faults`: the failed tests, each with its file and the first line of its message. */
export type Tally = { passed: number; failed: number; skipped: number; broken: string[]; faults: string[] };

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0, broken: [], faults: [] };

/** Counts a JSON report of the test runner. */
export function tally(report: Report): Tally {
  const results = report.testResults.flatMap((suite) => suite.assertionResults);
  const count = (...statuses: string[]) => results.filter(({ status }) => statuses.includes(status)).length;
  const broken = report.testResults.filter(isBroken).map(({ name }) => name);
  const failed = count('failed') + broken.length;
  const passed = count('passed');
  return { passed, failed, skipped: results.length - passed - count('failed'), broken, faults: report.testResults.flatMap(describeFaults) };
}

function describeFaults({ name, assertionResults }: SuiteReport): string[] {
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  return failed.map(({ fullName, failureMessages }) => `${name}: ${fullName}: ${failureMessages?.[0]?.split('\n')[0] ?? 'no message'}`);
}

/** A file failed without a failed test: it could not be loaded, or one of its hooks threw. */
function isBroken(suite: SuiteReport): boolean {
  return suite.status === 'failed' && !suite.assertionResults.some(({ status }) => status === 'failed');
}

/** Reads the report at `file`; a missing report is a failure, never a silent zero. */
export function readTally(file: string): Tally {
  if (!existsSync(file)) return { ...nothing, failed: 1, broken: [file] };
  return tally(JSON.parse(readFileSync(file, 'utf8')) as Report);
}

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped,
    broken: [...a.broken, ...b.broken], faults: [...a.faults, ...b.faults],
  };
}
