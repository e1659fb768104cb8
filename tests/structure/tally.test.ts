import { expect, test } from 'vitest';
import { readTally, tally } from '../../scripts/lib/test-results.ts';

const suite = (status: string, ...statuses: string[]) => ({ name: 'file', status, assertionResults: statuses.map((each) => ({ status: each, fullName: `a ${each} test`, failureMessages: each === 'failed' ? ['Error: why\n at a line'] : undefined })) });

test('passed, failed and skipped tests are counted over all files', () => {
  const result = tally({ testResults: [suite('passed', 'passed', 'passed', 'pending'), suite('failed', 'failed', 'passed')] });
  expect(result).toEqual({ passed: 3, failed: 1, skipped: 1, broken: [], faults: ['file: a failed test: Error: why'] });
});

test('a file that did not load is a failure', () => {
  expect(tally({ testResults: [suite('failed'), suite('passed', 'passed')] })).toEqual({ passed: 1, failed: 1, skipped: 0, broken: ['file'], faults: [] });
});

test('a missing report is a failure', () => {
  expect(readTally('/nowhere/report.json').failed).toBe(1);
});
