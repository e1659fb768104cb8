import { expect, test } from 'vitest';
import { list, read } from './sources.ts';

const manifest = JSON.parse(read('package.json')) as { dependencies: Record<string, string>; devDependencies: Record<string, string> };
const code = () => list('{contract,utils,components,entrypoints,service,scripts}/**/*.{ts,tsx,mjs}');

test('every dependency has an exact version', () => {
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  expect(loose).toEqual([]);
});

test('the lockfile names no download address', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved"\s*:/);
});

test('selectors of the ConnectWise page stand in one file only, with a date', () => {
  const file = 'utils/connectwise/selectors.ts';
  const selector = /['"`][^'"`\n]*\.(cw_|pod_|mm_)\w/;
  expect(read(file)).toMatch(selector);
  expect(read(file)).toMatch(/(January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d|20\d\d-\d\d/);
  expect(code().filter((name) => name !== file && selector.test(read(name)))).toEqual([]);
});

test('no test is skipped or alone without a reason beside it', () => {
  const excused = /\/\/ reason: /;
  const lines = list('tests/**/*.test.{ts,tsx}').flatMap((file) => read(file).split('\n').map((line) => ({ file, line })));
  const found = lines.filter(({ line }) => /\b(test|it|describe|suite)(\.\w+)*\.(skip|only|todo|skipIf|runIf|fails)\b/.test(line) && !excused.test(line));
  expect(found.map(({ file, line }) => `${file}: ${line.trim()}`)).toEqual([]);
});

test('tests do not run again until they pass', () => {
  expect(list('vitest.config.ts', 'tests/**/*.test.{ts,tsx}').filter((file) => /\bretry\s*:/.test(read(file)))).toEqual([]);
});

test('console output of the service goes through its log', () => {
  const allowed = ['service/src/cli.ts', 'service/src/main.ts', 'service/src/cli/'];
  const found = list('service/src/**/*.ts').filter((file) => /\bconsole\.\w+\(/.test(read(file)) && !allowed.some((name) => file.startsWith(name)));
  expect(found).toEqual([]);
});
